/**
 * An import: rows become reminders, batch by batch; a dry run reads all and writes nothing.
 */
import type { Instant } from '../../clock/clock.ts'
import type { ImportedReminder, NewReminder, Store } from '../../store/index.ts'
import type { Imported } from './imported.ts'

/** What an import came to. */
export interface ImportReport {
  readonly isDryRun: boolean
  /** Rows read, the header not counted. */
  readonly rows: number
  /** Appointments that were not known. In a dry run: all that can be used. */
  readonly added: number
  readonly changed: number
  readonly same: number
  /** Appointments that are gone. In a dry run: all that the file calls so. */
  readonly withdrawn: number
  readonly unusable: number
  /** The first hundred rows that cannot be used. */
  readonly reasons: readonly { readonly line: number; readonly reason: string }[]
}

export interface ImportOptions {
  readonly store: Pick<Store, 'reminders' | 'reminderImports' | 'slots' | 'waitlist'>
  readonly campaign: string
  readonly at: Instant
  readonly isDryRun?: boolean
  /** Who is not reminded, by external id; default nobody. */
  readonly isHeldOut?: (externalId: string) => boolean
  /** Whether the time of an appointment that is gone, or at another time, may be offered to others; default no. */
  readonly isFreed?: (by: 'withdrawn' | 'moved') => boolean
  /** Told after each batch: how many rows are read, and its reminders that are open. */
  readonly onBatch?: (rows: number, imported: readonly ImportedReminder[]) => Promise<void> | void
}

const BATCH = 2_000
const MOST_REASONS = 100

/**
 * Imports rows. What was committed before a failure stays, and importing the same file again does the rest.
 *
 * @throws whatever reading the rows throws, and when the database does not answer
 */
export async function importReminders(
  rows: Iterable<Imported> | AsyncIterable<Imported>,
  { store, campaign, at, isDryRun = false, isHeldOut = () => false, isFreed = () => false, onBatch }: ImportOptions,
): Promise<ImportReport> {
  const report = { isDryRun, rows: 0, added: 0, changed: 0, same: 0, withdrawn: 0, unusable: 0 }
  const reasons: { line: number; reason: string }[] = []
  let batch: NewReminder[] = []
  let moves: ReadonlyMap<string, Instant> | undefined

  async function write(): Promise<void> {
    if (batch.length === 0) return
    const full = batch
    batch = []
    if (isDryRun) {
      report.added += full.length
      await onBatch?.(report.rows, [])
      return
    }
    const imported = await store.reminderImports.putMany(await withoutStale(full), at, isFreed('moved'))
    await keepWishes(full)
    // Whoever was taken out and is there again has his time back, unless somebody else has taken it.
    if (isFreed('withdrawn') || isFreed('moved'))
      await store.slots.reclaim(
        imported.filter(({ change }) => change !== 'new').map(({ id }) => id),
        at,
      )
    const count = (change: ImportedReminder['change']) => imported.filter((one) => one.change === change).length
    const [added, changed] = [count('new'), count('changed')]
    report.added += added
    report.changed += changed
    report.same += full.length - added - changed
    await onBatch?.(report.rows, imported)
  }

  /** Whoever has moved his appointment himself is not moved back by a file that does not know it yet. */
  async function withoutStale(rows: readonly NewReminder[]): Promise<readonly NewReminder[]> {
    moves ??= await store.slots.moves(campaign)
    if (moves.size === 0) return rows
    const isStale = ({ externalId, appointmentAt }: NewReminder) => moves?.get(externalId) === appointmentAt
    const known = rows.filter((row) => moves?.has(row.externalId) && !isStale(row))
    await store.slots.movesKnown(
      campaign,
      known.map(({ externalId }) => externalId),
    )
    return rows.filter((row) => !isStale(row))
  }

  async function keepWishes(written: readonly NewReminder[]): Promise<void> {
    const wishes = written.flatMap(({ externalId, waitlist }) =>
      waitlist === undefined ? [] : [{ externalId, wish: waitlist }],
    )
    await store.waitlist.wish(campaign, wishes, at)
  }

  /** Also when it was withdrawn before: the process may have ended before its time was free. */
  async function withdraw(externalId: string): Promise<boolean> {
    const isWithdrawn = await store.reminders.withdraw(campaign, externalId, at)
    const gone = isFreed('withdrawn') ? await store.reminders.findByExternalId(campaign, externalId) : undefined
    if (gone !== undefined) await store.slots.leave(gone.id, at)
    return isWithdrawn
  }

  for await (const row of rows) {
    report.rows++
    if (row.kind === 'unusable') {
      report.unusable++
      if (reasons.length < MOST_REASONS) reasons.push({ line: row.line, reason: row.reason })
    } else if (row.kind === 'reminder') {
      batch.push({ ...row.reminder, isHeldOut: isHeldOut(row.reminder.externalId) })
      if (batch.length === BATCH) await write()
    } else {
      // In the order of the file: what stands further up is there before it is withdrawn.
      await write()
      if (isDryRun || (await withdraw(row.externalId))) report.withdrawn++
    }
  }
  await write()
  if (!isDryRun) await store.slots.settle(campaign, at)
  return { ...report, reasons }
}
