/** What is done when the caller is gone: once, however the call ended and however often the network says so. */
import {
  branch,
  callFlow,
  checkFlow,
  defineFlow,
  flowFromJson,
  goBack,
  hangUp,
  lookup,
  menu,
  say,
  set,
  transfer,
} from 'hookswitch/flow'
import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const DESK = '+12025550101'
const CALL = `CA${'1'.repeat(32)}`

/** A flow that tells a list what became of each call. */
function deskFlow(tell: (what: unknown) => Promise<void> | void) {
  return defineFlow('desk', {
    start: 'welcome',
    onHangUp: 'was-helped',
    steps: {
      welcome: menu({
        choices: {
          1: { label: 'the desk', then: 'note' },
          2: { label: 'the survey', then: 'survey' },
        },
        otherwise: 'bye',
      }),
      survey: callFlow('survey', { then: 'bye' }),
      note: set({ chose: 'desk' }, { then: 'desk' }),
      desk: transfer({ to: DESK, unanswered: 'bye' }),
      bye: hangUp('Goodbye.'),
      'was-helped': branch({ cases: [{ when: { data: 'chose', isSet: true }, then: 'helped' }], otherwise: 'lost' }),
      helped: set({ outcome: 'helped' }, { then: 'tell' }),
      lost: set({ outcome: 'lost' }, { then: 'tell' }),
      tell: lookup({
        find: async ({ callSid }) => {
          await tell(callSid)
          return { result: 'told', remember: { isTold: true } }
        },
        results: { told: 'end' },
        failed: 'end',
      }),
      end: goBack(),
    },
  })
}

const survey = defineFlow('survey', {
  start: 'ask',
  steps: { ask: menu({ choices: { 1: { label: 'good', then: 'back' } }, otherwise: 'back' }), back: goBack() },
})

describe('the steps for a caller who is gone', () => {
  const ENDS: readonly (readonly [how: string, end: (line: RungLine) => Promise<void>])[] = [
    [
      'while the menu plays',
      async ({ caller }) => {
        await caller.hears('press 1')
        caller.hangsUp()
      },
    ],
    ['after a goodbye', async ({ caller }) => caller.hears('Goodbye.', { within: seconds(60) })],
    [
      'while somebody is rung',
      async ({ caller, callee }) => {
        await caller.hears('press 1')
        caller.presses(1)
        await callee(DESK).rings()
        caller.hangsUp()
      },
    ],
    [
      'while talking',
      async ({ caller, callee }) => {
        callee(DESK).answers()
        await caller.hears('press 1')
        caller.presses(1)
        await expect(caller).toBeTalkingTo(callee(DESK))
        caller.hangsUp()
      },
    ],
    [
      'in a flow this one led through',
      async ({ caller }) => {
        await caller.hears('press 1')
        caller.presses(2)
        await caller.hears('For good')
        caller.hangsUp()
      },
    ],
  ]

  test.each(ENDS)('are gone through once when the call ends %s', async (_how, end) => {
    const told: unknown[] = []
    const line = await ringUp(
      deskFlow((what) => void told.push(what)),
      { flows: [survey] },
    )
    await end(line)
    await expect(line.caller).toHaveEnded()
    await line.endsQuietly()
    expect(told).toHaveLength(1)
    expect(line.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('see what the call knew, and what they find out is kept', async () => {
    const told: unknown[] = []
    await using app = await startApp({ flows: [deskFlow((what) => void told.push(what)), survey] })
    await app.post('/voice/desk')
    await app.post('/voice/desk/welcome?turn=1', { Digits: '1' })
    const over = { CallStatus: 'completed' }
    const gone = await app.post('/voice/desk/desk?turn=2', { ...over, DialCallStatus: 'completed' })
    expect(gone.body).not.toContain('<Say')
    for (let again = 0; again < 3; again++) expect((await app.post('/status', over)).status).toBe(204)
    await app.post('/voice/desk/desk?turn=2', { ...over, DialCallStatus: 'completed' })
    expect(told).toEqual([CALL])
    const session = await app.store.turns.session(CALL)
    expect(session).toMatchObject({ isEnded: true, data: { chose: 'desk', outcome: 'helped', isTold: true } })
  })

  test('are gone through once when the network tells everything at the same moment', async () => {
    const told: unknown[] = []
    await using app = await startApp({ flows: [deskFlow((what) => void told.push(what)), survey] })
    await app.post('/voice/desk')
    const over = { CallStatus: 'completed' }
    await Promise.all([
      app.post('/status', over),
      app.post('/voice/desk/welcome?turn=1', over),
      app.post('/status', over),
    ])
    expect(told).toEqual([CALL])
    expect((await app.store.turns.session(CALL))?.data).toEqual({ outcome: 'lost', isTold: true })
  })

  test('wait for a system that takes its time, and do without one that fails', async () => {
    let tellNow: () => void = () => {}
    const slow = new Promise<void>((resolve) => {
      tellNow = resolve
    })
    await using app = await startApp({ flows: [deskFlow(() => slow), survey] })
    await app.post('/voice/desk')
    const noted = app.post('/status', { CallStatus: 'completed' })
    tellNow()
    expect((await noted).status).toBe(204)
    expect((await app.store.turns.session(CALL))?.data).toMatchObject({ isTold: true })

    await using broken = await startApp({ flows: [deskFlow(() => Promise.reject(new Error('gone'))), survey] })
    await broken.post('/voice/desk')
    expect((await broken.post('/status', { CallStatus: 'completed' })).status).toBe(204)
    expect((await broken.store.turns.session(CALL))?.data).toEqual({ outcome: 'lost' })
  })

  test('are not gone through for a call nobody has met', async () => {
    const told: unknown[] = []
    await using app = await startApp({ flows: [deskFlow((what) => void told.push(what)), survey] })
    expect((await app.post('/status', { CallStatus: 'no-answer' })).status).toBe(204)
    expect(told).toEqual([])
  })
})

describe('a flow that would do the impossible when the caller is gone', () => {
  test('is refused', () => {
    const flow = defineFlow('late', {
      start: 'bye',
      onHangUp: 'sorry',
      steps: { bye: hangUp('Bye.'), sorry: say('Are you there?', { then: 'end' }), end: goBack() },
    })
    expect(checkFlow(flow)).toEqual([
      {
        code: 'NOBODY_LISTENS',
        severity: 'error',
        at: 'late/sorry',
        message: '"sorry" (say) needs a caller, but onHangUp leads there when the caller is gone.',
        help: 'Use set, branch, lookup, experiment and goTo there, and end with goBack.',
      },
    ])
  })

  test('is refused when it leads nowhere, and JSON can say it, too', () => {
    const flow = { name: 'late', start: 'bye', onHangUp: 'nowhere', steps: { bye: { kind: 'hang-up', says: 'Bye.' } } }
    expect(checkFlow(flowFromJson(JSON.stringify(flow)))).toMatchObject([
      { code: 'TARGET_MISSING', at: 'late/onHangUp' },
    ])
  })
})
