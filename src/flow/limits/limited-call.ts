import { hangup, reject, type Verb } from '../../twiml/index.ts'
import type { Flow } from '../define.ts'
import { speak } from '../prompt.ts'
import { type Arrival, newSession } from '../session.ts'
import type { LimitsDefinition } from './define-limits.ts'

/** What a caller hears who is not let in. */
export function limitedCall(flow: Flow, { limited = 'busy' }: LimitsDefinition, arrival: Arrival): readonly Verb[] {
  // Before anything else a Reject costs nothing: the call is never answered (reference twiml-voice.md §4.10).
  if (limited === 'busy') return [reject('busy')]
  return [...speak(limited, newSession(flow.name, flow.start, flow.language, arrival), flow.voice), hangup()]
}
