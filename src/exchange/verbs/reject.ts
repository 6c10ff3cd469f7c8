/**
 * What the network does on Reject: it refuses a call that is not answered, and ends one that is.
 *
 * Source: reference twiml-voice.md §4.10.
 */
import { type Reject, rejectDefaults } from '../../twiml/index.ts'
import type { Outcome, Performance } from '../performance.ts'

export function performReject(reject: Reject, { leg }: Performance): Outcome {
  if (leg.isAnswered) return { kind: 'hang-up', says: 'the call was answered already, so it is hung up' }
  const reason = reject.reason ?? rejectDefaults.reason
  return { kind: 'reject', reason, says: reason === 'busy' ? 'the call is refused as busy' : 'the call is refused' }
}
