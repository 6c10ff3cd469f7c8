/**
 * What a trial account is like: a notice before each call, and nobody is reached whose number is not verified.
 *
 * Source: reference twiml-voice.md §12 row 41; the wording of the notice, that a key skips it, and the code for an
 * unverified number are our inference.
 */

import { speakingTime } from '../twiml/speaking-time.ts'
import type { Leg } from './call/leg.ts'
import type { Network } from './network.ts'

const notice =
  'You have a trial account. You can remove this message at any time by upgrading to a full account. Press any key to execute your code.'

/** Answers the call and lets the caller hear the notice, until it is over or a key is pressed. */
export async function hearTrialNotice({ clock, journal, settings }: Network, leg: Leg): Promise<void> {
  leg.answer()
  const { callSid } = leg
  const lasts = speakingTime(notice, settings.wordsPerSecond)
  await leg.life.until<'heard' | 'skipped'>((report) => {
    const timer = clock.after(lasts, () => report('heard'))
    const stopListening = leg.listen({
      awaits: 'keys',
      heedsKey: () => true,
      heedsSpeech: () => false,
      key: () => report('skipped'),
    })
    journal.append({
      kind: 'prompt-started',
      callSid,
      prompt: { kind: 'speech', text: notice, language: 'en-US' },
      lasts,
    })
    return (end) => {
      timer.cancel()
      stopListening()
      journal.append({ kind: 'prompt-ended', callSid, interrupted: end !== 'heard' })
    }
  })
}

/** A leg to a number that is not verified fails at once. */
export function refuseUnverified(network: Network, leg: Leg): void {
  network.report({
    callSid: leg.callSid,
    severity: 'warning',
    code: 13224,
    message: 'A trial account reaches verified numbers only.',
    help: 'Put the number into verifiedNumbers of the exchange, or turn trial off.',
  })
  leg.finish('failed', 'a trial account reaches verified numbers only', 403)
}
