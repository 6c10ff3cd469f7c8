/**
 * What becomes of messages to a number: set in advance, as behaviours of callees are.
 *
 * Source: reference twilio-platform.md §9.5; at which status each code is seen is inferred.
 */

/** What becomes of a message to a number. */
export type MessageParty =
  /** It is `sent`, and `delivered` `afterSeconds` later (default 1). The default. */
  | { readonly kind: 'delivers'; readonly afterSeconds?: number }
  /** WhatsApp: delivered, and `read` `afterSeconds` after that (default 5). */
  | { readonly kind: 'reads'; readonly afterSeconds?: number }
  /** It stays at `sent`: carriers that give no receipts, and people on WhatsApp who blocked the sender. */
  | { readonly kind: 'no-receipt' }
  /** It is `sent` and then `undelivered` with this code, `afterSeconds` later (default 1). */
  | { readonly kind: 'undelivered'; readonly code: number; readonly afterSeconds?: number }
  /** It never leaves the network: `failed` with this code. */
  | { readonly kind: 'fails'; readonly code: number }
  /** The phone is off: `undelivered` with 30003. */
  | { readonly kind: 'unreachable' }
  /** Nobody has the number: `undelivered` with 30005. */
  | { readonly kind: 'unknown' }
  /** A telephone on the wall: `undelivered` with 30006. */
  | { readonly kind: 'landline' }
  /** The carrier takes it for spam: `undelivered` with 30007. */
  | { readonly kind: 'filtered' }

/** What a message comes to, step by step. */
export interface Fate {
  /** A code when it never leaves the network. */
  readonly failsWith?: number
  /** After it was sent, in order; none when nothing more is heard of it. */
  readonly steps: readonly {
    readonly status: 'delivered' | 'undelivered' | 'read'
    readonly afterSeconds: number
    readonly code?: number
  }[]
}

const usualSeconds = 1

/** What a behaviour comes to. */
export function fateOf(party: MessageParty): Fate {
  switch (party.kind) {
    case 'delivers':
      return { steps: [{ status: 'delivered', afterSeconds: party.afterSeconds ?? usualSeconds }] }
    case 'reads':
      return {
        steps: [
          { status: 'delivered', afterSeconds: usualSeconds },
          { status: 'read', afterSeconds: party.afterSeconds ?? 5 },
        ],
      }
    case 'no-receipt':
      return { steps: [] }
    case 'fails':
      return { failsWith: party.code, steps: [] }
    case 'undelivered':
      return undelivered(party.code, party.afterSeconds)
    case 'unreachable':
      return undelivered(30003)
    case 'unknown':
      return undelivered(30005)
    case 'landline':
      return undelivered(30006)
    case 'filtered':
      return undelivered(30007)
    default:
      return party satisfies never
  }
}

const undelivered = (code: number, afterSeconds = usualSeconds): Fate => ({
  steps: [{ status: 'undelivered', afterSeconds, code }],
})
