/**
 * Taking appointments in that another system posts: each as often as it likes, and one that cannot be used keeps no other out.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import type { Store } from '../store/index.ts'
import type { CampaignDesk } from './campaigns.ts'
import { readAppointment } from './import/json-appointments.ts'
import type { ImportedConsent } from './operate.ts'

/** What came of one appointment. */
export interface Taken {
  /** Its place among those that came with it, from 0. */
  readonly index: number
  readonly externalId: string | null
  readonly result: 'new' | 'changed' | 'same' | 'withdrawn' | 'unusable'
  /** Why it cannot be used; nothing personal. */
  readonly reason: string | null
}

export interface TakeAppointmentsOptions {
  readonly desk: Pick<CampaignDesk, 'put' | 'withdraw' | 'settleTimes'>
  readonly store: Pick<Store, 'reminders' | 'reminderImports'>
  readonly clock: Clock
  readonly campaign: string
  /** Where numbers without a country code belong, two capital letters. */
  readonly region: string
  /** Where times without an offset are told, IANA. */
  readonly zone: string
  /** Kept for everybody who is taken in. */
  readonly consent?: ImportedConsent | undefined
}

/**
 * Takes appointments in, in their order; of two with the same id in one go the first counts.
 *
 * Throws when the database does not answer; what was taken by then stays, and posting the same again does the rest.
 */
export async function takeAppointments(
  appointments: readonly unknown[],
  options: TakeAppointmentsOptions,
): Promise<readonly Taken[]> {
  const seen = new Set<string>()
  const all: Taken[] = []
  const at = options.clock.now()
  for (const [index, appointment] of appointments.entries()) {
    all.push(await takeOne(appointment, index, { seen, at }, options))
  }
  await options.desk.settleTimes(options.campaign)
  return all
}

async function takeOne(
  appointment: unknown,
  index: number,
  { seen, at }: { readonly seen: Set<string>; readonly at: Instant },
  { desk, store, campaign, region, zone, consent }: TakeAppointmentsOptions,
): Promise<Taken> {
  const row = readAppointment(appointment, index, { campaign, region, zone, now: at })
  if (row.kind === 'unusable') return { index, externalId: idIn(appointment), result: 'unusable', reason: row.reason }
  const { externalId } = row.kind === 'withdrawn' ? row : row.reminder
  const taken = (result: Taken['result'], reason: string | null = null): Taken => ({
    index,
    externalId,
    result,
    reason,
  })
  if (seen.has(externalId)) return taken('unusable', 'the same appointment stands further up')
  seen.add(externalId)
  if (row.kind === 'withdrawn') {
    return taken((await desk.withdraw(campaign, externalId, at)) ? 'withdrawn' : 'same')
  }
  // Before it is planned: who is due at once is asked for consent at once.
  if (consent !== undefined) await store.reminderImports.agreeMany([row.reminder.number], { ...consent, at })
  return taken((await desk.put(row.reminder, at)).change)
}

function idIn(appointment: unknown): string | null {
  if (typeof appointment !== 'object' || appointment === null || !('externalId' in appointment)) return null
  return typeof appointment.externalId === 'string' ? appointment.externalId : null
}
