import type { CallEvent } from '../event.ts'
import type { PromptVerb } from '../prompt.ts'
import type { Tries } from '../session.ts'
import type { Move } from '../step-behaviour.ts'
import { greetingMenu } from './greetings.ts'
import { mainMenu, messagesOf } from './main-menu.ts'
import { playMessage } from './messages.ts'
import { sentence, tryAgain, type Visit } from './visit.ts'

/** What the caller chose of the main menu. */
export function takeMain(visit: Visit, event: CallEvent): Move {
  const again = (why: readonly PromptVerb[], tries: Tries) => mainMenu(visit, why, [], tries)
  if (event.kind !== 'digits') return tryAgain(visit, 'silences', [], again)
  switch (event.digits) {
    case '1': {
      const ids = messagesOf(visit).map(({ id }) => id)
      return ids.length > 0
        ? playMessage(visit, { ids, place: 0 })
        : again(sentence(visit, 'noMessages'), visit.context.session.tries)
    }
    case '2':
      return greetingMenu(visit)
    case '9':
      return visit.then === undefined ? tryAgain(visit, 'mistakes', [], again) : { kind: 'go', to: visit.then }
    default:
      return tryAgain(visit, 'mistakes', [], again)
  }
}
