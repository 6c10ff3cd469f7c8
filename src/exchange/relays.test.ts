/** ConversationRelay: what the caller says goes to the app as text, and the app's text is spoken. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { hummingWav } from './recording/wav.ts'
import { type Script, startWorld } from './scripted-app.fixture.ts'
import { type Received, type SocketScript, startSocketApp } from './websocket-app.fixture.ts'

const nothingLeft = { legs: [], timers: 0, recordings: [], work: [] }

/** A call that is connected to a relay; its action says `On`. */
async function relayed(attributes: string, script: SocketScript = {}, children = '', files: Script = {}) {
  const sockets = await startSocketApp(script)
  const world = await startWorld({
    '/voice':
      `<Connect action="/after">\n<ConversationRelay url="${sockets.url}" ${attributes}>${children}` +
      '</ConversationRelay></Connect>',
    '/after': '<Say>On</Say>',
    ...files,
  })
  const call = await world.ringUp()
  return {
    ...world,
    call,
    sockets,
    heard: () => world.heard(call.callSid),
    /** What the app was sent after the setup. */
    told: (): readonly Received[] => sockets.conversation.received.slice(1),
    /** The app says something. */
    async say(message: object) {
      sockets.conversation.send(message)
      await arrival(world)
    },
    async [Symbol.asyncDispose]() {
      call.hangUp()
      await world.clock.settle()
      expect(world.exchange.leftovers()).toEqual(nothingLeft)
      expect(world.clock.pending).toBe(0)
      await world.stop()
      await sockets[Symbol.asyncDispose]()
    },
  }
}

/** What the app says by itself is on its way for a moment of real time, in which the clock cannot know of it. */
async function arrival({ exchange, clock }: Pick<Awaited<ReturnType<typeof startWorld>>, 'exchange' | 'clock'>) {
  await new Promise<void>((arrived) => {
    const stop = exchange.journal.subscribe((event) => {
      const isIt = event.kind === 'socket-message' && event.direction === 'from-app'
      if (!isIt && !(event.kind === 'finding' && event.code === 64107)) return
      stop()
      arrived()
    })
  })
  await clock.settle()
}

const text = (token: string, more: object = {}) => ({ type: 'text', token, last: true, ...more })

describe('a relay', () => {
  test('opens signed and tells of the call', async () => {
    await using world = await relayed('', {}, '<Parameter name="customer" value="7"/>')
    const { received, isSigned } = world.sockets.conversation

    expect(isSigned).toBe(true)
    expect(received).toEqual([
      {
        type: 'setup',
        sessionId: expect.stringMatching(/^VX[0-9a-f]{32}$/),
        accountSid: world.exchange.accountSid,
        parentCallSid: '',
        callSid: world.call.callSid,
        from: world.call.from,
        to: world.call.to,
        forwardedFrom: '',
        callType: 'PSTN',
        callerName: '',
        direction: 'inbound',
        callStatus: 'IN-PROGRESS',
        customParameters: { customer: '7' },
      },
    ])
    expect(world.call.snapshot().awaiting).toBe('speech')
  })

  test('greets, tells what the caller says, and speaks the answer', async () => {
    await using world = await relayed('welcomeGreeting="Welcome to Acme" language="en-GB"', {
      message: ({ type, voicePrompt }, { send }) => {
        if (type === 'prompt') send(text(`You said ${voicePrompt}.`))
      },
    })
    expect(world.heard()).toEqual(['Welcome to Acme'])
    await world.clock.advance(seconds(2))
    world.call.speak('good morning', { seconds: 1 })
    await world.clock.advance(seconds(1))

    expect(world.told()).toEqual([{ type: 'prompt', voicePrompt: 'good morning', lang: 'en-GB', last: true }])
    expect(world.heard()).toEqual(['Welcome to Acme', 'You said good morning.'])
    const [, said] = world.exchange.journal.events.filter((event) => event.kind === 'prompt-started')
    expect(said).toMatchObject({ lasts: 1600, prompt: { language: 'en-GB' }, line: 2 })
  })

  test('speaks tokens sentence by sentence, and what is left when the last one came', async () => {
    await using world = await relayed('')
    await world.say({ type: 'text', token: 'First', last: false })
    expect(world.heard()).toEqual([])
    await world.say({ type: 'text', token: ' one. Then', last: false })
    expect(world.heard()).toEqual(['First one.'])
    await world.say({ type: 'text', token: ' another', last: true })
    expect(world.heard()).toEqual(['First one.'])
    await world.clock.advance(seconds(1))
    expect(world.heard()).toEqual(['First one.', 'Then another'])
  })

  test('is interrupted by the caller, and tells how far it came', async () => {
    await using world = await relayed('')
    await world.say(text('One two three four. Five six seven eight nine ten. Never spoken.'))
    await world.clock.advance(seconds(1.6) + seconds(1.2))
    world.call.speak('stop', { seconds: 1 })
    await world.clock.advance(seconds(1))

    expect(world.told()).toEqual([
      {
        type: 'interrupt',
        utteranceUntilInterrupt: 'One two three four. Five six seven',
        durationUntilInterruptMs: 2800,
      },
      { type: 'prompt', voicePrompt: 'stop', lang: 'en-US', last: true },
    ])
    await world.clock.advance(seconds(10))
    expect(world.heard()).toEqual(['One two three four.', 'Five six seven eight nine ten.'])
  })

  test('forgets what it said before an interruption', async () => {
    await using world = await relayed('')
    await world.say(text('One two three four.'))
    world.call.speak('stop', { seconds: 0 })
    await world.clock.settle()
    await world.say(text('Alpha beta gamma delta.'))
    await world.clock.advance(seconds(0.8))
    world.call.speak('stop again', { seconds: 0 })
    await world.clock.settle()

    const interrupts = world.told().filter(({ type }) => type === 'interrupt')
    expect(interrupts).toEqual([
      { type: 'interrupt', utteranceUntilInterrupt: '', durationUntilInterruptMs: 0 },
      { type: 'interrupt', utteranceUntilInterrupt: 'Alpha beta', durationUntilInterruptMs: 800 },
    ])
  })

  test('that may not be interrupted is heard to its end, and what is said meanwhile is lost', async () => {
    await using world = await relayed('interruptible="none" dtmfDetection="true"')
    await world.say(text('One two three four five.'))
    world.call.press('1')
    world.call.speak('stop', { seconds: 1 })
    await world.clock.advance(seconds(2))
    expect(world.told()).toEqual([])

    world.call.press('2')
    world.call.speak('hello', { seconds: 1 })
    await world.clock.advance(seconds(1))
    expect(world.told()).toEqual([
      { type: 'dtmf', digit: '2' },
      { type: 'prompt', voicePrompt: 'hello', lang: 'en-US', last: true },
    ])
  })

  test('reports what is said meanwhile when it was asked to', async () => {
    await using world = await relayed('interruptible="none" reportInputDuringAgentSpeech="any" dtmfDetection="true"')
    await world.say(text('One two three four five.'))
    world.call.press('1')
    world.call.speak('hello', { seconds: 1 })
    await world.clock.advance(seconds(1))
    expect(world.told().map(({ type }) => type)).toEqual(['dtmf', 'prompt'])
  })

  test('is interrupted by keys of which it tells only when asked to', async () => {
    await using world = await relayed('welcomeGreeting="One two three four five"')
    await world.clock.advance(seconds(1))
    world.call.press('12')
    await world.clock.settle()
    expect(world.told()).toEqual([
      { type: 'interrupt', utteranceUntilInterrupt: 'One two', durationUntilInterruptMs: 1000 },
    ])
  })

  test('does not let the greeting be interrupted when that is not wanted', async () => {
    await using world = await relayed('welcomeGreeting="One two three four five" welcomeGreetingInterruptible="none"')
    world.call.speak('stop', { seconds: 1 })
    await world.clock.advance(seconds(2))
    expect(world.told()).toEqual([])
  })

  test('gives partial prompts when they are wanted', async () => {
    await using world = await relayed('partialPrompts="true"')
    world.call.speak('one two three four', { seconds: 2 })
    await world.clock.advance(seconds(2))
    expect(world.told()).toEqual([
      { type: 'prompt', voicePrompt: 'one two', lang: 'en-US', last: false },
      { type: 'prompt', voicePrompt: 'one two three four', lang: 'en-US', last: true },
    ])
  })

  test('drops words that the next talk cycle may replace', async () => {
    await using world = await relayed('')
    await world.say(text('Please hold the line for a while.', { preemptible: true }))
    await world.clock.advance(seconds(1))
    await world.say(text('Here is your answer.'))

    expect(world.heard()).toEqual(['Please hold the line for a while.', 'Here is your answer.'])
    expect(world.told()).toEqual([])
  })

  test('changes languages when told to', async () => {
    await using world = await relayed('')
    await world.say({ type: 'language', ttsLanguage: 'es-ES', transcriptionLanguage: 'fr-FR' })
    await world.say(text('Hola.'))
    await world.say(text('Ciao.', { lang: 'it-IT' }))
    await world.clock.advance(seconds(3))
    world.call.speak('bonjour', { seconds: 1 })
    await world.clock.advance(seconds(1))

    const languages = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'prompt-started' && event.prompt.kind === 'speech' ? [event.prompt.language] : [],
    )
    expect(languages).toEqual(['es-ES', 'it-IT'])
    expect(world.told()).toEqual([expect.objectContaining({ voicePrompt: 'bonjour', lang: 'fr-FR' })])
  })

  test('sends tones in their turn', async () => {
    await using world = await relayed('')
    await world.say(text('One moment.'))
    await world.say({ type: 'sendDigits', digits: '1w2' })
    const tones = () => world.exchange.journal.events.filter((event) => event.kind === 'tone-started').slice(1)
    expect(tones()).toEqual([])
    await world.clock.advance(seconds(1))
    expect(tones()).toEqual([expect.objectContaining({ tone: 'digits', digits: '1w2', lasts: 1000 })])
  })

  test('plays a file as often as the app says, and the caller may cut it off', async () => {
    const file = { headers: { 'content-type': 'audio/wav' }, body: hummingWav(1000, []) }
    await using world = await relayed('', {}, '', { '/jingle.wav': file })
    const source = `${world.app.url}/jingle.wav`
    await world.say({ type: 'play', source, loop: 3 })
    const [begun] = world.exchange.journal.events.filter((event) => event.kind === 'prompt-started')
    expect(begun).toMatchObject({ prompt: { kind: 'audio' }, lasts: 1000, line: 2 })
    await world.clock.advance(seconds(1.5))
    expect(world.heard()).toEqual([source, source])
    world.call.speak('enough', { seconds: 1 })
    await world.clock.advance(seconds(5))

    expect(world.heard()).toEqual([source, source])
    expect(world.told()).toEqual([
      { type: 'interrupt', utteranceUntilInterrupt: '', durationUntilInterruptMs: 1500 },
      expect.objectContaining({ type: 'prompt', voicePrompt: 'enough' }),
    ])
  })

  test('goes on when a file cannot be had', async () => {
    await using world = await relayed('')
    await world.say({ type: 'play', source: `${world.app.url}/jingle.wav` })
    await world.clock.settle()
    expect(world.findings().map(({ code }) => code)).toContain(11200)
    await world.say(text('Sorry.'))
    expect(world.heard()).toEqual(['Sorry.'])
  })
})

describe('a relay ends', () => {
  test('when the app says so, with data to hand over', async () => {
    await using world = await relayed('')
    await world.clock.advance(seconds(3))
    await world.say({ type: 'end', handoffData: '{"reason":"agent"}' })
    await world.clock.settle()

    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({
        CallStatus: 'in-progress',
        SessionId: world.sockets.conversation.received[0]?.sessionId,
        SessionStatus: 'ended',
        SessionDuration: '3',
        HandoffData: '{"reason":"agent"}',
      }),
    ])
    expect(world.app.asked('/after')[0]).not.toHaveProperty('ErrorCode')
    expect(world.sockets.conversation.closeCode).toBe(1000)
    expect(world.heard()).toEqual(['On'])
  })

  test('in the middle of a word when the app says so', async () => {
    await using world = await relayed('welcomeGreeting="One two three four five"')
    await world.say({ type: 'end' })
    await world.clock.settle()
    const ended = world.exchange.journal.events.filter((event) => event.kind === 'prompt-ended')
    expect(ended).toEqual([expect.objectContaining({ interrupted: true })])
    expect(world.heard()).toEqual(['One two three four five', 'On'])
  })

  test('when the caller hangs up: the action is told, and its document is not performed', async () => {
    await using world = await relayed('welcomeGreeting="One two three four five"')
    await world.clock.advance(seconds(1))
    world.call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ CallStatus: 'completed', SessionStatus: 'completed', SessionDuration: '1' }),
    ])
    expect(world.heard()).toEqual(['One two three four five'])
    expect(world.sockets.conversation.closeCode).toBe(1000)
  })

  test('as failed when the app closes the socket without saying end', async () => {
    await using world = await relayed('', { opened: ({ close }) => close(1000) })
    await world.clock.settle()

    const ErrorMessage = "The relay's web socket ended: The app closed it with code 1000, without saying end."
    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ SessionStatus: 'failed', ErrorCode: '39001', ErrorMessage }),
    ])
    expect(world.findings().map(({ code }) => code)).toContain(64105)
  })

  test('as failed when there is no socket', async () => {
    await using world = await startWorld({
      '/voice': '<Connect action="/after"><ConversationRelay url="ws://127.0.0.1:9/relay"/></Connect>',
      '/after': '<Say>On</Say>',
    })
    const call = await world.ringUp()

    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ SessionStatus: 'failed', ErrorCode: '39001', SessionDuration: '0' }),
    ])
    expect(world.findings().map(({ code }) => code)).toContain(64102)
    expect(world.heard(call.callSid)).toEqual(['On'])
  })

  test.each([
    ['ttsProvider="Google" voice="Joanna-Neural"', '', 'The voice is one of Amazon, not of Google.'],
    ['voice="en-US-Journey-O"', '', 'The voice is one of Google, not of ElevenLabs.'],
    ['speechModel="telephony"', '', 'The speechModel is one of Google, not of Deepgram.'],
    ['language="multi" ttsProvider="Amazon"', '', 'Language "multi" needs the ttsProvider ElevenLabs.'],
    [
      'transcriptionProvider="Google"',
      '<Language code="multi"/>',
      'Language "multi" needs the transcriptionProvider Deepgram.',
    ],
  ])('as failed with %s%s', async (attributes, children, message) => {
    await using world = await relayed(`welcomeGreeting="Hello" ${attributes}`, {}, children)
    await world.clock.settle()

    expect(world.told()).toEqual([{ type: 'error', description: message }])
    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ SessionStatus: 'failed', ErrorMessage: message }),
    ])
    expect(world.heard()).toEqual(['On'])
  })

  test('and not for voices that are not known here', async () => {
    await using world = await relayed(
      'voice="UgBBYS2sOqTuMpoF3BR0" speechModel="nova-3-general"',
      {},
      '<Language code="de-DE" ttsProvider="google" voice="de-DE-Journey-F" transcriptionProvider="google"/>',
    )
    expect(world.told()).toEqual([])
    expect(world.call.status).toBe('in-progress')
  })
})

describe('a relay whose app talks nonsense', () => {
  test('is told so and goes on', async () => {
    await using world = await relayed('')
    for (const message of [
      'nonsense',
      Buffer.from([0]),
      { type: 'dance' },
      { type: 'text' },
      { type: 'play', source: 'jingle.wav' },
      { type: 'sendDigits', digits: 'one' },
    ]) {
      world.sockets.conversation.send(message)
      await arrival(world)
    }
    await world.say(text('Hello.'))

    expect(world.told().map(({ description }) => description)).toEqual([
      'Invalid message received: it is no JSON object in a text message.',
      'Invalid message received: it is no JSON object in a text message.',
      'Invalid message received: its type is none of text, play, sendDigits, language and end.',
      'Invalid message received: it has no token.',
      'Invalid message received: its source is no address.',
      'Invalid message received: its digits are missing, or hold something else.',
    ])
    expect(world.heard()).toEqual(['Hello.'])
  })

  test('does not argue for ever with an app that sends everything back', async () => {
    await using world = await relayed('', { message: (message, { send }) => send(message) })
    await world.clock.settle()
    expect(world.told()).toHaveLength(10)
    expect(world.call.status).toBe('in-progress')
  })
})
