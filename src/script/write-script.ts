/**
 * A call that has been made, written down as a script that comes true when it is played to the same app again.
 *
 * Times are those of the network without what the app took to answer, which takes none in virtual time.
 */
import { Document } from 'yaml'
import type { JournalEvent } from '../exchange/index.ts'

/** What {@link writeScript} takes besides the events. */
export interface WrittenCall {
  readonly url: string
  /** What the call is about. */
  readonly name: string
}

/** A gap shorter than this is not worth a step, in milliseconds. */
const WORTH_A_STEP = 100

type Step = string | Readonly<Record<string, unknown>>
type Event<K extends JournalEvent['kind']> = Extract<JournalEvent, { readonly kind: K }>

/** The text of a script with one call: that of the caller, of whom `events` tell everything. */
export function writeScript(events: readonly JournalEvent[], { url, name }: WrittenCall): string {
  const placed = events.find((event) => event.kind === 'call-placed' && event.direction === 'inbound')
  if (placed?.kind !== 'call-placed') throw new TypeError('No call was placed, so none can be written down.')
  const steps = new Writing(events, placed).steps()
  const document = new Document({
    app: url,
    line: placed.to,
    calls: [{ name, from: placed.from, steps }],
  })
  document.commentBefore = ' yaml-language-server: $schema=node_modules/hookswitch/docs/call-script.schema.json'
  return document.toString({ lineWidth: 0 })
}

class Writing {
  readonly #events: readonly JournalEvent[]
  readonly #mine: string
  readonly #steps: Step[] = []
  /** When the last step was done, on the network's clock. */
  #doneAt: number
  /** What is being said to the caller at this moment. */
  #prompt: string | undefined
  #isPlaying = false
  #isOver = false

  constructor(events: readonly JournalEvent[], placed: Event<'call-placed'>) {
    this.#events = events
    this.#mine = placed.callSid
    this.#doneAt = (placed as JournalEvent).at
  }

  steps(): readonly Step[] {
    for (const event of this.#events) this.#write(event)
    return this.#steps
  }

  #write(event: JournalEvent): void {
    const isMine = event.callSid === this.#mine
    switch (event.kind) {
      case 'prompt-started':
        if (!isMine) break
        this.#isPlaying = true
        this.#prompt = event.prompt.kind === 'speech' ? event.prompt.text : undefined
        break
      case 'prompt-ended':
        if (isMine) this.#heard(event)
        break
      case 'key-pressed':
        // A key that nobody listened to changed nothing.
        if (isMine && event.heeded) this.#pressed(event)
        break
      case 'speech-heard':
        if (isMine && event.heeded) this.#said(event)
        break
      case 'call-placed':
        if (event.direction !== 'inbound' && !this.#isOver) this.#did(event.at, this.#dialled(event))
        break
      case 'legs-bridged':
        if (isMine || event.otherCallSid === this.#mine) this.#talked(event)
        break
      case 'recording-ended':
        this.#did(event.at, 'recorded')
        break
      case 'message-sent':
        this.#did(event.at, { messages: { to: event.to, body: event.text } })
        break
      case 'call-status':
        this.#changed(event, isMine)
        break
      default:
    }
  }

  #heard({ at, interrupted }: JournalEvent & Event<'prompt-ended'>): void {
    if (!interrupted && this.#prompt !== undefined) this.#did(at, { hears: this.#prompt })
    this.#isPlaying = false
    this.#prompt = undefined
  }

  #pressed({ at, key }: JournalEvent & Event<'key-pressed'>): void {
    const last = this.#steps.at(-1)
    if (typeof last === 'object' && 'presses' in last && !this.#isPlaying) {
      this.#steps[this.#steps.length - 1] = { presses: `${last.presses}${key}` }
      this.#doneAt = at
      return
    }
    // Into the middle of a prompt: the moment matters. Afterwards it does not.
    if (this.#isPlaying) this.#waited(at)
    this.#did(at, { presses: key })
  }

  #said({ at, text, lasts }: JournalEvent & Event<'speech-heard'>): void {
    if (this.#isPlaying) this.#waited(at)
    this.#did(at + lasts, { says: text, seconds: lasts / 1000 })
  }

  #talked(event: Event<'legs-bridged'>): void {
    const other = event.callSid === this.#mine ? event.otherCallSid : event.callSid
    const call = this.#events.find((one) => one.kind === 'call-placed' && one.callSid === other)
    if (call?.kind === 'call-placed') this.#did((event as JournalEvent).at, { 'talks to': call.to })
  }

  #dialled({ callSid, to, at }: JournalEvent & Event<'call-placed'>): Step {
    const status = this.#events.filter((event) => event.kind === 'call-status' && event.callSid === callSid)
    const answered = status.find((event) => event.kind === 'call-status' && event.status === 'in-progress')
    if (answered === undefined) {
      const last = status.at(-1)
      const final = last?.kind === 'call-status' ? last.status : undefined
      return { dials: to, who: final === 'busy' ? 'busy' : final === 'failed' ? 'unreachable' : 'does not answer' }
    }
    const after = seconds(answered.at - at)
    // Nobody but a machine speaks at the very moment of the answer.
    const greeting = this.#events.find(
      (event) => event.kind === 'speech-heard' && event.callSid === callSid && event.at - answered.at < WORTH_A_STEP,
    )
    if (greeting?.kind !== 'speech-heard') return { dials: to, who: { answers: after } }
    return { dials: to, who: { machine: { after, greeting: greeting.text } } }
  }

  #changed({ at, callSid, status, reason }: JournalEvent & Event<'call-status'>, isMine: boolean): void {
    if (reason === undefined) return
    if (isMine) {
      this.#isOver = true
      if (reason === 'the caller hung up') {
        this.#waited(at)
        this.#did(at, 'hangs up')
      }
      this.#did(at, { ended: status })
    } else if (reason === 'the callee hung up') {
      const call = this.#events.find((one) => one.kind === 'call-placed' && one.callSid === callSid)
      if (call?.kind === 'call-placed' && status === 'completed') this.#did(at, { person: call.to, 'hangs up': null })
    }
  }

  /** The caller did nothing since the last step. */
  #waited(at: number): void {
    const answering = this.#events.reduce(
      (total, event) =>
        event.kind === 'answer-received' && event.callSid === this.#mine && event.at > this.#doneAt && event.at <= at
          ? total + event.tookMilliseconds
          : total,
      0,
    )
    const gap = at - this.#doneAt - answering
    if (gap >= WORTH_A_STEP) this.#steps.push({ 'stays silent': seconds(gap) })
  }

  #did(at: number, step: Step): void {
    this.#steps.push(step)
    this.#doneAt = at
  }
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10}s`
