/**
 * Turns: sessions, the answers given, and what a turn left behind, committed together or not at all.
 *
 * Turns that arrive while a commit is under way wait and share the next one: one statement for all of them, so that a
 * busy line pays for one round trip and one flush instead of many.
 */
import { type CompiledQuery, sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Effect, Session } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'
import { effectsOf } from './effects/effects.ts'

/** What one turn changes. */
export interface FinishedTurn {
  /** The session after the turn; `session.turn - 1` is the turn that was taken. */
  readonly session: Session
  /** The step that took it. */
  readonly step: string
  readonly answer: string
  readonly at: Instant
  /** Whether nothing of this call was known before. */
  readonly isNewCall: boolean
  readonly effects: readonly Effect[]
}

export interface Turns {
  /** The session of a call, or undefined for a call nobody has met. */
  session(callSid: string): Promise<Session | undefined>
  /** The answer that was given in a turn, byte for byte. */
  answer(callSid: string, turn: number): Promise<string | undefined>
  /**
   * Commits a turn. `false` when the same turn had been committed before, here or in another process: then nothing of
   * this one is kept.
   */
  commit(turn: FinishedTurn): Promise<boolean>
  /** Whether {@link finish} has been done for a call. */
  isFinished(callSid: string): Promise<boolean>
  /**
   * Keeps what a call knows now that the caller is gone, once a call. `moved` when the call has taken a turn meanwhile:
   * nothing is kept then.
   */
  finish(session: Session, at: Instant): Promise<'first' | 'done-before' | 'moved'>
  /** Writes what became known between two turns. `false` when the call is not in that turn any more: nothing is kept. */
  amend(session: Session): Promise<boolean>
}

/** At most so many turns share a statement. */
const MOST_TOGETHER = 256
/** Stands among the turns for what is done once when the caller is gone; it is no turn and answers nothing. */
const FINISH = -1
/** Statements under way at once; PGlite has one connection, and one flush carries all who wait. */
const STATEMENTS_AT_ONCE = 1

interface Waiting {
  readonly turn: FinishedTurn
  readonly resolve: (isFirst: boolean) => void
  readonly reject: (error: unknown) => void
}

/** The turns of a database. */
export function createTurns({ db, schema }: OpenDatabase): Turns {
  const insert = commitStatement(schema)
  const waiting: Waiting[] = []
  let underWay = 0

  async function drain(): Promise<void> {
    underWay++
    // Requests that came in the same breath are let in first: they arrive one callback after the other.
    await new Promise<void>((turn) => setImmediate(turn))
    while (waiting.length > 0) {
      const batch = takeBatch(waiting)
      try {
        const fresh = await insert(db, batch)
        for (const { turn, resolve } of batch) resolve(fresh.has(keyOf(turn)))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    underWay--
  }

  return {
    async session(callSid) {
      const row = await db.selectFrom('sessions').select('state').where('call_sid', '=', callSid).executeTakeFirst()
      return row && JSON.parse(row.state)
    },
    async answer(callSid, turn) {
      const found = db.selectFrom('turns').select('answer').where('call_sid', '=', callSid).where('turn', '=', turn)
      return (await found.executeTakeFirst())?.answer
    },
    async isFinished(callSid) {
      const found = db.selectFrom('turns').select('turn').where('call_sid', '=', callSid).where('turn', '=', FINISH)
      return (await found.executeTakeFirst()) !== undefined
    },
    async finish({ callSid, step, turn, ...rest }, at) {
      const state = JSON.stringify({ callSid, step, turn, ...rest })
      return db.transaction().execute(async (transaction) => {
        const kept = await transaction
          .selectFrom('sessions')
          .select('turn')
          .where('call_sid', '=', callSid)
          .forUpdate()
          .executeTakeFirst()
        if (kept?.turn !== turn) return 'moved'
        const marked = await transaction
          .insertInto('turns')
          .values({ call_sid: callSid, turn: FINISH, step, answer: '', at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (!marked.numInsertedOrUpdatedRows) return 'done-before'
        await transaction.updateTable('sessions').set({ state }).where('call_sid', '=', callSid).execute()
        return 'first'
      })
    },
    commit(turn) {
      return new Promise((resolve, reject) => {
        waiting.push({ turn, resolve, reject })
        if (underWay < STATEMENTS_AT_ONCE) void drain()
      })
    },
    async amend(session) {
      const update = db.updateTable('sessions').set({ state: JSON.stringify(session) })
      const here = update.where('call_sid', '=', session.callSid).where('turn', '=', session.turn)
      return (await here.executeTakeFirst()).numUpdatedRows > 0
    },
  }
}

/** The longest run of waiting turns that may share a statement: never two of the same call. */
function takeBatch(waiting: Waiting[]): readonly Waiting[] {
  const calls = new Set<string>()
  let length = 0
  for (const { turn } of waiting) {
    if (length === MOST_TOGETHER || calls.has(turn.session.callSid)) break
    calls.add(turn.session.callSid)
    length++
  }
  return waiting.splice(0, length)
}

/** The statement of a batch. One without effects, which is nearly every one, costs a third of the one with. */
function commitStatement(schema: string) {
  const table = (name: string) => sql.id(schema, name)
  const keepTurns = (turns: string) => sql`
    incoming as (
      select * from json_to_recordset(${turns}::json) as row(
        call_sid text, turn integer, step text, answer text, at bigint, state text,
        is_new boolean, flow text, caller text, called text, started_at bigint)
    ), fresh as (
      insert into ${table('turns')} (call_sid, turn, step, answer, at)
      select call_sid, turn, step, answer, at from incoming
      on conflict do nothing returning call_sid, turn
    ), sessions as (
      insert into ${table('sessions')} as kept (call_sid, turn, state)
      select call_sid, turn + 1, state from incoming join fresh using (call_sid, turn)
      on conflict (call_sid) do update set turn = excluded.turn, state = excluded.state
    ), calls as (
      insert into ${table('calls')} (call_sid, flow, caller, called, status, started_at)
      select call_sid, flow, caller, called, 'in-progress', started_at
      from incoming join fresh using (call_sid, turn) where is_new
      on conflict do nothing
    )`

  const statement = (db: OpenDatabase['db'], turns: string, effects: ReturnType<typeof effectsOf>) =>
    sql<Fresh>`
      with ${sql.join([keepTurns(turns), ...effects], sql`, `)} select call_sid, turn from fresh`.compile(db)
  let plain: CompiledQuery<Fresh> | undefined
  /** Most turns have no effects and share one statement, which is put together once. */
  function withoutEffects(db: OpenDatabase['db']): CompiledQuery<Fresh> {
    plain ??= statement(db, '', [])
    return plain
  }

  return async (db: OpenDatabase['db'], batch: readonly Waiting[]): Promise<ReadonlySet<string>> => {
    const finished = batch.map(({ turn }) => turn)
    const turns = JSON.stringify(finished.map(rowOf))
    const effects = effectsOf(finished, table)
    const query = effects.length === 0 ? { ...withoutEffects(db), parameters: [turns] } : statement(db, turns, effects)
    const result = await db.executeQuery(query)
    return new Set(result.rows.map((row) => `${row.call_sid} ${row.turn}`))
  }
}

interface Fresh {
  readonly call_sid: string
  readonly turn: number
}

const keyOf = ({ session }: FinishedTurn) => `${session.callSid} ${session.turn - 1}`

function rowOf({ session, step, answer, at, isNewCall }: FinishedTurn) {
  return {
    call_sid: session.callSid,
    turn: session.turn - 1,
    step,
    answer,
    at,
    state: JSON.stringify(session),
    is_new: isNewCall,
    flow: session.flow,
    caller: session.from,
    called: session.to,
    started_at: session.startedAt,
  }
}
