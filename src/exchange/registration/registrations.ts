/**
 * Registration with the carriers of the United States: profiles, brands, vettings and campaigns, and how they are judged.
 *
 * What is decided is decided when it is handed in and shown when its time has come, so nothing waits here: states are
 * read off the clock. Source: reference twilio-platform.md §11; which data is refused with which code is inferred.
 */
import type { Duration, Instant } from '../../clock/clock.ts'
import { hours } from '../../clock/duration.ts'
import { countryOf } from '../../phone/e164.ts'
import type { Network } from '../network.ts'

/** What is judged, as it was handed in. */
export interface A2pApplication {
  /** `profile` is a profile or a trust product. */
  readonly kind: 'profile' | 'brand' | 'vetting' | 'campaign'
  /** The name of the business's profile; of a campaign its use case. */
  readonly name: string
  /** What was said, by the names of the interface: attributes of the business, or parameters of the campaign. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** Judges in place of the carriers: the code of a refusal, `approve`, or undefined for the exchange's own judgement. */
export type A2pReviewer = (application: A2pApplication) => number | 'approve' | undefined

/** Something handed in: when, when it is decided, and the code of its refusal. */
export interface Submission {
  readonly at: Instant
  readonly decidedAt: Instant
  readonly code?: number
}

/** A customer profile or a trust product. */
export interface Bundle {
  readonly sid: string
  readonly kind: 'profile' | 'product'
  name: string
  email: string
  readonly policySid: string
  readonly since: Instant
  submission?: Submission
  readonly assigned: { readonly sid: string; readonly objectSid: string; readonly since: Instant }[]
}

/** An end user or a supporting document. */
export interface Paper {
  readonly sid: string
  name: string
  readonly type: string
  attributes: Readonly<Record<string, unknown>>
  readonly since: Instant
}

export interface Vetting {
  readonly sid: string
  readonly provider: string
  readonly submission: Submission
}

export interface Brand {
  readonly sid: string
  readonly profileSid: string
  readonly productSid: string
  readonly type: string
  readonly isMock: boolean
  readonly skipsVetting: boolean
  readonly since: Instant
  submission: Submission
  updates: number
  readonly vettings: Vetting[]
  /** Of a sole proprietor: when the one-time password was asked for again, and when its owner answered. */
  askedAgainAt?: Instant
  answeredAt?: Instant
}

export interface A2pCampaign {
  readonly sid: string
  readonly serviceSid: string
  readonly brandSid: string
  readonly since: Instant
  fields: Readonly<Record<string, unknown>>
  submission: Submission
}

export interface Registrations {
  readonly bundles: Map<string, Bundle>
  readonly papers: Map<string, Paper>
  readonly brands: Map<string, Brand>
  readonly campaigns: Map<string, A2pCampaign>
  setReviewer(reviewer: A2pReviewer | undefined): void
  /** Hands something in. `from`: when its review begins, default now. */
  submit(application: A2pApplication, lasts: Duration, from?: Instant): Submission
  /** Where it stands now; `none` was not handed in yet. */
  stateOf(submission: Submission | undefined): 'none' | 'pending' | 'approved' | 'refused'
  /** Where the one-time password of a sole proprietor's brand stands; `none` for others, and before the approval. */
  oneTimePasswordOf(brand: Brand): 'none' | 'sent' | 'late' | 'answered'
  /** Whether an approved campaign has that number. */
  isRegistered(number: string): boolean
}

/** Makes the register; `network` is asked for when it is first needed. */
export function createRegistrations(network: () => Network): Registrations {
  const campaigns = new Map<string, A2pCampaign>()
  const brands = new Map<string, Brand>()
  let review: A2pReviewer | undefined

  const stateOf: Registrations['stateOf'] = (submission) => {
    if (submission === undefined) return 'none'
    if (network().clock.now() < submission.decidedAt) return 'pending'
    return submission.code === undefined ? 'approved' : 'refused'
  }

  const oneTimePasswordOf: Registrations['oneTimePasswordOf'] = (brand) => {
    const { type, submission, askedAgainAt = submission.decidedAt, answeredAt } = brand
    if (type !== SOLE_PROPRIETOR || stateOf(submission) !== 'approved') return 'none'
    if (answeredAt !== undefined) return 'answered'
    return network().clock.now() - askedAgainAt <= PASSWORD_LASTS ? 'sent' : 'late'
  }

  return {
    oneTimePasswordOf,
    bundles: new Map(),
    papers: new Map(),
    brands,
    campaigns,
    setReviewer(reviewer) {
      review = reviewer
    },
    submit(application, lasts, at = network().clock.now()) {
      const verdict = review?.(application) ?? objection(application)
      return { at, decidedAt: at + lasts, ...(typeof verdict === 'number' && { code: verdict }) }
    },
    stateOf,
    isRegistered(number) {
      const service = network().messages.serviceOf(number)
      return [...campaigns.values()].some(({ serviceSid, brandSid, submission }) => {
        const brand = brands.get(brandSid)
        const isOf = service !== undefined && serviceSid === service.sid
        const isOneTooMany = brand?.type === SOLE_PROPRIETOR && service?.senders[0] !== number
        return isOf && !isOneTooMany && brand?.isMock === false && stateOf(submission) === 'approved'
      })
    },
  }
}

/** The type of a brand of somebody without EIN, who shows who he is by answering a text. */
export const SOLE_PROPRIETOR = 'SOLE_PROPRIETOR'
/** So long the text may be answered: reference twilio-platform.md §11.4, documented. */
const PASSWORD_LASTS = hours(24)

/** What the carriers have against it by themselves. */
function objection({ kind, fields }: A2pApplication): number | undefined {
  if (kind === 'brand' && fields.mobile_phone_number !== undefined) {
    return ['US', 'CA'].includes(countryOf(String(fields.mobile_phone_number)) ?? '') ? undefined : 30751
  }
  if (kind === 'brand') return ein.test(String(fields.business_registration_number ?? '')) ? undefined : 30799
  if (kind !== 'campaign') return undefined
  const samples = textOf(fields.MessageSamples)
  const all = `${samples} ${textOf(fields.MessageFlow)}`
  if (shortener.test(all)) return 30892
  if (fields.HasEmbeddedLinks === false && /https?:\/\//i.test(samples)) return 30893
  if (fields.HasEmbeddedPhone === false && /\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}/.test(samples)) return 30889
  return /rates may apply/i.test(textOf(fields.MessageFlow)) ? undefined : 30896
}

const ein = /^\d{2}-?\d{7}$/
const shortener = /\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly)\b/i
const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''))
