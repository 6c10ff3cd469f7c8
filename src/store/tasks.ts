/**
 * Tasks: what is to be done outside a call, kept until it is done or given up.
 *
 * Whoever takes a task has it for the length of a lease; when he dies meanwhile, it falls due again for somebody else. So a
 * task is begun at least once, and `tries` says whether somebody has begun before.
 */
import type { Duration, Instant } from '../clock/clock.ts'
import type { Json } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'

/** Something to do. */
export interface Task {
  /** Tells it from all others, for ever. */
  readonly key: string
  /** What is to be done. */
  readonly task: string
  /** All there is to know to do it. */
  readonly about: Json
  /** How often somebody had begun before: 0 for a task nobody has touched. */
  readonly tries: number
}

/** The tasks of a database. Naming one that does not exist, or is over, changes nothing. */
export interface Tasks {
  /** Adds a task; false when one with this key is there already, also when it is over. */
  add(task: {
    readonly key: string
    readonly task: string
    readonly about: Json
    readonly at: Instant
  }): Promise<boolean>
  /**
   * Takes tasks whose time has come, oldest first: nobody else gets them before `now + lease`.
   *
   * @param kinds the kinds of tasks the taker can do
   * @param lease how long they are his, in milliseconds
   * @param limit how many at most
   */
  take(kinds: readonly string[], now: Instant, lease: Duration, limit: number): Promise<readonly Task[]>
  /** When the next of these kinds is due, undefined when none is. */
  nextDue(kinds: readonly string[]): Promise<Instant | undefined>
  done(key: string, at: Instant): Promise<void>
  /** It came to nothing for `reason` and is to be tried again at `at`. */
  tryAgain(key: string, at: Instant, reason: string): Promise<void>
  /** It was not its time yet: looked at again at `at`, and this does not count as a try. */
  postpone(key: string, at: Instant, reason: string): Promise<void>
  /** It comes to nothing for good. */
  giveUp(key: string, at: Instant, reason: string): Promise<void>
  /** What has become of a task. */
  find(
    key: string,
  ): Promise<{ readonly state: 'due' | 'done' | 'given-up'; readonly reason: string | null } | undefined>
}

/** The tasks of a database. */
export function createTasks({ db }: OpenDatabase): Tasks {
  const change = (key: string) => db.updateTable('tasks').where('key', '=', key).where('state', '=', 'due')
  return {
    async add({ key, task, about, at }) {
      const added = await db
        .insertInto('tasks')
        .values({ key, task, about: JSON.stringify(about), due_at: at, reason: null, ended_at: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async take(kinds, now, lease, limit) {
      if (kinds.length === 0) return []
      const due = db
        .selectFrom('tasks')
        .select('key')
        .where('state', '=', 'due')
        .where('task', 'in', kinds)
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('key')
        .limit(limit)
        .forUpdate()
        .skipLocked()
      const rows = await db
        .with('taken', () => due)
        .updateTable('tasks')
        .set(({ eb }) => ({ due_at: now + lease, tries: eb('tries', '+', 1) }))
        .where('key', 'in', ({ selectFrom }) => selectFrom('taken').select('taken.key'))
        .returning(['key', 'task', 'about', 'tries'])
        .execute()
      return rows.map((row) => ({ key: row.key, task: row.task, about: JSON.parse(row.about), tries: row.tries - 1 }))
    },
    async nextDue(kinds) {
      if (kinds.length === 0) return undefined
      const row = await db
        .selectFrom('tasks')
        .select(({ fn }) => fn.min('due_at').as('at'))
        .where('state', '=', 'due')
        .where('task', 'in', kinds)
        .executeTakeFirst()
      return row?.at ?? undefined
    },
    async done(key, at) {
      await change(key).set({ state: 'done', ended_at: at, reason: null }).execute()
    },
    async tryAgain(key, at, reason) {
      await change(key).set({ due_at: at, reason }).execute()
    },
    async postpone(key, at, reason) {
      await change(key)
        .set(({ eb }) => ({ due_at: at, reason, tries: eb('tries', '-', 1) }))
        .execute()
    },
    async giveUp(key, at, reason) {
      await change(key).set({ state: 'given-up', ended_at: at, reason }).execute()
    },
    async find(key) {
      return db.selectFrom('tasks').select(['state', 'reason']).where('key', '=', key).executeTakeFirst()
    },
  }
}
