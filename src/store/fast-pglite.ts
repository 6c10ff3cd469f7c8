/**
 * PGlite, asked as a server is: a query goes there and back once.
 *
 * PGlite's own `query` makes five trips of it and asks for the types of the parameters first; here all messages of a query
 * travel together, values travel as text, as `pg` sends them to a server, and statements are prepared once and used again.
 * What comes back is read by the same functions as from a server. Decision 0020.
 */
import { type PGlite, protocol } from '@electric-sql/pglite'
import pg from 'pg'
import { createTidying } from './tidying.ts'

/** The part of a PGlite that Kysely uses. */
export type Queryable = Pick<PGlite, 'query' | 'transaction' | 'closed' | 'ready' | 'waitReady' | 'close'>

interface Answer {
  readonly rows: Record<string, unknown>[]
  readonly fields: { readonly name: string; readonly dataTypeID: number }[]
  readonly affectedRows: number
}

/**
 * Once an instance: plans of prepared statements do not look at their values, which takes longer than most queries; and a plan
 * from when a table was empty does not read it through when it is full.
 */
export async function prepareForStatements(pglite: PGlite): Promise<void> {
  await pglite.exec('set plan_cache_mode = force_generic_plan; set enable_seqscan = off')
}

/** The same database, with a faster `query`; everything else is left as it is. */
export function fastPGlite(pglite: PGlite): Queryable {
  const ask = (sql: string, values: readonly unknown[] = []) => pglite.runExclusive(() => askOnce(pglite, sql, values))
  const tidy = createTidying(pglite)
  return {
    get closed() {
      return pglite.closed
    },
    get ready() {
      return pglite.ready
    },
    waitReady: pglite.waitReady,
    close: () => pglite.close(),
    // Waits for a transaction of somebody else, as the original does.
    query: (async (sql: string, values?: unknown[]) => {
      tidy()
      return pglite._runExclusiveTransaction(() => ask(sql, values))
    }) as PGlite['query'], // rows are what the caller says
    transaction: (work) =>
      pglite.transaction((transaction) =>
        work({ ...transaction, query: ask as typeof transaction.query, closed: transaction.closed }),
      ),
  }
}

async function askOnce(pglite: PGlite, sql: string, values: readonly unknown[]): Promise<Answer> {
  const { serialize } = protocol
  const statements = statementsOf(pglite)
  const { name, isNew, isFirst } = statements.use(sql)
  const { messages } = await pglite.execProtocol(
    Buffer.concat([
      ...(isFirst ? [serialize.query('deallocate all')] : []),
      ...(isNew ? [serialize.parse({ name, text: sql })] : []),
      serialize.bind({ statement: name, values: values.map(textOf) }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    ]),
  )
  if (isNew) statements.keep(sql, name)
  let columns: readonly Column[] = []
  const rows: Record<string, unknown>[] = []
  let affectedRows = 0
  for (const message of messages) {
    if (message instanceof protocol.messages.RowDescriptionMessage) columns = message.fields.map(columnOf)
    else if (message instanceof protocol.messages.DataRowMessage) rows.push(rowOf(message.fields, columns))
    else if (message instanceof protocol.messages.CommandCompleteMessage) {
      affectedRows = affectedBy(message.text)
      if (affectedRows > MANY_ROWS || DEFINES.test(message.text)) statements.forget()
    }
  }
  return { rows, fields: columns.map(({ name, dataTypeID }) => ({ name, dataTypeID })), affectedRows }
}

/** So often statements are used before all are planned anew: PGlite never looks at its tables by itself. */
const USES = 1_000
/** So many rows may make a table another one. */
const MANY_ROWS = 200
/** Tags of statements that change tables. */
const DEFINES = /^(?:CREATE|ALTER|DROP)\b/
/** So many are kept; those with lists of their own length are many. */
const STATEMENTS = 300

/** The statements that an instance has prepared. */
class Statements {
  readonly #names = new Map<string, string>()
  #uses = 0
  #count = 0

  /** The name of a statement; `isNew`: it has to be prepared; `isFirst`: and all others have to be forgotten. */
  use(sql: string): { readonly name: string; readonly isNew: boolean; readonly isFirst: boolean } {
    if (this.#uses >= USES || this.#names.size >= STATEMENTS) this.forget()
    const isFirst = this.#uses++ === 0
    const name = this.#names.get(sql)
    // A name is never given twice: a statement that failed may be there or not.
    return name === undefined ? { name: `s${++this.#count}`, isNew: true, isFirst } : { name, isNew: false, isFirst }
  }

  keep(sql: string, name: string): void {
    if (this.#uses > 0) this.#names.set(sql, name)
  }

  forget(): void {
    this.#names.clear()
    this.#uses = 0
  }
}

const all = new WeakMap<PGlite, Statements>()

function statementsOf(pglite: PGlite): Statements {
  const statements = all.get(pglite) ?? new Statements()
  all.set(pglite, statements)
  return statements
}

interface Column {
  readonly name: string
  readonly dataTypeID: number
  readonly read: (text: string) => unknown
}

const columnOf = ({ name, dataTypeID }: { readonly name: string; readonly dataTypeID: number }): Column => ({
  name,
  dataTypeID,
  read: pg.types.getTypeParser(dataTypeID, 'text'),
})

function rowOf(fields: readonly (string | null)[], columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [place, { name, read }] of columns.entries()) {
    const text = fields[place]
    row[name] = text === null || text === undefined ? null : read(text)
  }
  return row
}

/** `INSERT 0 3`, `UPDATE 3`, `DELETE 3`; what only reads affects nothing. */
function affectedBy(tag: string): number {
  const [, count] = /^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)/.exec(tag) ?? []
  return Number(count ?? 0)
}

/** A value as text, which the database reads as the type it expects there. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
