/** What the network does on Leave: the waiting in a queue ends; elsewhere nothing. Source: twiml-voice.md §4.8. */
import { next, type Outcome, type Performance } from '../performance.ts'

export function performLeave({ source }: Performance): Outcome {
  if (source.kind !== 'queue-wait') return next('there was no queue to leave')
  return { kind: 'leave', says: 'the caller leaves the queue' }
}
