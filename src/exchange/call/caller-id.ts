/**
 * Which caller id a callee may be shown.
 *
 * Source: reference twiml-voice.md §4.6, callerId: who may show what is documented, what a refusal does is inferred.
 */
import type { Dial } from '../../twiml/index.ts'
import type { Network } from '../network.ts'
import { dialledNumber } from './dialled-number.ts'
import type { Leg } from './leg.ts'
import type { TargetNoun } from './target.ts'

export interface CallerId {
  /** As the callee sees it; when it is refused, as it was asked for. */
  readonly from: string
  readonly refusal?: Refusal
}

interface Refusal {
  readonly code: number
  /** Default `warning`. */
  readonly severity?: 'error'
  readonly message: string
  readonly help: string
}

/** What the callee of `noun` is shown when `caller` dials. */
export function callerIdFor(noun: TargetNoun, dial: Dial, caller: Leg, network: Network): CallerId {
  const given = dial.callerId?.trim()
  const asked = given ?? caller.from
  const from = noun.verb === 'number' ? (dialledNumber(asked) ?? asked) : asked
  if (!network.settings.checkCallerId) return { from }
  if (asked.length > longest) return { from, refusal: refusals.tooLong }
  if (isAllowed(noun, from, given !== undefined, caller, network)) return { from }
  if (noun.verb === 'whatsApp') return { from, refusal: refusals.noSender }
  if (given === undefined) return { from, refusal: refusals.missing }
  return { from, refusal: noun.verb === 'client' || noun.verb === 'sip' ? refusals[noun.verb] : refusals.number }
}

function isAllowed(noun: TargetNoun, from: string, isGiven: boolean, caller: Leg, network: Network): boolean {
  switch (noun.verb) {
    case 'number':
      return network.isOurs(from) || (isPhone(caller) && ownNumbers(caller).includes(from))
    case 'client':
      return !isGiven || from === caller.from || /^client:.+/.test(from) || dialledNumber(from) !== undefined
    case 'sip':
      return !isGiven || from === caller.from || /^[A-Za-z0-9+\-_.]+$/.test(from)
    case 'whatsApp':
      return /^whatsapp:\+[1-9]\d{4,14}$/.test(from)
    default:
      return true
  }
}

/** SIP devices and clients say of themselves what they like, so their own names count for nothing here. */
const isPhone = ({ from }: Leg): boolean => !/^(sips?|client):/i.test(from)

const ownNumbers = ({ from, to }: Leg): readonly string[] => [from, to, dialledNumber(from) ?? from]

/** In characters: an identity of 256 with `client:` before it. Inferred. */
const longest = 263

const refusals = {
  tooLong: { code: 13248, message: 'The callerId is too long.', help: 'Give a number in E.164.' },
  missing: {
    code: 13247,
    severity: 'error',
    message: 'The caller has no number that could be shown to the callee.',
    help: 'Give Dial a callerId: a line of yours or a verified number.',
  },
  noSender: {
    code: 13214,
    message: 'A WhatsApp user can only be dialled from a WhatsApp sender.',
    help: 'Give Dial a callerId of the form whatsapp:+12025550100.',
  },
  number: {
    code: 13214,
    message: 'The callerId is neither of this call nor a number of this account.',
    help: 'Use the From or To of the call, a line of yours or a verified number.',
  },
  client: { code: 13214, message: 'The callerId is no client and no number.', help: 'Write client:name or a number.' },
  sip: {
    code: 13214,
    message: 'The callerId holds what SIP cannot show.',
    help: 'Use letters, digits and the characters + - _ . only.',
  },
} as const
