/** What the store keeps of people who are reached, and of those who must not be: the same on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Effect, Session } from '../../src/flow/index.ts'
import type { NewReminder, ReminderPlace, Store } from '../../src/store/index.ts'
import { startPGlite, startPostgres, type TestDatabase } from './databases.ts'

const ANA = '+12025550123'
const LINE = '+12025550100'
const NOON = Date.UTC(2026, 0, 5, 12)
const TEXT = { sid: `SM${'1'.repeat(32)}`, channel: 'sms', from: ANA, to: LINE, files: 0, answer: '' } as const

const ROOT_CANAL: NewReminder = {
  campaign: 'clinic',
  externalId: 'a1',
  number: ANA,
  name: 'Ana',
  language: null,
  zone: null,
  appointmentAt: NOON + 1000,
  appointmentZone: 'America/New_York',
  data: { place: '1 Mill Road' },
}

describe.each([
  ['PGlite', startPGlite],
  ['PostgreSQL', startPostgres],
] as const)('the store on %s', (_name, start) => {
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await start()
  }, 120_000)
  afterAll(() => database?.stop())

  async function fresh() {
    store = await database.fresh()
    return { [Symbol.asyncDispose]: () => store.close() }
  }

  describe('who has said stop', () => {
    test('is kept with when, how and where, once while it stands', async () => {
      await using _ = await fresh()
      const stop = { number: ANA, scope: 'everything', source: 'key', at: 5, evidence: 'CA1', by: 'Ann' } as const
      expect(await store.suppressions.stop(stop)).toBe(true)
      expect(await store.suppressions.stop({ ...stop, at: 6 })).toBe(false)
      expect(await store.suppressions.history(ANA)).toEqual([
        {
          number: ANA,
          scope: 'everything',
          since: 5,
          source: 'key',
          by: 'Ann',
          evidence: 'CA1',
          wording: null,
          lifted: null,
        },
      ])
    })

    test('may be lifted, which stays in the history, and said again', async () => {
      await using _ = await fresh()
      const stop = { number: ANA, scope: 'everything', source: 'message', at: 5 } as const
      await store.suppressions.stop(stop)
      expect(await store.suppressions.allow({ number: ANA, source: 'staff', at: 4 })).toBe(false)
      expect(await store.suppressions.allow({ number: ANA, source: 'staff', at: 9, by: 'Ann' })).toBe(true)
      expect(await store.suppressions.allow({ number: ANA, source: 'staff', at: 9 })).toBe(false)
      expect(await store.suppressions.stop({ ...stop, at: 10 })).toBe(true)
      expect(await store.suppressions.history(ANA)).toMatchObject([
        { since: 5, lifted: { at: 9, source: 'staff', by: 'Ann' } },
        { since: 10, lifted: null },
      ])
    })

    test('a message that says it is kept with it, and the same message again changes nothing', async () => {
      await using _ = await fresh()
      const stop = { ...TEXT, text: 'STOP', at: 5, meaning: 'stop' }
      expect(await store.contacts.receive(stop, 'stop')).toBeUndefined()
      await store.suppressions.allow({ number: ANA, source: 'staff', at: 6 })
      expect(await store.contacts.receive({ ...stop, answer: 'Bye' }, 'stop')).toBe('')
      expect(await store.suppressions.history(ANA)).toMatchObject([{ evidence: TEXT.sid, lifted: { at: 6 } }])
    })

    test('until when messages to a line were read only grows, and it is known which of them are here', async () => {
      await using _ = await fresh()
      expect(await store.contacts.messagesReadUntil(LINE)).toBeUndefined()
      for (const until of [NOON, NOON + 5, NOON + 3]) await store.contacts.keepMessagesRead(LINE, until)
      expect(await store.contacts.messagesReadUntil(LINE)).toBe(NOON + 5)
      expect(await store.contacts.messagesReadUntil(`whatsapp:${LINE}`)).toBeUndefined()
      await store.contacts.receive({ ...TEXT, text: 'Hello', at: NOON, meaning: 'words' })
      expect(await store.contacts.receivedAmong([TEXT.sid, 'SM2'])).toEqual(new Set([TEXT.sid]))
      expect(await store.contacts.receivedAmong([])).toEqual(new Set())
    })

    test('lists of people who must not be called are kept by name', async () => {
      await using _ = await fresh()
      expect(await store.suppressions.addToDoNotCall('national', [ANA, LINE], 1)).toBe(2)
      expect(await store.suppressions.addToDoNotCall('national', [ANA], 2)).toBe(0)
      expect(await store.suppressions.isOnDoNotCall(ANA)).toBe(true)
      expect(await store.suppressions.isOnDoNotCall('+12025550124')).toBe(false)
    })

    test('an agreement is kept once', async () => {
      await using _ = await fresh()
      const consent = {
        channel: 'any',
        purpose: 'reminder',
        kind: 'express',
        at: 1,
        source: 'form',
        wording: 'Yes',
      } as const
      await store.suppressions.agree(ANA, consent)
      await store.suppressions.agree(ANA, consent)
      expect(await store.suppressions.consentsOf(ANA)).toEqual([consent])
    })
  })

  describe('the outbox', () => {
    const wish = { key: 'm1', channel: 'sms', purpose: 'reminder', to: ANA, from: LINE } as const

    test('a wish becomes one entry', async () => {
      await using _ = await fresh()
      const first = await store.outbox.claim(wish, 1)
      expect(await store.outbox.claim({ ...wish, to: LINE }, 2)).toEqual(first)
      expect(first).toMatchObject({ ...wish, state: 'claimed', at: 1, sid: null })
      expect(await store.outbox.findById(first.id)).toEqual(first)
      expect(await store.outbox.findById('nonsense')).toBeUndefined()
    })

    test('statuses count in the order of the way, not of their arrival', async () => {
      await using _ = await fresh()
      const { id } = await store.outbox.claim(wish, 1)
      await store.outbox.asking('m1', 2)
      // The callback is faster than the answer.
      await store.outbox.report({ id, sid: 'SM1', status: 'delivered', at: 5 })
      await store.outbox.placed('m1', 'SM1')
      await store.outbox.report({ id, sid: 'SM1', status: 'sent', at: 6 })
      expect(await store.outbox.find('m1')).toMatchObject({
        state: 'ended',
        status: 'delivered',
        sid: 'SM1',
        endedAt: 5,
      })
      await store.outbox.report({ sid: 'SM1', status: 'read', at: 7 })
      expect(await store.outbox.find('m1')).toMatchObject({ status: 'read' })
      // Somebody else's SID under our id is no report of this entry.
      await store.outbox.report({ id, sid: 'SM2', status: 'read', at: 8 })
      expect(await store.outbox.find('m1')).toMatchObject({ sid: 'SM1' })
    })

    test('only what may have reached somebody counts as a contact', async () => {
      await using _ = await fresh()
      const keys = ['m1', 'm2', 'm3', 'm4']
      for (const key of keys) await store.outbox.claim({ ...wish, key }, 1)
      for (const key of keys.slice(0, 3)) await store.outbox.asking(key, 10)
      await store.outbox.placed('m1', 'SM1')
      await store.outbox.placed('m2', 'SM2')
      await store.outbox.report({ sid: 'SM2', status: 'undelivered', errorCode: 30006, at: 20 })
      const contact = { at: 10, channel: 'sms', purpose: 'reminder' }
      const since = (since: number, exceptKey = 'm9') =>
        store.dossiers.dossier({ number: ANA, from: '+1', channel: 'sms', since, exceptKey })
      expect(await since(5)).toMatchObject({ contacts: [contact, contact], isLandline: true })
      expect(await since(5, 'm1')).toMatchObject({ contacts: [contact] })
      expect(await since(11)).toMatchObject({ contacts: [] })
    })

    test('a dossier has all that stands, and nothing that was lifted', async () => {
      await using _ = await fresh()
      const { suppressions, contacts, dossiers } = store
      const asked = { number: ANA, from: '+2', channel: 'whatsapp', since: 0, exceptKey: '' } as const
      const nothing = { stops: [], consents: [], contacts: [], isOnDoNotCallList: false, isLandline: false }
      expect(await dossiers.dossier(asked)).toEqual({ ...nothing, lastInboundAt: undefined, sender: undefined })

      const consent = {
        channel: 'any',
        purpose: 'reminder',
        kind: 'express',
        at: 1,
        source: 'form',
        wording: 'Yes',
      } as const
      await suppressions.agree(ANA, consent)
      await suppressions.stop({ number: ANA, scope: 'marketing', source: 'key', at: 2 })
      await suppressions.allow({ number: ANA, source: 'key', at: 3 })
      await suppressions.stop({ number: ANA, scope: 'everything', source: 'message', at: 4, evidence: 'SM1' })
      await suppressions.addToDoNotCall('national', [ANA], 5)
      const words = {
        channel: 'whatsapp',
        from: ANA,
        to: '+2',
        text: 'hello',
        files: 0,
        meaning: 'words',
        answer: '',
      } as const
      await contacts.receive({ ...words, sid: 'SM2', at: 6 })
      await contacts.receive({ ...words, sid: 'SM3', at: 7, to: '+3' })
      await contacts.setSender({ number: '+2', registration: 'registered', perSecond: 3, checkedAt: 8 })
      expect(await dossiers.dossier(asked)).toEqual({
        ...nothing,
        stops: [expect.objectContaining({ scope: 'everything', since: 4, source: 'message', lifted: null })],
        consents: [consent],
        isOnDoNotCallList: true,
        lastInboundAt: 6,
        sender: expect.objectContaining({ number: '+2', registration: 'registered', perSecond: 3, checkedAt: 8 }),
      })
    })

    test('a message that came back leaves again, under another SID, and what comes late of the first changes nothing', async () => {
      await using _ = await fresh()
      const { id } = await store.outbox.claim(wish, 1)
      await store.tasks.add({ key: 'm1', task: 'send-message', about: {}, at: 1 })
      await store.tasks.done('m1', 2)
      await store.outbox.giveTurn('m1', 2)
      await store.outbox.asking('m1', 2)
      await store.outbox.placed('m1', 'SM1')
      const cameBack = { id, sid: 'SM1', status: 'failed', errorCode: 30022, at: 3 } as const
      const queued = { state: 'claimed', sid: null, status: null, turnAt: null, askedAt: null }
      expect(await store.outbox.giveBack(cameBack)).toMatchObject(queued)
      expect(await store.tasks.find('m1')).toMatchObject({ state: 'due' })
      expect(await store.outbox.giveBack(cameBack)).toBeUndefined()
      expect(await store.outbox.report(cameBack)).toBeUndefined()
      // The answer to the first request may be the last to arrive.
      await store.outbox.placed('m1', 'SM1')
      expect(await store.outbox.find('m1')).toMatchObject(queued)
      expect(await store.outbox.isGivenBack('SM1')).toBe(true)
      expect(await store.outbox.knownAmong(['SM1', 'SM2'])).toEqual(new Set(['SM1']))
      await store.outbox.placed('m1', 'SM2')
      expect(await store.outbox.report({ ...cameBack, status: 'undelivered', at: 9 })).toBeUndefined()
      expect(await store.outbox.find('m1')).toMatchObject({ state: 'placed', sid: 'SM2' })
    })

    test('a message that came back costs nothing until it leaves again, and others of its campaign stay counted', async () => {
      await using _ = await fresh()
      const { id } = await store.outbox.claim(wish, 1)
      await store.outbox.asking('m1', 2)
      await store.outbox.placed('m1', 'SM1')
      const spent = async () => (await store.campaigns.find('clinic')).spent
      await store.campaigns.spend('clinic', { key: 'm0', amount: 5 }, 2)
      await store.campaigns.spend('clinic', { key: 'm1', amount: 7 }, 2)
      const cameBack = { id, sid: 'SM1', status: 'failed', errorCode: 30022, at: 3 } as const
      await store.outbox.giveBack(cameBack)
      await store.outbox.giveBack(cameBack)
      expect(await spent()).toBe(5)
      expect(await store.campaigns.spend('clinic', { key: 'm1', amount: 7 }, 4)).toBe(12)
      const all = Array.from({ length: 8 }, (_one, place) =>
        store.campaigns.spend('clinic', { key: `n${place % 4}`, amount: 1 }, 5),
      )
      await Promise.all(all)
      expect(await spent()).toBe(16)
    })

    test('a sender that is too fast pauses, is half as fast, and grows back', async () => {
      await using _ = await fresh()
      const paces = store.senderPaces
      const minute = 60_000
      expect(await paces.of(LINE, minute)).toEqual({ share: 1, heldUntil: 0 })
      await paces.slowDown(LINE, minute, 90_000)
      await paces.slowDown(LINE, minute + 1, 90_000)
      expect((await paces.of(LINE, minute)).share).toBe(0.5)
      expect(await store.contacts.takeTurn(LINE, minute, 800)).toBe(150_000)
      expect((await paces.of(LINE, 3 * minute)).share).toBeCloseTo(0.7)
      await paces.slowDown(LINE, 3 * minute, 0)
      expect((await paces.of(LINE, 3 * minute)).share).toBeCloseTo(0.35)
      expect((await paces.of(LINE, 30 * minute)).share).toBe(1)
    })

    test('a sender is held with its brand, and a day has room for so many segments', async () => {
      await using _ = await fresh()
      const { contacts, senderPaces: paces } = store
      const known = { registration: 'registered', perSecond: null, checkedAt: 1 } as const
      await contacts.setSender({ ...known, number: LINE, brand: 'BN1', dailySegments: 9 })
      await contacts.setSender({ ...known, number: ANA, brand: 'BN1' })
      expect(await contacts.sender(LINE)).toMatchObject({ brand: 'BN1', dailySegments: 9 })
      await paces.hold(LINE, 500)
      await paces.hold(ANA, 400)
      expect([await paces.of(LINE, 1), await paces.of(ANA, 1)]).toMatchObject([{ heldUntil: 500 }, { heldUntil: 500 }])
      const count = (segments: number) => paces.count(LINE, '2026-11-26', segments, 9)
      expect([await count(5), await count(5), await count(4), await count(1)]).toEqual([true, false, true, false])
      expect(await paces.count(LINE, '2026-11-27', 12, 9)).toBe(true)
    })

    test('senders take turns, and nobody jumps the line', async () => {
      await using _ = await fresh()
      const turns = [await store.contacts.takeTurn(LINE, 1000, 800), await store.contacts.takeTurn(LINE, 1000, 800)]
      expect([...turns, await store.contacts.takeTurn(LINE, 9000, 800)]).toEqual([1000, 1800, 9000])
    })
  })

  describe('what is said in a call', () => {
    const session: Session = {
      callSid: `CA${'1'.repeat(32)}`,
      flow: 'clinic',
      step: 'asking',
      turn: 2,
      tries: { silences: 0, mistakes: 0 },
      language: 'en-US',
      from: LINE,
      to: ANA,
      isOutbound: true,
      startedAt: NOON,
      isEnded: false,
      data: {},
    }
    const turn = (effects: readonly Effect[], at = NOON) =>
      store.turns.commit({
        session: { ...session, turn: at },
        step: 'asking',
        answer: '',
        at,
        isNewCall: false,
        effects,
      })

    test('counts with the turn: a stop, its end, and the answer to a reminder', async () => {
      await using _ = await fresh()
      const { id } = await store.reminders.put(ROOT_CANAL, 1)
      const planned = {
        campaign: 'clinic',
        channel: 'call',
        tries: 1,
        dueAt: NOON,
        notAfter: NOON + 1000,
        reminderId: id,
      } as const
      await store.reminders.plan([
        { ...planned, offset: 0 },
        { ...planned, offset: 1, dueAt: NOON + 1 },
      ])
      const [claimed] = await store.campaignWork.claim('clinic', NOON, 1000, 1)
      const attempt = claimed?.attempt
      await turn([{ kind: 'opted-out', number: ANA, source: 'key' }], 10)
      expect(await store.suppressions.history(ANA)).toMatchObject([{ source: 'key', evidence: session.callSid }])
      await turn([{ kind: 'opted-in', number: ANA, source: 'key' }], 11)
      expect(await store.suppressions.history(ANA)).toMatchObject([{ lifted: { at: 11 } }])
      const learnt = { kind: 'outcome-learned', reminderId: id, outcome: 'confirmed' } as const
      await turn([{ ...learnt, attemptId: attempt?.id ?? '' }], 12)
      expect(await store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'confirmed', outcomeAt: 12 })
      expect(await store.reminders.attemptsOf(id)).toMatchObject([{ state: 'claimed' }, { state: 'cancelled' }])
      await turn([{ ...learnt, attemptId: null, outcome: 'listened-no-response' }], 13)
      expect(await store.reminders.find(id)).toMatchObject({ outcome: 'confirmed' })
      expect(await store.reminders.outcomes(id)).toHaveLength(2)
    })
  })

  describe('reminders', () => {
    test('are listed from where a page ended, whatever was added meanwhile', async () => {
      await using _ = await fresh()
      const put = (externalId: string, at: number) =>
        store.reminders.put({ ...ROOT_CANAL, externalId, appointmentAt: at }, 1)
      const page = (after?: ReminderPlace) => store.reminders.list({ campaign: 'clinic', limit: 2, after })
      for (const externalId of ['b1', 'b2', 'b3']) await put(externalId, NOON)
      const first = await page()
      await put('a1', NOON - 1)
      await put('c1', NOON + 1)
      const second = await page(first.at(-1))
      expect(await page(second.at(-1))).toEqual([])
      const names = [...first, ...second].map(({ externalId }) => externalId)
      expect(names.toSorted()).toEqual(['b1', 'b2', 'b3', 'c1'])
    })

    const attempt = {
      campaign: 'clinic',
      channel: 'call',
      offset: 0,
      tries: 1,
      dueAt: NOON,
      notAfter: NOON + 1000,
    } as const

    test('handed in again they change, and only another time makes them new', async () => {
      await using _ = await fresh()
      const { id, change } = await store.reminders.put(ROOT_CANAL, 1)
      expect(change).toBe('new')
      expect(await store.reminders.put(ROOT_CANAL, 2)).toMatchObject({ id, change: 'same' })
      await store.reminders.learn({
        reminderId: id,
        attemptId: null,
        outcome: 'confirmed',
        at: 3,
        source: 'call',
        detail: null,
      })
      expect(await store.reminders.put({ ...ROOT_CANAL, name: 'Anna' }, 4)).toMatchObject({ id, change: 'changed' })
      expect(await store.reminders.find(id)).toMatchObject({ name: 'Anna', state: 'answered', outcome: 'confirmed' })
      await store.reminders.put({ ...ROOT_CANAL, appointmentAt: NOON + 9000 }, 5)
      expect(await store.reminders.find(id)).toMatchObject({ state: 'open', outcome: null })
    })

    test('one that is withdrawn has nothing planned any more', async () => {
      await using _ = await fresh()
      const { id } = await store.reminders.put(ROOT_CANAL, 1)
      await store.reminders.plan([{ ...attempt, reminderId: id }])
      expect(await store.reminders.withdraw('clinic', 'a1', 2)).toBe(true)
      expect(await store.reminders.withdraw('clinic', 'a1', 3)).toBe(false)
      expect(await store.reminders.attemptsOf(id)).toMatchObject([{ state: 'cancelled' }])
    })

    test('an attempt is planned once, and is his who takes it until his lease ends', async () => {
      await using _ = await fresh()
      const { id } = await store.reminders.put(ROOT_CANAL, 1)
      expect(await store.reminders.plan([{ ...attempt, reminderId: id }])).toBe(1)
      expect(await store.reminders.plan([{ ...attempt, reminderId: id }])).toBe(0)
      const work = store.campaignWork
      expect(await work.claim('clinic', NOON - 1, 50, 9)).toEqual([])
      expect(await work.agenda('clinic', NOON - 1)).toMatchObject({ nextDue: NOON, claimed: 0 })
      const [taken] = await work.claim('clinic', NOON, 50, 9)
      expect(taken).toMatchObject({ attempt: { state: 'claimed', begun: 1 }, reminder: { id, name: 'Ana' } })
      expect(await work.claim('clinic', NOON + 49, 50, 9)).toEqual([])
      expect(await work.claim('clinic', NOON + 50, 50, 9)).toMatchObject([{ attempt: { begun: 2 } }])
      const first = taken?.attempt.id ?? ''
      await work.release([first], NOON + 60)
      expect(await work.claim('clinic', NOON + 60, 50, 9)).toMatchObject([{ attempt: { begun: 2 } }])
      await store.reminders.placed(first, 'CA1')
      expect(await work.agenda('clinic', NOON + 60)).toMatchObject({
        underWay: 1,
        claimed: 0,
        unheardSince: NOON + 110,
      })
    })

    test('what is over is ended once, with what was learnt and what comes next', async () => {
      await using _ = await fresh()
      const work = store.campaignWork
      const { id } = await store.reminders.put(ROOT_CANAL, 1)
      await store.reminders.plan([{ ...attempt, reminderId: id }])
      const [taken] = await work.claim('clinic', NOON, 50, 9)
      const first = taken?.attempt.id ?? ''
      await store.outbox.claim(
        { key: `attempt/${first}`, channel: 'call', purpose: 'reminder', to: ANA, from: '+1' },
        NOON,
      )
      await store.outbox.asking(`attempt/${first}`, NOON)
      await store.outbox.placed(`attempt/${first}`, 'CA1')
      await store.reminders.placed(first, 'CA1')
      expect(await work.over('clinic', 9)).toEqual([])
      await store.outbox.report({ sid: 'CA1', status: 'busy', at: NOON + 5 })
      expect(await work.agenda('clinic', NOON + 60)).toMatchObject({ isSomeOver: true })
      const [over] = await work.over('clinic', 9)
      expect(over).toMatchObject({
        ...{ attempt: { id: first, sid: 'CA1' }, reminder: { id }, entry: { status: 'busy' } },
        ...{ said: [], hasSaidStop: false, all: [{ id: first }] },
      })

      const next = { ...attempt, reminderId: id, tries: 2, dueAt: NOON + 99 }
      const ended = { attempt: over?.attempt ?? expect.fail(), reason: null, isKept: false, next }
      expect(await work.end([{ ...ended, outcome: 'busy' }], NOON + 70)).toEqual([first])
      expect(await work.end([{ ...ended, outcome: 'failed', isKept: true }], NOON + 71)).toEqual([])
      expect(await store.reminders.outcomes(id)).toMatchObject([{ outcome: 'busy', attemptId: first, source: 'call' }])
      expect(await store.reminders.find(id)).toMatchObject({ state: 'open', outcome: 'busy', outcomeAt: NOON + 70 })
      expect(await store.tasks.take(['reminder-outcome'], NOON + 70, 50, 9)).toHaveLength(1)
      expect(await work.agenda('clinic', NOON + 71)).toMatchObject({ nextDue: NOON + 99, isSomeOver: false })
      expect(await work.situations([first])).toMatchObject([{ said: ['busy'], all: [{ tries: 1 }, { tries: 2 }] }])
      expect(await store.reminders.attempt(first)).toMatchObject({ state: 'ended', outcome: 'busy' })
    })

    test('an answer stops what else is planned, and a later ring that nobody heard takes nothing back', async () => {
      await using _ = await fresh()
      const { id } = await store.reminders.put(ROOT_CANAL, 1)
      await store.reminders.plan([
        { ...attempt, reminderId: id },
        { ...attempt, reminderId: id, offset: 1 },
      ])
      const learnt = { reminderId: id, attemptId: null, source: 'sms', detail: null } as const
      await store.reminders.learn({ ...learnt, outcome: 'confirmed', at: 5 })
      await store.reminders.learn({ ...learnt, outcome: 'no-answer', at: 6 })
      expect(await store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'confirmed' })
      await store.reminders.learn({ ...learnt, outcome: 'cancel-requested', at: 7 })
      await store.reminders.learn({ ...learnt, outcome: 'confirmed', at: 6 })
      expect(await store.reminders.find(id)).toMatchObject({ outcome: 'cancel-requested' })
      expect((await store.reminders.outcomes(id)).map(({ outcome }) => outcome)).toEqual([
        'confirmed',
        'no-answer',
        'cancel-requested',
        'confirmed',
      ])
      expect(await store.reminders.attemptsOf(id)).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }])
    })

    test('a campaign that was stopped does not run again', async () => {
      await using _ = await fresh()
      expect(await store.campaigns.find('clinic')).toMatchObject({ state: 'running', spent: 0 })
      expect(await store.campaigns.spend('clinic', { key: 'a', amount: 7 }, 1)).toBe(7)
      expect(await store.campaigns.spend('clinic', { key: 'b', amount: 5 }, 2)).toBe(12)
      expect(await store.campaigns.spend('clinic', { key: 'b', amount: 5 }, 3)).toBe(12)
      expect(await store.campaigns.spend('clinic', { key: 'c', amount: 9 }, 3)).toBe(21)
      await store.campaigns.unspend('c')
      await store.campaigns.unspend('c')
      expect(await store.campaigns.set('clinic', 'paused', 'lunch', 3)).toBe(true)
      expect(await store.campaigns.find('clinic')).toMatchObject({ state: 'paused', reason: 'lunch', spent: 12 })
      expect(await store.campaigns.set('clinic', 'stopped', null, 4)).toBe(true)
      expect(await store.campaigns.set('clinic', 'running', null, 5)).toBe(false)
    })
  })
})
