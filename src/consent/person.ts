/**
 * What is known of a person when somebody wants to reach him, and the ways and purposes there are. Data only.
 */
import type { Instant } from '../clock/clock.ts'

/** By what a person is reached. */
export type Channel = 'call' | 'sms' | 'whatsapp'

/**
 * Why a person is to be reached. `conversational`: he is or was just on the line, and this belongs to that. `requested`: he
 * has asked for it, such as a call back. `staff`: one of our own people, by his own arrangement. `reminder`: of an
 * appointment or the like, with nothing to sell in it. `marketing`: anything else.
 */
export type Purpose = 'conversational' | 'requested' | 'staff' | 'reminder' | 'marketing'

/** How somebody has said stop, or start again. */
export type OptOutSource = 'message' | 'key' | 'speech' | 'network' | 'staff' | 'import'

/** Somebody has said stop. */
export interface Suppression {
  /** Everything, or only what has this purpose. Whether the difference counts is the policy's to say. */
  readonly scope: 'everything' | Purpose
  readonly since: Instant
  readonly source: OptOutSource
}

/** Somebody has agreed to be reached. */
export interface Consent {
  readonly channel: Channel | 'any'
  readonly purpose: Purpose | 'any'
  /** `written`: signed, or given in writing after a clear text; marketing needs it. */
  readonly kind: 'express' | 'written'
  readonly at: Instant
  /** Where it was given: `intake form`, `phone`, the address of a page, … */
  readonly source: string
  /** What he agreed to, word by word. */
  readonly wording: string
}

/** Somebody was reached, or at least tried. */
export interface Contact {
  readonly at: Instant
  readonly channel: Channel
  readonly purpose: Purpose
}

/** All that counts when one person is to be reached. Whoever asks has it from the store. */
export interface Person {
  /** E.164, without `whatsapp:`. */
  readonly number: string
  /** Zones he may be in, as a row or an address says; default: all zones of the number's region. */
  readonly zones?: readonly string[]
  /** What stands against him being reached now; what was lifted is not among it. */
  readonly suppressions: readonly Suppression[]
  readonly consents: readonly Consent[]
  /** At least those of the last seven days that reached him. */
  readonly contacts: readonly Contact[]
  /** Whether he stands on an imported list of people who must not be called. */
  readonly isOnDoNotCallList: boolean
  /** His last message to the sender that wants to write to him on WhatsApp. */
  readonly lastInboundAt?: Instant
  /** Whether a text message would be lost on his phone. Default: not known. */
  readonly isLandline?: boolean
}

/** What is known of the number that calls or writes. */
export interface Sender {
  /** E.164, a short code, or the SID of a messaging service. */
  readonly number: string
  /** Whether carriers have registered it: an approved campaign for a long code, a verification for a toll-free number. */
  readonly registration: 'registered' | 'unregistered' | 'unknown'
}

/** How a person is to be reached. */
export type Way =
  | { readonly channel: 'call'; readonly from: Sender }
  | { readonly channel: 'sms'; readonly from: Sender }
  | { readonly channel: 'whatsapp'; readonly from: Sender; readonly content: 'text' | 'template' }
