/**
 * Messages that people have written and that no webhook has told us of: the app was down, or too slow for its network, which
 * asks once and never again. Before anything leaves, what was written to its sender is read at the network, so that nobody
 * is reached whose stop got lost on its way.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'
import type { Contacts, InboundMessage } from '../store/index.ts'
import { WRONG_KEY } from './sending.ts'
import type { TwilioClient } from './twilio-client.ts'

/** A message that somebody wrote to us, as the network lists it; `at`: when it was written. */
export type MissedMessage = Omit<InboundMessage, 'meaning' | 'answer'>

/** Why nothing may leave yet, and when to ask again. */
export interface Unread {
  readonly reason: string
  readonly until: Instant
}

export interface MissedMessages {
  /**
   * Makes sure that what was written to a line is known; asks the network at most every ten minutes. Undefined when it is.
   *
   * @param line as the network addresses it: a number, `whatsapp:` and a number, or a messaging service
   */
  read(line: string): Promise<Unread | undefined>
}

export interface MissedMessagesOptions {
  readonly client: TwilioClient
  readonly contacts: Pick<Contacts, 'messagesReadUntil' | 'keepMessagesRead' | 'receivedAmong'>
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'warn'>
  /** Takes one in as its webhook would have; throws when it cannot be kept. */
  readonly take: (message: MissedMessage) => Promise<void>
}

/** So long what was read counts as all there is: webhooks tell of the rest. */
const EVERY = minutes(10)
/** So far back a line is read that never was. */
const AT_FIRST = hours(24)
/** The network's list may be behind its webhooks, and its clock differ from ours. */
const OVERLAP = minutes(2)
const ASK_AGAIN = seconds(30)

/** What was missed, for one process. */
export function createMissedMessages({ client, contacts, clock, log, take }: MissedMessagesOptions): MissedMessages {
  const readAt = new Map<string, Instant>()
  const reading = new Map<string, Promise<Unread | undefined>>()

  async function catchUp(line: string): Promise<Unread | undefined> {
    const now = clock.now()
    const since = ((await contacts.messagesReadUntil(line)) ?? now - AT_FIRST) - OVERLAP
    const asked = await client.read((twilio) =>
      twilio.messages.list({
        // The numbers of a service are not known here.
        ...(!isService(line) && { to: line }),
        dateSentAfter: new Date(since),
        pageSize: 1000,
      }),
    )
    if (asked.kind === 'failed') {
      const { kind, isOfCredentials, reason, retryAfter = ASK_AGAIN } = asked.failure
      if (isOfCredentials) return { reason, until: clock.now() + WRONG_KEY }
      if (kind === 'transient') return { reason, until: clock.now() + retryAfter }
      log.warn(
        { reason },
        'messages that were missed cannot be read at the network: a stop that did not reach us stays unknown',
      )
      readAt.set(line, now)
      return undefined
    }
    const written = asked.value
      .filter(({ direction, dateCreated }) => direction === 'inbound' && dateCreated.getTime() >= since)
      // The account may have numbers that are nothing to us.
      .filter(({ messagingServiceSid }) => !isService(line) || messagingServiceSid === line)
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
    const known = await contacts.receivedAmong(written.map(({ sid }) => sid))
    const missed = written.filter(({ sid }) => !known.has(sid))
    for (const { sid, from, to, body, numMedia, dateCreated } of missed) {
      const channel = from.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
      const files = Number(numMedia) || 0
      await take({ sid, channel, from: bare(from), to: bare(to), text: body, files, at: dateCreated.getTime() })
    }
    await contacts.keepMessagesRead(line, now)
    readAt.set(line, now)
    if (missed.length > 0)
      log.info({ messages: missed.length }, 'messages that no webhook had told of were read at the network')
    return undefined
  }

  return {
    read(line) {
      if ((readAt.get(line) ?? -Infinity) + EVERY > clock.now()) return Promise.resolve(undefined)
      const before = reading.get(line)
      if (before !== undefined) return before
      const mine = catchUp(line).finally(() => reading.delete(line))
      reading.set(line, mine)
      return mine
    },
  }
}

const isService = (line: string) => line.startsWith('MG')
const bare = (address: string) => address.replace(/^whatsapp:/, '')
