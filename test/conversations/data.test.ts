/** Steps that no caller hears: remembering, choosing by what is known, asking other systems, going through other flows. */
import {
  ask,
  branch,
  callFlow,
  defineFlow,
  flowFromJson,
  goBack,
  hangUp,
  lookup,
  menu,
  say,
  set,
} from 'hookswitch/flow'
import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

describe('a lookup', () => {
  const flowWith = (
    find: Parameters<typeof lookup>[0]['find'],
    more: { seconds?: number; cacheSeconds?: number } = {},
  ) =>
    defineFlow('account', {
      start: 'find',
      steps: {
        find: lookup({ find, results: { known: 'known', unknown: 'unknown' }, failed: 'broken', ...more }),
        known: hangUp((session) => `Hello ${session.data.name}.`),
        unknown: hangUp('We do not know you yet.'),
        broken: hangUp('Our books are closed.'),
      },
    })

  test('goes on by its result and remembers what was found', async () => {
    const flow = flowWith(async ({ from }) =>
      from === '+12025550199' ? { result: 'known', remember: { name: 'Ada' } } : { result: 'unknown' },
    )
    const { caller, anotherCaller } = await ringUp(flow)
    await caller.hears('Hello Ada.')
    await anotherCaller('+12025550198').hears('We do not know you yet.')
  })

  test.each([
    ['fails', async () => Promise.reject(new Error('no connection'))],
    ['gives a result nobody named', async () => ({ result: 'surprise' })],
  ])('that %s leads where failures lead', async (_what, find) => {
    const { caller } = await ringUp(flowWith(find))
    await caller.hears('Our books are closed.')
  })

  test('that takes long lets the caller hear something meanwhile, and goes on when it knows', async () => {
    let answer: (found: { result: string }) => void = () => {}
    const found = new Promise<{ result: string }>((resolve) => {
      answer = resolve
    })
    const { caller } = await ringUp(flowWith(() => found))
    await caller.hears('One moment, please.')
    answer({ result: 'unknown' })
    await caller.hears('We do not know you yet.')
    expect(caller.heard()).toEqual(['One moment, please.', 'We do not know you yet.'])
  })

  test('that takes too long is called off and leads where failures lead', async () => {
    let isCalledOff = false
    const find = (_session: unknown, signal: AbortSignal) =>
      new Promise<never>(() => {
        signal.addEventListener('abort', () => {
          isCalledOff = true
        })
      })
    const { caller } = await ringUp(flowWith(find, { seconds: 1 }))
    await caller.hears('Our books are closed.')
    expect(isCalledOff).toBe(true)
  })

  test('is not asked again for the same caller while its answer is fresh', async () => {
    let asked = 0
    const find = async () => {
      asked += 1
      return { result: 'unknown' }
    }
    const { caller, anotherCaller } = await ringUp(flowWith(find, { cacheSeconds: 60 }))
    await expect(caller).toHaveEnded()
    await expect(anotherCaller('+12025550199')).toHaveEnded()
    expect(asked).toBe(1)
  })

  test('is asked again for callers who withhold their numbers: they may be anybody', async () => {
    let asked = 0
    const find = async () => {
      asked += 1
      return { result: 'known', remember: { name: `caller ${asked}` } }
    }
    const { caller, anotherCaller } = await ringUp(flowWith(find, { cacheSeconds: 60 }))
    await expect(caller).toHaveEnded()
    await anotherCaller('+266696687').hears('Hello caller 2.')
    await anotherCaller('+266696687').hears('Hello caller 3.')
  })

  test('is asked again when the same caller has given another account', async () => {
    const flow = defineFlow('accounts', {
      start: 'account',
      steps: {
        account: ask({
          prompt: 'Your account, please.',
          for: { answer: 'digits', length: 4 },
          into: 'account',
          then: 'find',
          otherwise: 'no',
        }),
        find: lookup({
          find: async ({ data }) => ({ result: 'found', remember: { name: `owner of ${data.account}` } }),
          results: { found: 'found' },
          failed: 'no',
          cacheSeconds: 60,
        }),
        found: hangUp((session) => `Hello ${session.data.name}.`),
        no: hangUp('Good bye.'),
      },
    })
    const { caller, anotherCaller } = await ringUp(flow)
    await caller.hears('Your account, please.')
    caller.presses('1111')
    await caller.hears('If that is right, press 1.')
    caller.presses(1)
    await caller.hears('Hello owner of 1111.')
    const again = anotherCaller('+12025550199')
    await again.hears('Your account, please.')
    again.presses('2222')
    await again.hears('If that is right, press 1.')
    again.presses(1)
    await again.hears('Hello owner of 2222.')
  })

  test('that fails again and again is given a rest', async () => {
    let asked = 0
    const find = async () => {
      asked += 1
      throw new Error('no connection')
    }
    const { caller, anotherCaller } = await ringUp(flowWith(find))
    await expect(caller).toHaveEnded()
    for (let more = 0; more < 7; more++) await expect(anotherCaller(`+1202555019${more}`)).toHaveEnded()
    expect(asked).toBe(5)
  })
})

test('what is set decides the way at a branch, and flows of JSON can do the same', async () => {
  const flow = defineFlow('vip', {
    start: 'note',
    steps: {
      note: set({ tier: 'gold', old: null }, { then: 'choose' }),
      choose: branch({
        cases: [
          { when: { data: 'tier', is: ['platinum', 'diamond'] }, then: 'never' },
          { when: { from: '+44' }, then: 'never' },
          { when: { data: 'old', isSet: true }, then: 'never' },
          { when: ({ data }) => data.tier === 'gold', then: 'gold' },
        ],
        otherwise: 'never',
      }),
      gold: hangUp('Welcome back.'),
      never: hangUp('Who are you?'),
    },
  })
  const { caller } = await ringUp(flow)
  await caller.hears('Welcome back.')

  const stored = flowFromJson(
    JSON.stringify({
      name: 'stored',
      start: 'note',
      steps: {
        note: { kind: 'set', values: { tier: 'gold' }, then: 'choose' },
        choose: {
          kind: 'branch',
          cases: [{ when: { data: 'tier', is: 'gold' }, then: 'gold' }],
          otherwise: 'other',
        },
        gold: { kind: 'hang-up', says: 'Gold.' },
        other: { kind: 'hang-up', says: 'Other.' },
      },
    }),
  )
  await (await ringUp(stored)).caller.hears('Gold.')
})

describe('a flow that leads through another', () => {
  const identify = defineFlow('identify', {
    start: 'who',
    steps: {
      who: menu({
        prompt: 'Press 1 for yourself, 2 for somebody else.',
        choices: { 1: { label: 'yourself', then: 'self' }, 2: { label: 'somebody else', then: 'other' } },
        otherwise: 'other',
      }),
      self: set({ who: 'self' }, { then: 'back' }),
      other: set({ who: 'other' }, { then: 'back' }),
      back: goBack({ says: 'Thank you.' }),
    },
  })
  const desk = defineFlow('desk', {
    start: 'hello',
    steps: {
      hello: say('Hello.', { then: 'identify' }),
      identify: callFlow('identify', { then: 'told' }),
      told: hangUp((session) => `You call for ${session.data.who}.`),
    },
  })

  test('comes back with what it learned there', async () => {
    const { caller } = await ringUp(desk, { flows: [identify] })
    await caller.hears('Press 1 for yourself')
    caller.presses(1)
    await caller.hears('You call for self.')
    expect(caller.heard()).toEqual([
      'Hello.',
      'Press 1 for yourself, 2 for somebody else.',
      'Thank you.',
      'You call for self.',
    ])
  })

  test('alone, going back is a goodbye', async () => {
    const { caller } = await ringUp(identify)
    await caller.hears('Press 1')
    caller.presses(2)
    await caller.hears('Thank you.')
    await expect(caller).toHaveEnded()
  })
})
