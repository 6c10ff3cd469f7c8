/**
 * What a registration came to, noted in the database: approved senders may write from then on without `REGISTERED_NUMBERS`, and
 * those of a campaign that was refused may not.
 */
import { existsSync } from 'node:fs'
import type { Config } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { Store } from '../store/index.ts'
import { StoreError } from '../store/index.ts'
import { withStore } from './with-store.ts'

export interface Registration {
  readonly numbers: readonly string[]
  /** SID of the messaging service; it may be a sender, too. */
  readonly service: string | undefined
  /** SID of the brand, which all of them share. */
  readonly brand: string | undefined
  readonly isApproved: boolean
  /** Segments in a day of the carriers, where that is known of the type of brand and nothing else is of the sender. */
  readonly dailySegments?: number | undefined
}

/**
 * Notes it where the app of this environment keeps what it knows.
 *
 * @returns false when there is no database here, or another process has it; nothing was noted then
 */
export async function noteSenders(config: Config, registration: Registration): Promise<boolean> {
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) return false
  try {
    await withStore(config, (store) => noteIn(store, registration))
    return true
  } catch (error) {
    if (error instanceof StoreError) return false
    throw error
  }
}

async function noteIn({ contacts }: Store, registration: Registration): Promise<void> {
  const { numbers, service, isApproved } = registration
  const brand = registration.brand ?? null
  for (const number of [...numbers, ...(service === undefined ? [] : [service])]) {
    const known = await contacts.sender(number)
    // Of a sender that was never approved nothing is said: it may be registered elsewhere.
    if (!isApproved && (brand === null || known?.brand !== brand)) continue
    await contacts.setSender({
      number,
      registration: isApproved ? 'registered' : 'unregistered',
      perSecond: known?.perSecond ?? null,
      dailySegments: known?.dailySegments ?? registration.dailySegments ?? null,
      brand,
      checkedAt: systemClock.now(),
    })
  }
}
