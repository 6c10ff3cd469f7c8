/** What the network does on Hangup: it answers, if need be, and ends the leg. Source: twiml-voice.md §4.10. */
import type { Outcome, Performance } from '../performance.ts'

export function performHangup({ leg }: Performance): Outcome {
  leg.answer()
  return { kind: 'hang-up', says: 'the document hung up' }
}
