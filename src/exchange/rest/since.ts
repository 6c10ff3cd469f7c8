/** When a resource came to be and was last changed, for those whose own rooms do not keep that. */
import type { Network } from '../network.ts'
import { dateOf, isoOf } from './dates.ts'

interface History {
  readonly created: number
  updated: number
}

const histories = new WeakMap<Network, Map<string, History>>()

function historyOf(network: Network, sid: string): History {
  const known = histories.get(network) ?? new Map<string, History>()
  histories.set(network, known)
  const now = network.clock.now()
  const history = known.get(sid) ?? { created: now, updated: now }
  known.set(sid, history)
  return history
}

/** Notes that it was changed now. */
export function touch(network: Network, sid: string): void {
  historyOf(network, sid).updated = network.clock.now()
}

/** Both dates, as resources show them; one that was there before the interface was asked dates from the first time. */
export function datesOf(
  network: Network,
  sid: string,
): { readonly date_created: string | null; readonly date_updated: string | null } {
  const { created, updated } = historyOf(network, sid)
  return { date_created: dateOf(created), date_updated: dateOf(updated) }
}

/** Both dates, as resources of `/v1/…` show them. */
export function isoDatesOf(
  network: Network,
  sid: string,
): { readonly date_created: string; readonly date_updated: string } {
  const { created, updated } = historyOf(network, sid)
  return { date_created: isoOf(created), date_updated: isoOf(updated) }
}
