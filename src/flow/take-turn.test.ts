import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { render } from '../twiml/index.ts'
import { defineFlow, type Flow } from './define.ts'
import type { CallEvent } from './event.ts'
import { newSession, type Session } from './session.ts'
import { goTo } from './steps/go-to.ts'
import { hangUp } from './steps/hang-up.ts'
import { menu } from './steps/menu.ts'
import { say } from './steps/say.ts'
import { transfer } from './steps/transfer.ts'
import { enterStep, type TurnContext, takeTurn } from './take-turn.ts'

const context: TurnContext = {
  stepUrl: (flow, step, turn) => `/voice/${flow}/${step}?turn=${turn}`,
  recordingUrl: (flow, step) => `/recordings/${flow}/${step}`,
  calleeUrl: (flow, step, turn, callee, asked) =>
    `/callees/${flow}/${step}?turn=${turn}&callee=${callee}&asked=${asked}`,
  reveal: ({ secret }) => ({ SALES_PHONE: '+12025550101' })[secret],
}

const arrival = { callSid: `CA${'1'.repeat(32)}`, from: '+12025550199', to: '+12025550100', at: 0 }
const begin = (flow: Flow) => enterStep(flow, newSession(flow.name, flow.start, flow.language, arrival), context)
const at = (step: string, tries: Session['tries'] = { silences: 0, mistakes: 0 }): Session => ({
  ...newSession('acme', step, 'en-US', arrival),
  turn: 1,
  tries,
})
const answer = (session: Session, event: CallEvent, flow: Flow = acme) => takeTurn(flow, session, event, context)
const xml = (turn: { document: Parameters<typeof render>[0] }) => render(turn.document, { indent: 2 })

test('a call begins with the menu, its keys bound to the next turn and silence led back', () => {
  expect(xml(begin(acme))).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <Response>
      <Gather action="/voice/acme/welcome?turn=1" timeout="5" finishOnKey="" numDigits="1">
        <Say language="en-US">Welcome to Acme Corp.</Say>
        <Say language="en-US">Press 1 for sales. Press 2 for support. Press 3 to leave a message.</Say>
      </Gather>
      <Redirect>/voice/acme/welcome?turn=1</Redirect>
    </Response>
    "
  `)
})

test('the chosen key leads on in the same answer', () => {
  const turn = answer(at('welcome'), { kind: 'digits', digits: '1' })
  expect(xml(turn)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <Response>
      <Say language="en-US">Connecting you to sales.</Say>
      <Dial action="/voice/acme/sales?turn=2" timeout="20">
        <Number>+12025550101</Number>
      </Dial>
    </Response>
    "
  `)
  expect(turn.session).toMatchObject({ step: 'sales', turn: 2, isEnded: false })
})

test('a transfer whose number the environment lost goes where an unreachable callee leads', () => {
  const turn = answer(at('welcome'), { kind: 'digits', digits: '2' })
  expect(turn.session.step).toBe('message')
  expect(xml(turn)).toContain('Nobody is free to take your call right now.')
  expect(xml(turn)).not.toContain('<Dial')
})

describe('silence and wrong keys', () => {
  test('share one budget, whatever their order', () => {
    const asked = answer(at('welcome'), { kind: 'silence' })
    expect(asked.session.tries).toEqual({ silences: 1, mistakes: 0 })
    const again = answer({ ...asked.session }, { kind: 'digits', digits: '7' })
    expect(again.session.tries).toEqual({ silences: 1, mistakes: 1 })
    const over = answer({ ...again.session }, { kind: 'silence' })
    expect(over.session).toMatchObject({ step: 'message', tries: { silences: 0, mistakes: 0 } })
  })

  test('never tell the caller that he is wrong', () => {
    for (const event of [{ kind: 'silence' }, { kind: 'digits', digits: '7' }] as const) {
      for (const tries of [
        { silences: 0, mistakes: 0 },
        { silences: 1, mistakes: 1 },
      ]) {
        expect(xml(answer(at('welcome', tries), event))).not.toMatch(/invalid|wrong|incorrect/i)
      }
    }
  })
})

describe('a recording', () => {
  const recorded = (seconds: number, endedBy: 'hang-up' | 'key' | 'silence-or-length'): CallEvent => ({
    kind: 'recorded',
    recordingSid: `RE${'1'.repeat(32)}`,
    seconds,
    endedBy,
  })

  test.each([
    ['7 seconds ended by hanging up', recorded(7, 'hang-up'), 'message-left'],
    ['2 seconds ended by a key', recorded(2, 'key'), 'message-left'],
    ['6 seconds ended by silence', recorded(6, 'silence-or-length'), 'message-left'],
    ['5 seconds ended by silence', recorded(5, 'silence-or-length'), 'recording-dismissed'],
    ['nothing ended by hanging up', recorded(0, 'hang-up'), 'recording-dismissed'],
  ])('of %s counts as %s', (_what, event, kind) => {
    const turn = answer(at('message'), event)
    expect(turn.effects.map((effect) => effect.kind)).toEqual([kind])
  })

  test('ended by hanging up is answered with nothing, for nobody listens', () => {
    expect(xml(answer(at('message'), recorded(7, 'hang-up')))).toContain('<Response/>')
  })
})

describe('a conversation', () => {
  test('that is over ends the call', () => {
    const turn = answer(at('sales'), { kind: 'dialled', outcome: 'answered', seconds: 60 })
    expect(turn.session.isEnded).toBe(true)
    expect(turn.document.children).toEqual([{ verb: 'hangup' }])
  })

  test('can be followed by another step', () => {
    const flow = defineFlow('acme', {
      start: 'sales',
      steps: {
        sales: transfer({ to: '+12025550101', unanswered: 'bye', busy: 'later', afterwards: 'survey' }),
        survey: menu({ choices: { 1: { label: 'happy', then: 'bye' } }, otherwise: 'bye' }),
        later: hangUp('All lines are busy. Goodbye.'),
        bye: hangUp(),
      },
    })
    const stepAfter = (outcome: 'answered' | 'busy' | 'no-answer' | 'failed') =>
      answer(at('sales'), { kind: 'dialled', outcome, seconds: 0 }, flow).session.step
    expect([stepAfter('answered'), stepAfter('busy'), stepAfter('no-answer'), stepAfter('failed')]).toEqual([
      'survey',
      'later',
      'bye',
      'bye',
    ])
  })
})

test('a flow speaks the language of its caller, and another when it must', () => {
  const flow = defineFlow('haus', {
    start: 'bye',
    language: 'de-AT',
    steps: { bye: hangUp({ languages: { 'en-US': 'Goodbye.', 'de-DE': 'Auf Wiederhören.' } }) },
  })
  expect(xml(begin(flow))).toContain('<Say language="de-AT">Auf Wiederhören.</Say>')
})

test('a prompt may depend on the session', () => {
  const flow = defineFlow('office', {
    start: 'hello',
    steps: { hello: say(({ from }) => `You call from ${from}.`, { then: 'bye' }), bye: hangUp() },
  })
  expect(xml(begin(flow))).toContain('You call from +12025550199.')
})

test('steps that lead to each other without asking are stopped, and named', () => {
  const flow = defineFlow('office', { start: 'a', steps: { a: goTo('b'), b: goTo('a') } })
  expect(() => begin(flow)).toThrow(
    'Flow "office" went through 50 steps without asking the caller anything, last "a". Let one of them ask, or end the call.',
  )
})

test('a menu makes its own words from its labels, action last, operator last', () => {
  const flow = defineFlow('office', {
    start: 'welcome',
    steps: {
      welcome: menu({
        choices: {
          0: { label: 'the operator', then: 'bye' },
          1: { label: 'sales', then: 'bye' },
          '*': { label: 'to hear this again', then: 'welcome' },
        },
        otherwise: 'bye',
      }),
      bye: hangUp(),
    },
  })
  expect(xml(begin(flow))).toContain('For sales, press 1. To hear this again, press star. For the operator, press 0.')
})
