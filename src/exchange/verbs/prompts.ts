/** What is heard inside a verb that listens: a Gather, a Pay. */
import type { Pause, Play, Say } from '../../twiml/index.ts'
import type { Performance } from '../performance.ts'
import { performPause } from './pause.ts'
import { performPlay } from './play.ts'
import { performSay } from './say.ts'

/** Lets them be heard one after the other, until they are over or the performance is cut. */
export async function performPrompts(
  prompts: readonly (Say | Play | Pause)[],
  performance: Performance,
): Promise<void> {
  for (const prompt of prompts) {
    if (performance.scope.isCut) return
    if (prompt.verb === 'say') await performSay(prompt, performance)
    else if (prompt.verb === 'play') await performPlay(prompt, performance)
    else await performPause(prompt, performance)
  }
}
