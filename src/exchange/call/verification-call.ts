/**
 * The call by which somebody proves that a number is his: he is asked for six digits that only the account was shown.
 *
 * Source: reference twilio-platform.md §8, documented; the words, three tries and thirty seconds for each are inferred.
 */
import type { Duration } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { speakingTime } from '../../twiml/speaking-time.ts'
import type { Network } from '../network.ts'
import type { Leg } from './leg.ts'

/** What to verify. */
export interface Verification {
  /** E.164. */
  readonly to: string
  /** Six digits. */
  readonly code: string
  readonly delay: Duration
  /** Told once, when the call is over. */
  ended(leg: Leg, isVerified: boolean): void
}

const caller = '+15005550006'
const question = 'Please enter the six digits that you were shown.'
const tries = 3
const patience = seconds(30)

/** Places the call. A trial account verifies its numbers by it, so it reaches anybody. */
export function placeVerificationCall(network: Network, { to, code, delay, ended }: Verification): Leg {
  const leg = network.addLeg({ direction: 'outbound-api', from: caller, to })
  leg.queueTime = delay
  let isVerified = false
  leg.when('over', () => ended(leg, isVerified))
  leg.when('answered', () => {
    void ask(network, leg, code).then((isRight) => {
      isVerified = isRight
      leg.finish('completed', isRight ? 'the number was verified' : 'the number was not verified')
    })
  })
  // Not before whoever asked has been shown the code.
  if (delay === 0) queueMicrotask(() => dial(network, leg))
  else onLeg(network, leg, delay, () => dial(network, leg))
  return leg
}

function dial(network: Network, leg: Leg): void {
  if (leg.isOver) return
  leg.initiate()
  onLeg(network, leg, seconds(60), () => leg.isAnswered || leg.finish('no-answer', 'nobody answered in time'))
  network.reachParty(leg, true)
}

async function ask(network: Network, leg: Leg, code: string): Promise<boolean> {
  for (let attempt = 0; attempt < tries && !leg.isOver; attempt++) {
    if ((await enter(network, leg)) === code) return true
  }
  return false
}

/** The next six digits; undefined when they do not come. */
async function enter({ clock, journal, settings }: Network, leg: Leg): Promise<string | undefined> {
  const { callSid } = leg
  const lasts = speakingTime(question, settings.wordsPerSecond)
  let digits = ''
  return leg.life.until<string>((report) => {
    const timer = clock.after(lasts + patience, () => report(''))
    const stopListening = leg.listen({
      awaits: 'keys',
      heedsKey: () => true,
      heedsSpeech: () => false,
      key: (key) => {
        digits += key
        if (digits.length === 6) report(digits)
      },
    })
    const prompt = { kind: 'speech', text: question, language: 'en-US' } as const
    journal.append({ kind: 'prompt-started', callSid, prompt, lasts })
    return (value) => {
      timer.cancel()
      stopListening()
      journal.append({ kind: 'prompt-ended', callSid, interrupted: value !== '' })
    }
  })
}

/** After so long, unless the leg is over by then. */
function onLeg({ clock }: Network, leg: Leg, delay: Duration, act: () => void): void {
  void leg.life.until<true>((report) => {
    const timer = clock.after(delay, () => {
      report(true)
      act()
    })
    return () => timer.cancel()
  })
}
