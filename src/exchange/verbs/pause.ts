/** What the network does on Pause: nothing, for a while. Source: reference twiml-voice.md §4.3 and §1.4. */
import { seconds } from '../../clock/duration.ts'
import { type Pause, pauseDefaults } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'

export async function performPause(pause: Pause, performance: Performance): Promise<Outcome> {
  const { leg, network, scope, source } = performance
  const lasts = seconds(pause.length ?? pauseDefaults.length)
  if (!scope.isCut && leg.isAnswered) {
    network.journal.append({ kind: 'listening-started', callSid: leg.callSid, accepts: ['nothing'], lasts })
  }
  if (!(await performance.passes(lasts))) return next('the silence was cut short')
  // A first Pause holds the answer back; with nothing after it the call ends unanswered.
  if (!source.isLast(pause)) leg.answer()
  return next('the silence is over')
}
