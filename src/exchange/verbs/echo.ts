/**
 * What the network does on Echo: the caller hears what he says and presses, until he hangs up.
 *
 * Source: reference twiml-voice.md §4.14; it is not documented, all of it is inferred.
 */

import { speakingTime } from '../../twiml/speaking-time.ts'
import { next, type Outcome, type Performance } from '../performance.ts'

export async function performEcho(performance: Performance): Promise<Outcome> {
  const { leg, network, scope } = performance
  leg.answer()
  await scope.until<never>(() => {
    let echoes: Promise<unknown> = Promise.resolve()
    // One after the other: an echo that is still heard is not drowned by the next.
    const echo = (sound: () => Promise<boolean>) => {
      echoes = echoes.then(sound)
    }
    network.journal.append({ kind: 'listening-started', callSid: leg.callSid, accepts: ['keys', 'speech'] })
    return leg.listen({
      awaits: 'keys-or-speech',
      heedsKey: () => true,
      heedsSpeech: () => true,
      key: (key) => echo(() => performance.hearsTone('digits', 250, key)),
      words(text) {
        const lasts = speakingTime(text, network.settings.wordsPerSecond)
        echo(() => performance.hears({ kind: 'speech', text, language: 'en-US' }, lasts))
      },
    })
  })
  return next('the echo is over')
}
