/** What is kept of mailboxes, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { type Effect, newSession } from '../../src/flow/index.ts'
import type { Store } from '../../src/store/index.ts'
import { startPGlite, startPostgres, type TestDatabase } from './databases.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const RECORDING = `RE${'3'.repeat(32)}`
const SECOND = `RE${'4'.repeat(32)}`
const CALL = `CA${'1'.repeat(32)}`

describe.each([
  ['PGlite', startPGlite],
  ['PostgreSQL', startPostgres],
] as const)('mailboxes on %s', (_name, start) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await start()
  }, 120_000)
  afterAll(() => database?.stop())

  async function world() {
    const store = await database.fresh()
    let turn = 0
    return {
      store,
      /** Commits a turn of a call with these effects; false when it was committed before. */
      async take(effects: readonly Effect[], { again = false, callSid = CALL, at = NOON } = {}) {
        if (!again) turn += 1
        const session = {
          ...newSession('desk', 'x', 'en-US', { callSid, from: '+12025550199', to: '+12025550100', at }),
          turn,
        }
        return store.turns.commit({ session, step: 'x', answer: '', at, isNewCall: true, effects })
      },
      [Symbol.asyncDispose]: () => store.close(),
    }
  }
  const left = (more: Partial<Extract<Effect, { kind: 'message-left' }>> = {}): Effect => ({
    kind: 'message-left',
    mailbox: 'desk',
    recordingSid: RECORDING,
    seconds: 7,
    ...more,
  })
  const idOf = async (store: Store) => (await store.messages.list())[0]?.id ?? ''

  test('a message comes with its task, in either order of turn and callback, once', async () => {
    for (const order of ['turn first', 'callback first']) {
      await using here = await world()
      const { store } = here
      const report = () =>
        store.messages.report({ mailbox: 'desk', callSid: CALL, recordingSid: RECORDING, seconds: 7, at: NOON })
      if (order === 'callback first') await report()
      await here.take([left({ isUrgent: true, reviewUntil: NOON + 5 })])
      await report()
      expect(await here.take([left()], { again: true })).toBe(false)

      expect(await store.messages.inHand(RECORDING)).toMatchObject({
        isUrgent: true,
        reviewUntil: NOON + 5,
        called: '+12025550100',
      })
      expect(await store.messages.list()).toHaveLength(1)
      expect(await store.tasks.take(['message'], NOON, 1000, 10)).toEqual([
        { key: `message/${RECORDING}`, task: 'message', about: { mailbox: 'desk', recordingSid: RECORDING }, tries: 0 },
      ])
    }
  })

  test('a message whose caller has done wakes its task; so does the end of his call', async () => {
    for (const how of ['key', 'end of the call']) {
      await using here = await world()
      const { store } = here
      await here.take([left({ reviewUntil: NOON + minutes(3) })])
      await store.tasks.take(['message'], NOON, 1000, 10)
      await store.tasks.postpone(`message/${RECORDING}`, NOON + minutes(3), 'review')
      if (how === 'key') {
        await here.take([{ kind: 'message-reviewed', recordingSid: RECORDING, isUrgent: true, reviewUntil: null }])
      } else await store.messages.settle(CALL, NOON)
      expect(await store.tasks.nextDue(['message'])).toBe(NOON)
      expect(await store.messages.inHand(RECORDING)).toMatchObject({ reviewUntil: null, isUrgent: how === 'key' })
    }
  })

  test('another recording takes the place of the one before', async () => {
    await using here = await world()
    await here.take([left()])
    await here.take([
      { kind: 'recording-dismissed', recordingSid: RECORDING },
      left({ recordingSid: SECOND, seconds: 9 }),
    ])
    await here.store.messages.report({ mailbox: 'desk', callSid: CALL, recordingSid: RECORDING, seconds: 7, at: NOON })
    expect(await here.store.messages.list()).toMatchObject([{ recordingSid: SECOND, seconds: 9 }])
  })

  test('audio that comes after its recording was dismissed makes no message of it', async () => {
    await using here = await world()
    await here.take([{ kind: 'recording-dismissed', recordingSid: RECORDING }])
    await here.store.recordings.keep(RECORDING, 'a.wav', 4)
    expect(await here.store.recordings.find(RECORDING)).toEqual({ state: 'dismissed', file: 'a.wav' })
  })

  test('messages are heard, removed and taken back only in their own mailbox', async () => {
    await using here = await world()
    const { store } = here
    await here.take([left()])
    const messageId = await idOf(store)
    const change = (kind: 'heard' | 'removed' | 'restored', mailbox = 'desk') =>
      here.take([{ kind: 'message-changed', mailbox, messageId, change: kind }])
    await change('removed', 'another')
    expect(await store.messages.toListenTo('desk')).toEqual([{ id: messageId, isNew: true, isUrgent: false }])
    await change('removed')
    expect(await store.messages.toListenTo('desk')).toEqual([])
    expect(await store.messages.findIn('desk', messageId)).toMatchObject({ isRemoved: true })
    expect(await store.messages.findIn('another', messageId)).toBeUndefined()
    expect(await store.messages.findIn('desk', 'nonsense')).toBeUndefined()
    await change('restored')
    expect(await store.messages.toListenTo('desk')).toEqual([{ id: messageId, isNew: false, isUrgent: false }])
  })

  test('new messages come before saved ones, and urgent ones that are new before all', async () => {
    await using here = await world()
    const { store } = here
    for (const [index, isUrgent] of [false, true, false, true].entries()) {
      await here.take([left({ recordingSid: `RE${String(index).repeat(32)}`, isUrgent })], { at: NOON + index })
    }
    const all = await store.messages.list()
    expect(all.map(({ at }) => at - NOON)).toEqual([3, 1, 2, 0])
    await store.messages.setHeard(all[0]?.id ?? '', true)
    expect((await store.messages.list()).map(({ at }) => at - NOON)).toEqual([1, 3, 2, 0])
    const listed = await store.messages.toListenTo('desk')
    const places = listed.map(({ id }) => (all.find((one) => one.id === id)?.at ?? 0) - NOON)
    expect(places).toEqual([1, 0, 2, 3])
  })

  test('a text belongs to its recording, before the message or after it, and the first one stays', async () => {
    await using here = await world()
    const { store } = here
    await store.transcripts.fail(RECORDING, NOON)
    await store.transcripts.keep(RECORDING, 'Hello', NOON)
    await store.transcripts.keep(RECORDING, 'Something else', NOON)
    await store.transcripts.fail(RECORDING, NOON)
    await here.take([left()])
    expect(await store.messages.list()).toMatchObject([{ transcript: 'Hello' }])
    await store.transcripts.fail(SECOND, NOON)
    await here.take([left({ recordingSid: SECOND })])
    expect(await store.messages.inHand(SECOND)).toMatchObject({ transcript: null, transcription: 'failed' })
  })

  test('greetings are kept, chosen, replaced and given back', async () => {
    await using here = await world()
    const { store } = here
    expect(await store.greetings.of('desk')).toEqual({ plays: 'by-hours', files: {} })
    const keep = (recordingSid: string | null): Effect => ({
      kind: 'greeting-kept',
      mailbox: 'desk',
      greeting: 'standard',
      recordingSid,
    })
    await here.take([{ kind: 'recording-announced', recordingSid: RECORDING }, keep(RECORDING)])
    expect((await store.greetings.of('desk')).files).toEqual({})
    await store.recordings.keep(RECORDING, 'a.wav', 4)
    expect((await store.greetings.of('desk')).files).toEqual({ standard: 'a.wav' })
    await store.greetings.keep('desk', 'standard', 'b.mp3', NOON)
    await here.take([{ kind: 'greeting-chosen', mailbox: 'desk', plays: 'after-hours' }])
    expect(await store.greetings.of('desk')).toEqual({ plays: 'after-hours', files: { standard: 'b.mp3' } })
    await here.take([keep(null)])
    await store.greetings.choose('desk', 'standard')
    expect(await store.greetings.of('desk')).toEqual({ plays: 'standard', files: {} })
    expect(await store.greetings.remove('desk', 'standard')).toBe(false)
  })

  test('many turns with all kinds of effects share a statement', async () => {
    await using here = await world()
    const { store } = here
    const calls = ['5', '6', '7', '8'].map((digit) => `CA${digit.repeat(32)}`)
    await Promise.all(
      calls.map((callSid, index) =>
        here.take(
          [
            left({ recordingSid: `RE${String(index + 5).repeat(32)}` }),
            { kind: 'greeting-chosen', mailbox: 'desk', plays: 'standard' },
            { kind: 'greeting-kept', mailbox: 'desk', greeting: 'standard', recordingSid: null },
            { kind: 'hours-overridden', flow: 'office', step: 'door', override: { isOpen: false, until: NOON } },
            { kind: 'pin-proved', subjects: ['mailbox:desk'] },
            { kind: 'recording-announced', recordingSid: SECOND },
          ],
          { callSid },
        ),
      ),
    )
    expect(await store.messages.list()).toHaveLength(4)
    expect(await store.overrides.find('office', 'door')).toEqual({ isOpen: false, until: NOON })
    await here.take([{ kind: 'hours-overridden', flow: 'office', step: 'door', override: null }])
    expect(await store.overrides.find('office', 'door')).toBeUndefined()
  })

  test('five tries of a caller are let through, however many come at once, and then longer and longer none', async () => {
    await using here = await world()
    const { store } = here
    let mailbox = 0
    // Each time another mailbox, so that only his own limit counts.
    const begin = (at = NOON, caller = 'Ann') => store.pinTries.begin([`mailbox:${mailbox++}`, `caller:${caller}`], at)
    const many = await Promise.all(Array.from({ length: 20 }, () => begin()))
    expect(many.filter((until) => until === undefined)).toHaveLength(5)
    expect(await begin()).toBe(NOON + minutes(1))
    expect(await begin(NOON, 'Bob')).toBeUndefined()
    let at = NOON + minutes(1)
    for (const lasts of [5, 15, 60, 240, 1440, 1440]) {
      for (let time = 0; time < 5; time++) expect(await begin(at)).toBeUndefined()
      expect(await begin(at)).toBe(at + minutes(lasts))
      at += minutes(lasts)
    }
    await begin(at)
    await here.take([{ kind: 'pin-proved', subjects: ['mailbox:desk', 'caller:Ann'] }])
    for (let time = 0; time < 5; time++) expect(await begin(at)).toBeUndefined()
    expect(await begin(at)).toBe(at + minutes(1))
  })

  test('twenty-five tries of all callers together are let through, and then nobody’s', async () => {
    await using here = await world()
    const { store } = here
    const begin = (caller: number) => store.pinTries.begin(['mailbox:desk', `caller:${caller}`], NOON)
    const many = await Promise.all(Array.from({ length: 40 }, (_, caller) => begin(caller)))
    expect(many.filter((until) => until === undefined)).toHaveLength(25)
    expect(await begin(99)).toBe(NOON + minutes(1))
    // Another mailbox is open to somebody who was not among them.
    expect(await store.pinTries.begin(['mailbox:other', 'caller:99'], NOON)).toBeUndefined()
  })

  test('the last good copy of a calendar stays when another cannot be had', async () => {
    await using here = await world()
    const { holidayFeeds } = here.store
    expect(await holidayFeeds.find('a')).toBeUndefined()
    await holidayFeeds.miss('a', 'it answered 500')
    expect(await holidayFeeds.find('a')).toEqual({ holidays: undefined, fetchedAt: null, reason: 'it answered 500' })
    const holidays = [{ date: '2026-12-25', name: 'Christmas' }]
    await holidayFeeds.keep('a', holidays, NOON)
    await holidayFeeds.miss('a', 'it answered 503')
    expect(await holidayFeeds.find('a')).toEqual({ holidays, fetchedAt: NOON, reason: 'it answered 503' })
  })
})
