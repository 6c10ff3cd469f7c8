import { hours } from '../../clock/duration.ts'
import type { Network } from '../network.ts'
import { type CookieJar, createCookieJar } from './cookie-jar.ts'
import type { Subject } from './subject.ts'

interface SharedJar {
  readonly jar: CookieJar
  readonly endsAt: number
}

const shared = new WeakMap<Network, Map<string, SharedJar>>()

/**
 * The cookies that requests of `leg` carry; undefined when none do. Messages share them unless there are none at all.
 *
 * With `fromTo4h` the four hours count from the first request. Source: reference twiml-voice.md §2.5: documented for
 * messages, uncertain for calls; from when they count is our inference.
 */
export function cookiesOf(network: Network, leg: Subject): CookieJar | undefined {
  switch (network.settings.cookieScope) {
    case 'none':
      return undefined
    case 'call':
      return 'cookies' in leg ? leg.cookies : jarBetween(network, leg)
    case 'fromTo4h':
      return jarBetween(network, leg)
    default:
      return network.settings.cookieScope satisfies never
  }
}

function jarBetween(network: Network, { from, to }: Subject): CookieJar {
  const jars = shared.get(network) ?? new Map<string, SharedJar>()
  shared.set(network, jars)
  const now = network.clock.now()
  for (const [pair, { endsAt }] of jars) {
    // They were put in by their end, so the first that goes on is followed by none that is over.
    if (endsAt > now) break
    jars.delete(pair)
  }
  const pair = `${from} ${to}`
  const known = jars.get(pair)
  if (known !== undefined) return known.jar
  const jar = createCookieJar()
  jars.set(pair, { jar, endsAt: now + hours(4) })
  return jar
}
