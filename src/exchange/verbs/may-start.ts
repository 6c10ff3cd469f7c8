import type { StartNoun } from '../../twiml/index.ts'
import { isTaken } from '../background.ts'
import type { Performance } from '../performance.ts'

/** Whether the name of what is to be started is free; reports when it is not. Source: §4.12, inferred. */
export function mayStart(noun: StartNoun, performance: Performance): boolean {
  if (noun.name === undefined || !isTaken(performance.leg, noun.verb, noun.name)) return true
  const message = `A ${noun.verb} of that name runs already; this one is not started.`
  performance.report({ severity: 'error', message, help: 'Stop the first, or give this one another name.' }, noun)
  return false
}

/** What `verb-ended` says of something that was not started for its name. */
export const nameIsTaken = 'its name is taken'
