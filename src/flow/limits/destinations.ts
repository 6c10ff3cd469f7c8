import type { DestinationRules } from '../../phone/destinations.ts'
import { countryOf } from '../../phone/e164.ts'
import type { LimitsDefinition } from './define-limits.ts'

/**
 * The rules for calls that a line leads somewhere.
 *
 * @param named numbers that stand in the flows and their secrets
 */
export function destinationRules(
  { allowedDestinations, allowPremiumNumbers = false }: LimitsDefinition,
  named: readonly string[],
): (line: string | undefined) => DestinationRules {
  const countries = [...new Set(named.flatMap((number) => countryOf(number) ?? []))]
  return (line) => {
    const own = line === undefined ? undefined : countryOf(line)
    const allowed = allowedDestinations ?? (own === undefined ? countries : [own, ...countries])
    return { allowed, allowsPremium: allowPremiumNumbers }
  }
}
