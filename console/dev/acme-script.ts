/**
 * A scripted Acme call: enough of an exchange for work on the page, with none of its rules.
 *
 * What callers hear, press and leave produces the journal an exchange would write; requests and answers are made up
 * here, nothing is signed or sent. The real thing is `npm start`.
 */
import type { Happening, JournalEvent } from '../../src/exchange/journal-event.ts'
import type { Message, Reaction } from '../src/api/types.ts'

const origin = 'http://127.0.0.1:3000'
const line = '+12025550100'
const callees: Record<string, string> = { '1': '+12025550101', '2': '+12025550102' }
const labels: Record<string, string> = { '1': 'sales', '2': 'support' }

interface ScriptedCall {
  readonly callSid: string
  readonly from: string
  step: 'menu' | 'ringing' | 'talking' | 'recording' | 'over'
  turn: number
  silences: number
  requestId: string
  calleeSid?: string
  chosen?: string
  recordingSid?: string
  recordingSince?: number
  timers: NodeJS.Timeout[]
}

export function createAcmeScript() {
  const events: JournalEvent[] = []
  const messages: Message[] = []
  const audio = new Map<string, Buffer>()
  const listeners = new Set<(event: JournalEvent) => void>()
  const calls = new Map<string, ScriptedCall>()
  let counter = 0

  const sid = (prefix: string) => prefix + (++counter).toString(16).padStart(32, 'c0ffee0b')

  function tell(happening: Happening) {
    const event: JournalEvent = { sequence: events.length + 1, at: Date.now(), ...happening }
    events.push(event)
    for (const listener of listeners) listener(event)
  }

  function later(call: ScriptedCall, milliseconds: number, then: () => void) {
    call.timers.push(setTimeout(() => call.step !== 'over' && then(), milliseconds))
  }

  function stopTimers(call: ScriptedCall) {
    for (const timer of call.timers) clearTimeout(timer)
    call.timers = []
  }

  /** A request and, `took` later, its answer; `verbs` are explained by the line they stand on. */
  function webhook(
    call: ScriptedCall,
    path: string,
    more: readonly (readonly [string, string])[],
    body: string,
    verbs: readonly { verb: string; line: number; explanation: string }[],
    then: () => void,
    purpose: 'voice' | 'action' | 'recording-status' = 'action',
  ) {
    const requestId = `request-${++counter}`
    const took = 4 + (counter % 5)
    if (purpose !== 'recording-status') call.requestId = requestId
    const parameters: (readonly [string, string])[] = [
      ['AccountSid', 'ACc0ffee0bc0ffee0bc0ffee0bc0ffee0b'],
      ['ApiVersion', '2010-04-01'],
      ['CallSid', call.callSid],
      ['CallStatus', purpose === 'voice' ? 'ringing' : 'in-progress'],
      ['Direction', 'inbound'],
      ['From', call.from],
      ['To', line],
      ...more,
    ]
    const url = origin + path
    const signedText =
      url +
      [...parameters]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map((pair) => pair.join(''))
        .join('')
    const common = { callSid: call.callSid, requestId }
    tell({
      kind: 'request-sent',
      ...common,
      purpose,
      method: 'POST',
      url,
      parameters,
      signedText,
      signature: 'Zml4dHVyZSBzaWduYXR1cmUgIA==',
      attempt: 1,
    })
    setTimeout(() => {
      tell({
        kind: 'answer-received',
        ...common,
        status: body ? 200 : 204,
        contentType: 'text/xml; charset=utf-8',
        body,
        tookMilliseconds: took,
      })
      if (verbs.length > 0)
        tell({ kind: 'document-started', ...common, verbs: verbs.map((each) => ({ ...each, column: 3 })) })
      then()
    }, took)
  }

  function say(call: ScriptedCall, text: string, at: number, then: () => void) {
    const lasts = text.split(' ').length * 340
    tell({
      kind: 'prompt-started',
      callSid: call.callSid,
      prompt: { kind: 'speech', text, language: 'en-US' },
      lasts,
      requestId: call.requestId,
      line: at,
    })
    later(call, lasts, () => {
      tell({ kind: 'prompt-ended', callSid: call.callSid, interrupted: false })
      then()
    })
  }

  function verb(call: ScriptedCall, name: string, at: number, explanation: string) {
    tell({ kind: 'verb-started', callSid: call.callSid, requestId: call.requestId, verb: name, line: at, explanation })
  }

  function verbEnd(call: ScriptedCall, name: string, at: number, outcome: string) {
    tell({ kind: 'verb-ended', callSid: call.callSid, requestId: call.requestId, verb: name, line: at, outcome })
  }

  function menu(call: ScriptedCall, path: string, more: readonly (readonly [string, string])[], first: boolean) {
    call.step = 'menu'
    const prompt = `${first ? 'Welcome to Acme Corp. ' : 'Sorry, I did not hear a key. '}For sales, press 1. For support, press 2. To leave a message, press 3.`
    const turn = ++call.turn
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" numDigits="1" timeout="5" actionOnEmptyResult="true" action="/voice/acme/welcome?turn=${turn}"><Say>${prompt}</Say></Gather></Response>`
    const explanation = `Says the prompt, waits 5 s for one key, then asks /voice/acme/welcome?turn=${turn}, also when no key comes.`
    webhook(
      call,
      path,
      more,
      body,
      [{ verb: 'Gather', line: 1, explanation }],
      () => {
        if (first) tell({ kind: 'call-status', callSid: call.callSid, status: 'in-progress' })
        verb(call, 'Gather', 1, explanation)
        say(call, prompt, 1, () => {
          tell({ kind: 'listening-started', callSid: call.callSid, accepts: ['keys'], lasts: 5000 })
          later(call, 5000, () => {
            verbEnd(call, 'Gather', 1, 'no key came within 5 s')
            if (++call.silences < 2) return menu(call, `/voice/acme/welcome?turn=${turn}`, [['Digits', '']], false)
            voicemail(call, `/voice/acme/welcome?turn=${turn}`, [['Digits', '']], 'I still hear nothing. ')
          })
        })
      },
      first ? 'voice' : 'action',
    )
  }

  function transfer(call: ScriptedCall, key: string) {
    const turn = ++call.turn
    const number = callees[key] as string // only called with keys of the table
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>Connecting you to ${labels[key]}.</Say><Dial timeout="20" action="/voice/acme/${labels[key]}?turn=${turn}"><Number>${number}</Number></Dial></Response>`
    const explanations = [
      'Says one sentence, then goes on to Dial.',
      `Rings one number for up to 20 s, then asks /voice/acme/${labels[key]}?turn=${turn}.`,
    ] as const
    webhook(
      call,
      `/voice/acme/welcome?turn=${turn - 1}`,
      [['Digits', key]],
      body,
      [
        { verb: 'Say', line: 1, explanation: explanations[0] },
        { verb: 'Dial', line: 1, explanation: explanations[1] },
      ],
      () => {
        verb(call, 'Say', 1, explanations[0])
        say(call, `Connecting you to ${labels[key]}.`, 1, () => {
          verbEnd(call, 'Say', 1, 'said to the end')
          verb(call, 'Dial', 1, explanations[1])
          call.step = 'ringing'
          call.chosen = key
          call.calleeSid = sid('CA')
          tell({
            kind: 'call-placed',
            callSid: call.calleeSid,
            direction: 'outbound-dial',
            from: call.from,
            to: number,
            parentCallSid: call.callSid,
          })
          tell({ kind: 'call-status', callSid: call.calleeSid, status: 'ringing' })
          tell({ kind: 'tone-started', callSid: call.callSid, tone: 'ringback' })
          later(call, 20_000, () => react(call.calleeSid as string, 'ignored')) // set three lines above
        })
      },
    )
  }

  function voicemail(call: ScriptedCall, path: string, more: readonly (readonly [string, string])[], before = '') {
    const turn = ++call.turn
    const words = `${before}Please leave a message after the beep.`
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>${words}</Say><Record maxLength="120" timeout="5" action="/voice/acme/message?turn=${turn}" recordingStatusCallback="/recordings?mailbox=front-desk"/></Response>`
    const explanations = [
      'Says one sentence, then goes on to Record.',
      'Beeps and records up to 2 min; 5 s of silence, a key or a hang-up ends it.',
    ] as const
    webhook(
      call,
      path,
      more,
      body,
      [
        { verb: 'Say', line: 1, explanation: explanations[0] },
        { verb: 'Record', line: 1, explanation: explanations[1] },
      ],
      () => {
        verb(call, 'Say', 1, explanations[0])
        say(call, words, 1, () => {
          verbEnd(call, 'Say', 1, 'said to the end')
          verb(call, 'Record', 1, explanations[1])
          tell({ kind: 'tone-started', callSid: call.callSid, tone: 'beep', lasts: 500 })
          later(call, 500, () => {
            tell({ kind: 'tone-ended', callSid: call.callSid, tone: 'beep' })
            call.step = 'recording'
            call.recordingSid = sid('RE')
            call.recordingSince = Date.now()
            tell({
              kind: 'recording-started',
              callSid: call.callSid,
              recordingSid: call.recordingSid,
              source: 'RecordVerb',
            })
          })
        })
      },
    )
  }

  function endRecording(call: ScriptedCall, endedBy: 'hang-up' | 'key') {
    const seconds = Math.max(1, Math.round((Date.now() - (call.recordingSince ?? Date.now())) / 1000))
    const recordingSid = call.recordingSid as string // a call in step `recording` has one
    tell({ kind: 'recording-ended', callSid: call.callSid, recordingSid, seconds, endedBy })
    verbEnd(call, 'Record', 1, endedBy === 'key' ? 'a key ended the recording' : 'the caller hung up')
    webhook(
      call,
      '/recordings?mailbox=front-desk',
      [
        ['RecordingSid', recordingSid],
        ['RecordingDuration', String(seconds)],
        ['RecordingStatus', 'completed'],
      ],
      '',
      [],
      () => {},
      'recording-status',
    )
    const heard = events.findLast((event) => event.kind === 'speech-heard' && event.callSid === call.callSid)
    const text = heard?.kind === 'speech-heard' ? heard.text : undefined
    const message: Message = {
      id: recordingSid,
      mailbox: 'front-desk',
      from: call.from,
      callSid: call.callSid,
      at: Date.now(),
      seconds,
      status: 'waiting-for-audio',
      isHeard: false,
      isUrgent: false,
      transcript: text ?? null,
    }
    messages.unshift(message)
    setTimeout(() => {
      if (!audio.has(recordingSid)) audio.set(recordingSid, hum(seconds))
      messages.splice(
        messages.findIndex((each) => each.id === recordingSid),
        1,
        { ...message, status: 'saved' },
      )
      tell({
        kind: 'recording-available',
        callSid: call.callSid,
        recordingSid,
        url: `${origin}/2010-04-01/Accounts/AC/Recordings/${recordingSid}`,
      })
    }, 1200)
  }

  function end(call: ScriptedCall, reason: string) {
    stopTimers(call)
    if (call.step === 'recording') endRecording(call, 'hang-up')
    if (call.calleeSid && (call.step === 'ringing' || call.step === 'talking'))
      tell({
        kind: 'call-status',
        callSid: call.calleeSid,
        status: call.step === 'ringing' ? 'canceled' : 'completed',
        reason,
      })
    call.step = 'over'
    tell({ kind: 'call-status', callSid: call.callSid, status: 'completed', reason })
  }

  function react(calleeSid: string, as: Reaction) {
    const call = [...calls.values()].find((each) => each.calleeSid === calleeSid)
    if (call?.step !== 'ringing') return
    stopTimers(call)
    tell({ kind: 'tone-ended', callSid: call.callSid, tone: 'ringback' })
    const dialled = labels[call.chosen ?? '1']
    if (as === 'person' || as === 'voicemail') {
      tell({ kind: 'call-status', callSid: calleeSid, status: 'in-progress' })
      call.step = 'talking'
      return tell({ kind: 'legs-bridged', callSid: call.callSid, otherCallSid: calleeSid })
    }
    const status = as === 'ignored' ? 'no-answer' : 'busy'
    tell({
      kind: 'call-status',
      callSid: calleeSid,
      status,
      reason: as === 'ignored' ? 'nobody answered' : 'the line was busy',
    })
    verbEnd(call, 'Dial', 1, as === 'ignored' ? 'nobody answered within 20 s' : 'the line was busy')
    voicemail(
      call,
      `/voice/acme/${dialled}?turn=${call.turn}`,
      [
        ['DialCallStatus', status],
        ['DialCallSid', calleeSid],
      ],
      `Nobody at ${dialled} can take your call. `,
    )
  }

  return {
    events,
    messages,
    audio,
    subscribe(listener: (event: JournalEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    place(from: string) {
      const call: ScriptedCall = {
        callSid: sid('CA'),
        from,
        step: 'menu',
        turn: 0,
        silences: 0,
        requestId: '',
        timers: [],
      }
      calls.set(call.callSid, call)
      tell({ kind: 'call-placed', callSid: call.callSid, direction: 'inbound', from, to: line })
      tell({ kind: 'call-status', callSid: call.callSid, status: 'ringing' })
      setTimeout(() => menu(call, '/voice/acme', [], true), 900)
      return call.callSid
    },
    press(callSid: string, keys: string) {
      const call = calls.get(callSid)
      for (const key of keys) {
        const heeded = call?.step === 'menu' || call?.step === 'recording'
        tell({ kind: 'key-pressed', callSid, key, heeded })
        if (!call || !heeded) continue
        stopTimers(call)
        if (call.step === 'recording') {
          endRecording(call, 'key')
          call.step = 'menu'
          return end(call, 'the document ended')
        }
        tell({ kind: 'prompt-ended', callSid, interrupted: true })
        verbEnd(call, 'Gather', 1, `the caller pressed ${key}`)
        if (callees[key]) transfer(call, key)
        else if (key === '3') voicemail(call, `/voice/acme/welcome?turn=${call.turn}`, [['Digits', key]])
        else menu(call, `/voice/acme/welcome?turn=${call.turn}`, [['Digits', key]], false)
      }
    },
    speak(callSid: string, text: string, seconds: number) {
      tell({
        kind: 'speech-heard',
        callSid,
        text,
        lasts: seconds * 1000,
        heeded: calls.get(callSid)?.step === 'recording',
      })
    },
    hangUp(callSid: string) {
      const call = calls.get(callSid) ?? [...calls.values()].find((each) => each.calleeSid === callSid)
      if (!call || call.step === 'over') return
      if (call.callSid !== callSid) tell({ kind: 'legs-parted', callSid: call.callSid, otherCallSid: callSid })
      end(call, call.callSid === callSid ? 'the caller hung up' : 'the callee hung up')
    },
    react,
  }
}

/** A wav of a soft hum, so that there is something to play. */
function hum(seconds: number): Buffer {
  const samples = seconds * 8000
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(8000, 24)
  wav.writeUInt32LE(16000, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; i++) {
    const swell = 0.55 + 0.45 * Math.sin(i / 1700) * Math.sin(i / 5100)
    wav.writeInt16LE(Math.round(6000 * swell * Math.sin((i * 2 * Math.PI * 180) / 8000)), 44 + i * 2)
  }
  return wav
}
