/**
 * May this person be reached this way, for this purpose, at this moment? The one place where that is decided.
 *
 * Pure: all it knows comes in. A no says every reason there is, as data, so that it can be kept and shown.
 */
import type { Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import { countriesOf, isE164 } from '../phone/e164.ts'
import { zonesOf } from '../phone/zones.ts'
import { issue, type Permit } from './permit.ts'
import type { Channel, Person, Purpose, Way } from './person.ts'
import { type Policy, STRICT } from './policy.ts'
import { quietHours } from './quiet-hours.ts'

/** One reason not to reach somebody. `until`: when it is over by itself. */
export type Refusal =
  /** He has said stop, or the network says that he has. */
  | { readonly kind: 'opted-out'; readonly since: Instant; readonly source: string }
  | { readonly kind: 'do-not-call' }
  /** He has not agreed, or not in writing where that is needed. */
  | { readonly kind: 'no-consent'; readonly needs: 'express' | 'written' }
  | { readonly kind: 'quiet-hours'; readonly until?: Instant }
  /** So much in one day or week is enough. */
  | { readonly kind: 'frequency-cap'; readonly per: 'day' | 'week'; readonly until: Instant }
  /** Carriers would refuse what this sender writes (30034, 30032). */
  | { readonly kind: 'unregistered-campaign' }
  /** On WhatsApp he wrote more than 24 hours ago, or never: only a template reaches him (63016). */
  | { readonly kind: 'outside-session-window' }
  | { readonly kind: 'blocked-region' }
  /** A text message would be lost there. */
  | { readonly kind: 'landline' }
  /** Nobody can be reached there: a withheld number, a word, or digits that are no number. */
  | { readonly kind: 'no-number' }

/** Yes with a permit, or no with every reason. `until`: when it is worth asking again; absent when it is not. */
export type Verdict<C extends Channel = Channel> =
  | { readonly kind: 'allowed'; readonly permit: Permit<C> }
  | { readonly kind: 'refused'; readonly reasons: readonly [Refusal, ...Refusal[]]; readonly until?: Instant }

/**
 * Whether a person may be reached.
 *
 * @param policy default {@link STRICT}
 */
export function mayContact<W extends Way>(
  person: Person,
  way: W,
  purpose: Purpose,
  at: Instant,
  policy: Policy = STRICT,
): Verdict<W['channel']> {
  const [first, ...others] = isE164(person.number)
    ? reasonsAgainst(person, way, purpose, at, policy)
    : [{ kind: 'no-number' } as const]
  if (first !== undefined) return refused([first, ...others])
  const content = way.channel === 'whatsapp' ? way.content : 'text'
  return {
    kind: 'allowed',
    permit: issue({ to: person.number, from: way.from.number, channel: way.channel, purpose, at, content }),
  }
}

/** It is worth asking again when all reasons are over, if all of them end by themselves. */
function refused(reasons: readonly [Refusal, ...Refusal[]]): Verdict<never> {
  const ends = reasons.map((reason) => ('until' in reason ? reason.until : undefined))
  const last = ends.reduce((latest, end) =>
    latest === undefined || end === undefined ? undefined : Math.max(latest, end),
  )
  return { kind: 'refused', reasons, ...(last !== undefined && { until: last }) }
}

function reasonsAgainst(person: Person, way: Way, purpose: Purpose, at: Instant, policy: Policy): readonly Refusal[] {
  return [
    ...optedOut(person, purpose, policy),
    ...blockedRegion(person, way, policy),
    ...doNotCall(person, way, purpose, policy),
    ...noConsent(person, way, purpose, policy),
    ...quiet(person, purpose, at, policy),
    ...tooOften(person, way, purpose, at, policy),
    ...senderIsNotReady(person, way),
    ...windowIsClosed(person, way, at),
    ...(way.channel === 'sms' && person.isLandline === true ? [{ kind: 'landline' } as const] : []),
  ]
}

function optedOut({ suppressions }: Person, purpose: Purpose, policy: Policy): readonly Refusal[] {
  const counting = suppressions.find(
    ({ scope }) => policy.stopCountsFor === 'everything' || scope === 'everything' || scope === purpose,
  )
  return counting === undefined ? [] : [{ kind: 'opted-out', since: counting.since, source: counting.source }]
}

function blockedRegion({ number }: Person, { from }: Way, { regions }: Policy): readonly Refusal[] {
  if (regions === 'any') return []
  const countries = countriesOf(number)
  // A short code or a messaging service is of no country that could be read from it.
  const allowed = regions === 'sender' ? (isE164(from.number) ? countriesOf(from.number) : countries) : regions
  return countries.some((country) => allowed.includes(country)) ? [] : [{ kind: 'blocked-region' }]
}

function doNotCall(person: Person, way: Way, purpose: Purpose, policy: Policy): readonly Refusal[] {
  if (way.channel !== 'call' || !person.isOnDoNotCallList) return []
  const { doNotCall: rule, consent } = policy.purposes[purpose]
  if (rule === 'ignored') return []
  const isOutweighed = rule === 'counts-without-consent' && hasConsent(person, way, purpose, consent)
  return isOutweighed ? [] : [{ kind: 'do-not-call' }]
}

function noConsent(person: Person, way: Way, purpose: Purpose, policy: Policy): readonly Refusal[] {
  const { consent } = policy.purposes[purpose]
  if (consent === 'none' || hasConsent(person, way, purpose, consent)) return []
  return [{ kind: 'no-consent', needs: consent }]
}

function hasConsent({ consents }: Person, way: Way, purpose: Purpose, needs: 'none' | 'express' | 'written'): boolean {
  return consents.some(
    (one) =>
      (one.channel === 'any' || one.channel === way.channel) &&
      (one.purpose === 'any' || one.purpose === purpose) &&
      (needs !== 'written' || one.kind === 'written'),
  )
}

function quiet({ number, zones }: Person, purpose: Purpose, at: Instant, policy: Policy): readonly Refusal[] {
  if (!policy.purposes[purpose].keepsQuietHours) return []
  const [country = ''] = countriesOf(number)
  const windows = policy.windows[country] ?? policy.elsewhere
  const verdict = quietHours(at, zones ?? zonesOf(number), windows)
  if (verdict.kind === 'open') return []
  return [{ kind: 'quiet-hours', ...(verdict.until !== undefined && { until: verdict.until }) }]
}

function tooOften(person: Person, way: Way, purpose: Purpose, at: Instant, policy: Policy): readonly Refusal[] {
  if (!policy.purposes[purpose].keepsCaps) return []
  const { perDay, perWeek } = policy.caps[way.channel]
  const counted = person.contacts
    .filter(({ channel, purpose: of }) => channel === way.channel && policy.purposes[of].keepsCaps)
    .map((contact) => contact.at)
    .toSorted((a, b) => b - a)
  return [
    ...capReached(counted, at, perDay, hours(24), 'day'),
    ...capReached(counted, at, perWeek, hours(24 * 7), 'week'),
  ]
}

/** The cap is over when the oldest of the last `most` contacts is so long ago. */
function capReached(
  newestFirst: readonly Instant[],
  at: Instant,
  most: number,
  length: number,
  per: 'day' | 'week',
): readonly Refusal[] {
  const within = newestFirst.filter((contact) => at - contact < length)
  if (within.length < most) return []
  return [{ kind: 'frequency-cap', per, until: (within[most - 1] ?? at) + length }]
}

/** Source: reference twilio-platform.md §11.5. Only numbers of the United States ask for a registered sender. */
function senderIsNotReady({ number }: Person, { channel, from }: Way): readonly Refusal[] {
  if (channel !== 'sms' || !countriesOf(number).includes('US') || from.registration === 'registered') return []
  const isLongCode = /^\+1\d{10}$/.test(from.number)
  // A messaging service picks its own sender; only what is said of it counts.
  return isLongCode || from.registration === 'unregistered' ? [{ kind: 'unregistered-campaign' }] : []
}

function windowIsClosed({ lastInboundAt }: Person, way: Way, at: Instant): readonly Refusal[] {
  if (way.channel !== 'whatsapp' || way.content === 'template') return []
  return lastInboundAt !== undefined && at - lastInboundAt < hours(24) ? [] : [{ kind: 'outside-session-window' }]
}
