/**
 * The gate: gathers what is known of a person, asks `mayContact`, and writes every no down.
 *
 * Ask just before sending, each time: a permit is good for one try at one moment.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import {
  type Channel,
  mayContact,
  type Permit,
  type Person,
  type Policy,
  type Purpose,
  type Refusal,
  type Verdict,
  type Way,
} from '../consent/index.ts'
import { isE164 } from '../phone/e164.ts'
import type { Store } from '../store/index.ts'

/** Whom to reach, how and why. */
export interface Approach<C extends Channel = Channel> {
  /** E.164, or what the network said of a caller. */
  readonly to: string
  readonly channel: C
  /** The number that calls or writes, or the SID of a messaging service. */
  readonly from: string
  readonly purpose: Purpose
  /** What this is about, for the record of refusals: a key without anything personal. */
  readonly about: string
  /** WhatsApp: what is to be sent; default `text`. */
  readonly content?: 'text' | 'template'
  /** Zones he may be in, when somebody knows better than his number. */
  readonly zones?: readonly string[]
  readonly isLandline?: boolean
}

export interface Gate {
  /** Asks for leave to reach somebody now. A no is kept in the store. */
  ask<C extends Channel>(approach: Approach<C>): Promise<Verdict<C>>
  /** Why somebody could not be reached at a moment, by what is known now; nothing is kept, and it gives no leave. */
  preview(approach: Approach, at: Instant): Promise<readonly Refusal[]>
}

export interface GateOptions {
  readonly store: Store
  readonly clock: Clock
  readonly policy: Policy
  /** Senders that carriers know, from the configuration; what the store says counts more. */
  readonly registered: ReadonlySet<string>
}

/** The gate of one process. */
export function createGate({ store, clock, policy, registered }: GateOptions): Gate {
  async function judged(approach: Approach, at: Instant): Promise<Verdict<Channel>> {
    const { to: number, from, channel, purpose, content = 'text', zones, about: exceptKey } = approach
    const dossier = await store.dossiers.dossier({ number, from, channel, since: at - COUNTED, exceptKey })
    const sender = dossier.sender ?? { number: from, registration: registered.has(from) ? 'registered' : 'unknown' }
    const person: Person = {
      number,
      suppressions: dossier.stops,
      consents: dossier.consents,
      contacts: dossier.contacts,
      isOnDoNotCallList: dossier.isOnDoNotCallList,
      ...(zones !== undefined && { zones }),
      ...(dossier.lastInboundAt !== undefined && { lastInboundAt: dossier.lastInboundAt }),
      isLandline: approach.isLandline ?? (channel === 'sms' && dossier.isLandline),
    }
    const way: Way =
      channel === 'whatsapp' ? { channel, from: sender, content } : { channel: channel as 'call' | 'sms', from: sender } // the only others
    return mayContact(isE164(number) ? person : { ...NOBODY, number }, way, purpose, at, policy)
  }

  return {
    async preview(approach, at) {
      const verdict = await judged(approach, at)
      return verdict.kind === 'refused' ? verdict.reasons : []
    },
    async ask<C extends Channel>(approach: Approach<C>): Promise<Verdict<C>> {
      const { to, channel, purpose, about } = approach
      const at = clock.now()
      const verdict = await judged(approach, at)
      if (verdict.kind === 'refused') {
        await store.contacts.noteRefusal({ number: to, channel, purpose, at, reasons: verdict.reasons, about })
        return verdict
      }
      return { kind: 'allowed', permit: verdict.permit as Permit<C> } // made for `approach.channel` above
    },
  }
}

/** Caps are by day and by week. */
const COUNTED = hours(24 * 7)
const NOBODY: Omit<Person, 'number'> = { suppressions: [], consents: [], contacts: [], isOnDoNotCallList: false }
