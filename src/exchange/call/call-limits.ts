import { minutes } from '../../clock/duration.ts'
import type { Network } from '../network.ts'
import type { Leg } from './leg.ts'

/** Source: reference twiml-voice.md §9, documented. */
const longestTrialCall = minutes(10)

/**
 * Ends `leg` when it has been answered for as long as a call may last.
 *
 * Source: reference twiml-voice.md §9 and §11: 32015, on trial accounts 13805, documented.
 */
export function limitCall(network: Network, leg: Leg): void {
  const { clock, settings } = network
  const isTrial = settings.trial && longestTrialCall < settings.longestCall
  leg.when('answered', () => {
    void leg.life.until<true>((report) => {
      const timer = clock.after(isTrial ? longestTrialCall : settings.longestCall, () => {
        report(true)
        end(network, leg, isTrial)
      })
      return () => timer.cancel()
    })
  })
}

function end(network: Network, leg: Leg, isTrial: boolean): void {
  const finding = isTrial
    ? { code: 13805, message: 'The call of a trial account lasted ten minutes.' }
    : { code: 32015, message: 'The call lasted as long as a call may.' }
  network.report({ callSid: leg.callSid, severity: 'warning', ...finding })
  leg.finish('completed', 'the longest time a call may last was over')
}
