/** What somebody says while a recording runs. */

import type { Clock, Instant } from '../../clock/clock.ts'
import type { Leg } from '../call/leg.ts'
import { heardPart } from '../heard-part.ts'

/** Words being collected. */
export interface WordsSaid {
  /** The recording is over: what is being said is cut off there. Words of a microphone may still come for a while. */
  end(): void
  /** Everything that was said, in order; nothing is added any more. */
  close(): readonly string[]
}

/** Collects the words of a leg from now on. */
export function collectWords(leg: Leg, clock: Clock): WordsSaid {
  const said: { text: string; readonly from: Instant; readonly lasts: number }[] = []
  let endedAt: Instant | undefined
  const stop = leg.observe({
    says(text, lasts) {
      // A recogniser gives the words of a live voice when that is over already.
      const isBelated = lasts === 0 && leg.hasLiveMicrophone
      if (endedAt === undefined || isBelated) said.push({ text, from: clock.now(), lasts })
    },
  })
  return {
    end() {
      endedAt ??= clock.now()
    },
    close() {
      stop()
      return said
        .map(({ text, from, lasts }) =>
          endedAt === undefined || from + lasts <= endedAt || lasts === 0
            ? text
            : heardPart(text, (endedAt - from) / lasts),
        )
        .filter((text) => text !== '')
    },
  }
}
