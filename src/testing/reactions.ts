/**
 * What people in a test do by themselves when they hear certain words.
 */
import type { JournalEvent } from '../exchange/index.ts'
import type { Person } from './person.ts'
import { matches } from './words.ts'

/** What somebody does on hearing something; several things are done in this order. */
export interface Reaction {
  readonly presses?: string | number
  readonly says?: string
  readonly hangsUp?: boolean
}

/** Lets `person` react each time the words have been spoken to the end. */
export function reactTo(person: Person, words: string | RegExp, { presses, says, hangsUp }: Reaction): void {
  const { journal } = person.line.exchange
  let isWanted = false
  journal.subscribe((event: JournalEvent) => {
    if (!('callSid' in event) || event.callSid !== person.call?.callSid) return
    if (event.kind === 'prompt-started') isWanted = event.prompt.kind === 'speech' && matches(event.prompt.text, words)
    if (event.kind !== 'prompt-ended' || !isWanted) return
    isWanted = false
    // Not in the middle of what the network is doing at this moment.
    queueMicrotask(() => {
      if (presses !== undefined) person.presses(presses)
      if (says !== undefined) person.says(says)
      if (hangsUp) person.hangsUp()
    })
  })
}
