/**
 * Keywords, and who does not want to hear from whom.
 *
 * Source: reference twilio-platform.md §10, the default handling of long codes and messaging services, documented; the
 * words of the network's own replies are inferred.
 */

/** What a whole message may be. */
export type Keyword = 'stop' | 'start' | 'help'

const words: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  start: ['START', 'YES', 'UNSTOP'],
  help: ['HELP', 'INFO'],
}

/** Toll-free: the carrier's own, where only these count. */
const tollFreeWords: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ['STOP'],
  start: ['START', 'UNSTOP'],
  help: ['HELP'],
}

/** The keyword a message is; undefined when it is more or other than that. */
export function keywordOf(body: string, isTollFree: boolean): Keyword | undefined {
  const word = body.trim().toUpperCase()
  const known = isTollFree ? tollFreeWords : words
  return (['stop', 'start', 'help'] as const).find((keyword) => known[keyword].includes(word))
}

/** What the network itself answers. */
export const keywordReplies: Readonly<Record<Keyword, string>> = {
  stop: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  start:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  help: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
}

/** Who blocked whom. A sender is a number, or the SID of a messaging service for all of its numbers. */
export interface OptOuts {
  has(sender: string, person: string): boolean
  /** Takes a keyword; true when something changed, or when help is asked for by one who may be written to. */
  take(keyword: Keyword, sender: string, person: string): boolean
}

/** Makes an empty list. */
export function createOptOuts(): OptOuts {
  const pairs = new Set<string>()
  return {
    has: (sender, person) => pairs.has(`${sender} ${person}`),
    take(keyword, sender, person) {
      const pair = `${sender} ${person}`
      if (keyword === 'help') return !pairs.has(pair)
      if (keyword === 'start') return pairs.delete(pair)
      const isNew = !pairs.has(pair)
      pairs.add(pair)
      return isNew
    },
  }
}
