import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../src/flow/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import { type FinishedTurn, openStore, type Store } from '../../src/store/index.ts'
import { startPGlite, startPostgres, type TestDatabase } from './databases.ts'

const CALL = `CA${'1'.repeat(32)}`
const OTHER = `CA${'2'.repeat(32)}`
const RECORDING = `RE${'3'.repeat(32)}`
const NOON = Date.UTC(2026, 0, 5, 12)

describe.each([
  ['PGlite', startPGlite],
  ['PostgreSQL', startPostgres],
] as const)('the store on %s', (_name, start) => {
  let database: TestDatabase
  let store: Store
  let schemas = 0

  beforeAll(async () => {
    database = await start()
  }, 120_000)
  afterAll(() => database?.stop())

  const fresh = async () => {
    store = await database.fresh()
    return store
  }

  describe('tasks', () => {
    const text = { key: 'text/1', task: 'text', about: { to: 'Ann', words: ['é', null] }, at: NOON }
    const take = (at = NOON) => store.tasks.take(['text', 'mail'], at, 1000, 10)

    test('a task that a turn leaves is there when the turn is, and once', async () => {
      await using _ = closing(await fresh())
      const { at: _at, ...task } = text
      const left = turnOf(CALL, 1, { effects: [{ kind: 'task-due', ...task }] })
      await store.turns.commit(left)
      await store.turns.commit(turnOf(OTHER, 1, { effects: [{ kind: 'task-due', ...task }] }))

      expect(await take()).toEqual([{ ...task, tries: 0 }])
      expect(await store.turns.commit(left)).toBe(false)
      expect(await take()).toEqual([])
    })

    test('a task is taken when it is due, by whoever can do it', async () => {
      await using _ = closing(await fresh())
      expect(await store.tasks.add({ ...text, at: NOON + 5 })).toBe(true)
      expect(await store.tasks.add(text)).toBe(false)

      expect(await take()).toEqual([])
      expect(await store.tasks.nextDue(['text'])).toBe(NOON + 5)
      expect(await store.tasks.nextDue(['mail'])).toBeUndefined()
      expect(await store.tasks.take(['mail'], NOON + 5, 1000, 10)).toEqual([])
      expect(await take(NOON + 5)).toHaveLength(1)
    })

    test('whoever dies over a task loses it to the next', async () => {
      await using _ = closing(await fresh())
      await store.tasks.add(text)
      await take()

      expect(await take(NOON + 999)).toEqual([])
      expect(await take(NOON + 1000)).toMatchObject([{ key: 'text/1', tries: 1 }])
    })

    test('many who take at once share the work', async () => {
      await using _ = closing(await fresh())
      for (let n = 0; n < 20; n++) await store.tasks.add({ ...text, key: `text/${n}` })

      const taken = await Promise.all(Array.from({ length: 8 }, () => store.tasks.take(['text'], NOON, 1000, 5)))

      const keys = taken.flat().map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
      const rest = await store.tasks.take(['text'], NOON, 1000, 20)
      expect(keys.length + rest.length).toBe(20)
    })

    test('a task that is over stays over', async () => {
      await using _ = closing(await fresh())
      await store.tasks.add(text)
      await store.tasks.add({ ...text, key: 'text/2' })
      await store.tasks.done('text/1', NOON)
      await store.tasks.giveUp('text/2', NOON, 'no such number')
      await store.tasks.tryAgain('text/1', NOON, 'late')

      expect(await take()).toEqual([])
      expect(await store.tasks.find('text/1')).toEqual({ state: 'done', reason: null })
      expect(await store.tasks.find('text/2')).toEqual({ state: 'given-up', reason: 'no such number' })
      expect(await store.tasks.find('text/3')).toBeUndefined()
    })
  })

  describe('turns', () => {
    test('a session and its answer come back as they were committed', async () => {
      await using _ = closing(await fresh())
      const turn = turnOf(CALL, 1, { answer: '<Response>“é”</Response>', data: { choice: 'sales', nested: [1, null] } })

      expect(await store.turns.commit(turn)).toBe(true)

      expect(await store.turns.session(CALL)).toEqual(turn.session)
      expect(await store.turns.answer(CALL, 0)).toBe('<Response>“é”</Response>')
    })

    test('a call nobody has met has neither session nor answer', async () => {
      await using _ = closing(await fresh())
      expect(await store.turns.session(CALL)).toBeUndefined()
      expect(await store.turns.answer(CALL, 0)).toBeUndefined()
    })

    test('the same turn committed again changes nothing', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { answer: 'first' }))

      expect(await store.turns.commit(turnOf(CALL, 1, { answer: 'second', effects: [messageLeft()] }))).toBe(false)

      expect(await store.turns.answer(CALL, 0)).toBe('first')
      expect(await store.messages.list()).toEqual([])
    })

    test('of the same turn taken twice at once exactly one counts', async () => {
      await using _ = closing(await fresh())
      const answers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

      const firsts = await Promise.all(answers.map((answer) => store.turns.commit(turnOf(CALL, 1, { answer }))))

      expect(firsts.filter(Boolean)).toHaveLength(1)
      expect(await store.turns.answer(CALL, 0)).toBe(answers[firsts.indexOf(true)])
    })

    test('hundreds of calls at once are all kept', async () => {
      await using _ = closing(await fresh())
      const calls = Array.from({ length: 600 }, (_, index) => `CA${String(index).padStart(32, '0')}`)

      const firsts = await Promise.all(
        calls.map((callSid) => store.turns.commit(turnOf(callSid, 1, { answer: callSid }))),
      )

      expect(firsts.every(Boolean)).toBe(true)
      const answers = await Promise.all(calls.map((callSid) => store.turns.answer(callSid, 0)))
      expect(answers).toEqual(calls)
    })

    test('a later turn replaces the session and keeps the earlier answers', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { answer: 'one' }))
      await store.turns.commit(turnOf(CALL, 2, { answer: 'two' }))

      expect((await store.turns.session(CALL))?.turn).toBe(2)
      expect(await store.turns.answer(CALL, 0)).toBe('one')
      expect(await store.turns.answer(CALL, 1)).toBe('two')
    })

    test('a commit that fails fails for its callers only, and the next one works', async () => {
      await using _ = closing(await fresh())
      const impossible = turnOf(CALL, 1, { answer: 'text with \u0000 in it' })

      await expect(store.turns.commit(impossible)).rejects.toThrow()

      expect(await store.turns.commit(turnOf(OTHER, 1, { answer: 'fine' }))).toBe(true)
      expect(await store.turns.session(CALL)).toBeUndefined()
    })
  })

  describe('messages', () => {
    test('a message is committed together with its turn', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))

      expect(await store.messages.list()).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          mailbox: 'front-desk',
          from: '+12025550199',
          callSid: CALL,
          recordingSid: RECORDING,
          at: NOON,
          seconds: 7,
          status: 'waiting-for-audio',
          isHeard: false,
          isUrgent: false,
          transcript: null,
        },
      ])
    })

    test.each(['turn first', 'callback first'])(
      'reported by turn and callback, it is there once (%s)',
      async (order) => {
        await using _ = closing(await fresh())
        const byTurn = () => store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))
        const byCallback = () =>
          store.messages.report({ mailbox: 'front-desk', callSid: CALL, recordingSid: RECORDING, seconds: 7, at: NOON })
        await (order === 'turn first' ? byTurn() : byCallback())
        await (order === 'turn first' ? byCallback() : byTurn())
        await byCallback()

        expect(await store.messages.list()).toHaveLength(1)
      },
    )

    test.each(['turn first', 'callback first'])('a recording of silence becomes no message (%s)', async (order) => {
      await using _ = closing(await fresh())
      const dismissed = { kind: 'recording-dismissed', recordingSid: RECORDING } as const
      const byTurn = () => store.turns.commit(turnOf(CALL, 1, { effects: [dismissed] }))
      const byCallback = () =>
        store.messages.report({ mailbox: 'front-desk', callSid: CALL, recordingSid: RECORDING, seconds: 5, at: NOON })
      await (order === 'turn first' ? byTurn() : byCallback())
      await (order === 'turn first' ? byCallback() : byTurn())

      expect(await store.messages.list()).toEqual([])
      expect(await store.recordings.due(NOON)).toEqual([])
    })

    test('messages are listed newest first, by mailbox, without removed ones', async () => {
      await using _ = closing(await fresh())
      for (const [index, mailbox] of ['sales', 'front-desk', 'sales'].entries()) {
        const recordingSid = `RE${String(index).repeat(32)}`
        await store.messages.report({ mailbox, callSid: CALL, recordingSid, seconds: index, at: NOON + index })
      }
      const [newest] = await store.messages.list()

      expect((await store.messages.list({ mailbox: 'sales' })).map(({ seconds }) => seconds)).toEqual([2, 0])
      expect(await store.messages.remove(newest?.id ?? '', NOON)).toBe(true)
      expect((await store.messages.list()).map(({ seconds }) => seconds)).toEqual([1, 0])
      expect(await store.messages.find(newest?.id ?? '')).toBeUndefined()
    })

    test('a message is heard once somebody says so', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))
      const [message] = await store.messages.list()

      expect(await store.messages.setHeard(message?.id ?? '', true)).toBe(true)

      expect((await store.messages.find(message?.id ?? ''))?.isHeard).toBe(true)
    })

    test.each(['nonsense', "'; drop table messages; --", '00000000-0000-0000-0000-000000000000'])(
      'an id that names no message (%s) finds nothing and breaks nothing',
      async (id) => {
        await using _ = closing(await fresh())
        expect(await store.messages.find(id)).toBeUndefined()
        expect(await store.messages.setHeard(id, true)).toBe(false)
        expect(await store.messages.remove(id, NOON)).toBe(false)
      },
    )
  })

  describe('recordings', () => {
    test('one that is announced is due until it is kept', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))
      expect(await store.recordings.due(NOON)).toEqual([{ recordingSid: RECORDING, callSid: CALL, tries: 0 }])

      await store.recordings.keep(RECORDING, 'a.wav', 1234)

      expect(await store.recordings.due(NOON)).toEqual([])
      expect(await store.recordings.file(RECORDING)).toBe('a.wav')
      expect((await store.messages.list())[0]?.status).toBe('saved')
    })

    test('one that could not be fetched is due again later, not before', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))

      await store.recordings.tryAgain(RECORDING, NOON + 1000)

      expect(await store.recordings.due(NOON + 999)).toEqual([])
      expect(await store.recordings.nextDue()).toBe(NOON + 1000)
      expect(await store.recordings.due(NOON + 1000)).toEqual([{ recordingSid: RECORDING, callSid: CALL, tries: 1 }])
    })

    test('one that is given up is told as lost', async () => {
      await using _ = closing(await fresh())
      await store.turns.commit(turnOf(CALL, 1, { effects: [messageLeft()] }))

      await store.recordings.giveUp(RECORDING)

      expect(await store.recordings.nextDue()).toBeUndefined()
      expect((await store.messages.list())[0]?.status).toBe('audio-lost')
    })
  })

  describe('the end of a call', () => {
    test('is kept once, and leaves the turns as they were', async () => {
      await using _ = closing(await fresh())
      const turn = turnOf(CALL, 1, { answer: 'first' })
      await store.turns.commit(turn)
      expect(await store.turns.isFinished(CALL)).toBe(false)
      const last = { ...turn.session, isEnded: true, data: { outcome: 'lost' } }

      const other = { ...last, data: {} }
      const ends = await Promise.all([store.turns.finish(last, NOON), store.turns.finish(other, NOON)])

      expect(ends.toSorted()).toEqual(['done-before', 'first'])
      expect(await store.turns.isFinished(CALL)).toBe(true)
      // Two connections race for a call, and either may win; what the other one brought is not kept.
      expect(await store.turns.session(CALL)).toEqual(ends[0] === 'first' ? last : other)
      expect(await store.turns.answer(CALL, 0)).toBe('first')
    })

    test('is not kept of a session that is old, or of nobody', async () => {
      await using _ = closing(await fresh())
      const old = turnOf(CALL, 1, {})
      await store.turns.commit(old)
      await store.turns.commit(turnOf(CALL, 2, {}))
      expect(await store.turns.finish(old.session, NOON)).toBe('moved')
      expect(await store.turns.isFinished(CALL)).toBe(false)
      expect(await store.turns.finish(turnOf(OTHER, 1, {}).session, NOON)).toBe('moved')
    })
  })

  describe('opening hours', () => {
    test('are set aside by hand, otherwise, and no longer', async () => {
      await using _ = closing(await fresh())
      expect(await store.overrides.find('acme', 'door')).toBeUndefined()
      await store.overrides.set('acme', 'door', { isOpen: false, until: NOON })
      expect(await store.overrides.find('acme', 'door')).toEqual({ isOpen: false, until: NOON })
      await store.overrides.set('acme', 'door', { isOpen: true, until: null })
      expect(await store.overrides.find('acme', 'door')).toEqual({ isOpen: true, until: null })
      expect(await store.overrides.find('acme', 'gate')).toBeUndefined()
      await store.overrides.set('acme', 'door', undefined)
      expect(await store.overrides.find('acme', 'door')).toBeUndefined()
    })
  })

  describe('transactions', () => {
    /** Two tables of the store's own, in a schema of their own. */
    const opened = async () => openDatabase(database.place, `store_${++schemas}`)
    const sender = (number: string) =>
      ({ number, registration: 'registered', per_second: null, checked_at: NOON }) as const

    test('take nothing back of what is written beside them', async () => {
      const { db, close } = await opened()
      let beside: Promise<unknown> = Promise.resolve()
      const failing = db.transaction().execute(async (transaction) => {
        await transaction.insertInto('senders').values(sender('+1')).execute()
        beside = db.insertInto('senders').values(sender('+2')).execute()
        await Promise.race([beside, transaction.selectFrom('senders').selectAll().execute()])
        throw new Error('thought better of it')
      })
      await expect(failing).rejects.toThrow('thought better of it')
      await beside
      expect(await db.selectFrom('senders').select('number').execute()).toEqual([{ number: '+2' }])
      await close()
    })

    test('that begin in the same moment do not get in each other’s way', async () => {
      const { db, close } = await opened()
      const results = await Promise.allSettled(
        ['+1', '+2', '+3', '+4'].map((number, place) =>
          db.transaction().execute(async (transaction) => {
            await transaction.insertInto('senders').values(sender(number)).execute()
            if (place % 2 === 1) throw new Error('thought better of it')
          }),
        ),
      )
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
      const kept = await db.selectFrom('senders').select('number').orderBy('number').execute()
      expect(kept).toEqual([{ number: '+1' }, { number: '+3' }])
      await close()
    })

    test('are gone after a mistake in them, and the next ones work', async () => {
      const { db, close } = await opened()
      const broken = db.transaction().execute(async (transaction) => {
        await transaction.insertInto('senders').values(sender('+1')).execute()
        await transaction.insertInto('senders').values(sender('+1')).execute()
      })
      await expect(broken).rejects.toMatchObject({ code: '23505' })
      expect(await db.selectFrom('senders').select('number').execute()).toEqual([])
      await close()
    })
  })

  describe('opening', () => {
    test('twice at the same moment migrates once', async () => {
      const schema = `store_${++schemas}`
      const stores = await Promise.all([openStore(database.place, schema), openStore(database.place, schema)])
      expect(await stores[0]?.turns.commit(turnOf(CALL, 1, {}))).toBe(true)
      expect(await stores[1]?.turns.session(CALL)).toBeDefined()
      await Promise.all(stores.map((one) => one.close()))
    })

    test('a database from a newer version is refused and left as it is', async () => {
      const schema = `store_${++schemas}`
      const { db, close } = await openDatabase(database.place, schema)
      const table = sql.table(`${schema}.hookswitch_migrations`)
      await sql`insert into ${table} (name, timestamp) values ('9999-from-the-future', '2030-01-01')`.execute(db)
      await close()

      await expect(openStore(database.place, schema)).rejects.toThrow(
        'This database was changed by a newer version of Hookswitch (9999-from-the-future). Start that version, or restore a backup from before the upgrade; nothing was touched.',
      )
    })
  })
})

test('a database that does not answer is told without its password', async () => {
  const opening = openStore({ kind: 'postgres', url: 'postgres://me:very-secret@127.0.0.1:1/none' })
  await expect(opening).rejects.toThrow(/^The database in DATABASE_URL cannot be used: .*ECONNREFUSED/)
  await expect(openStore({ kind: 'postgres', url: 'postgres://me:very-secret@127.0.0.1:1/none' })).rejects.not.toThrow(
    /very-secret/,
  )
})

interface TurnParts {
  readonly answer?: string
  readonly data?: Session['data']
  readonly effects?: FinishedTurn['effects']
}

function turnOf(
  callSid: string,
  turn: number,
  { answer = '<Response/>', data = {}, effects = [] }: TurnParts,
): FinishedTurn {
  const session: Session = {
    callSid,
    flow: 'acme',
    step: 'welcome',
    turn,
    tries: { silences: 0, mistakes: 0 },
    language: 'en-US',
    from: '+12025550199',
    to: '+12025550100',
    startedAt: NOON,
    isEnded: false,
    data,
  }
  return { session, step: 'welcome', answer, at: NOON, isNewCall: turn === 1, effects }
}

const messageLeft = () =>
  ({ kind: 'message-left', mailbox: 'front-desk', recordingSid: RECORDING, seconds: 7 }) as const
const closing = (store: Store): AsyncDisposable => ({ [Symbol.asyncDispose]: () => store.close() })
