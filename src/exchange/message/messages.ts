/**
 * The messages of an exchange: what the app sends, and what people write.
 *
 * Knows who may be written to and what becomes of each message. Knows nothing of the REST interface or documents.
 */

import type { Instant } from '../../clock/clock.ts'
import type { Network } from '../network.ts'
import type { Parameter } from '../request/signature.ts'
import type { Subject } from '../request/subject.ts'
import { createCarriers } from './carriers.ts'
import { contentTypeOf } from './content-type.ts'
import { deliver } from './delivery.ts'
import { type MessageDirection, type MessageMedia, type MessageOptions, TextMessage } from './message.ts'
import type { MessageParty } from './message-party.ts'
import type { MessagingService } from './messaging-service.ts'
import { createOptOuts, type OptOuts } from './opt-out.ts'
import { createWhatsAppWindows, type WhatsAppWindows } from './whatsapp-window.ts'

/** Who is told how far a message has come. */
export interface MessageCallback {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** What is told now; undefined when nothing is. Default all of §9.2. */
  readonly parameters?: (message: TextMessage) => readonly Parameter[] | undefined
  /** On whose behalf; default the message's. */
  readonly subject?: Subject
}

/** A message the app sends. Taken as it is: whoever asks for it has checked it. */
export interface OutgoingMessage {
  readonly direction: MessageDirection
  /** Empty when the service finds a sender. */
  readonly from: string
  readonly to: string
  readonly body: string
  /** Absolute. */
  readonly mediaUrls?: readonly string[]
  readonly messagingServiceSid?: string
  readonly callback?: MessageCallback
  /** How long it may wait for its turn, in seconds. */
  readonly validSeconds?: number
  readonly sendAt?: Instant
  /** Whether it is a template that may be sent at any time. */
  readonly isTemplate?: boolean
  /** Whether the network itself sends it, which nothing stands against. */
  readonly isOfNetwork?: boolean
  /** The call it was sent in. */
  readonly callSid?: string
}

/** Everything about messages that an exchange remembers. */
export interface Messages {
  /** Oldest first. */
  all(): readonly TextMessage[]
  find(messageSid: string): TextMessage | undefined
  send(message: OutgoingMessage): TextMessage
  /** Writes a message down; it goes nowhere by itself. */
  add(options: Omit<MessageOptions, 'messageSid' | 'media'>, mediaUrls?: readonly string[]): TextMessage
  /** Ends the waiting of a scheduled message; false when it is not scheduled any more. */
  cancel(message: TextMessage): boolean
  remove(message: TextMessage): void
  readonly optOuts: OptOuts
  /** Whether a person does not want to hear from a sender, or from the service it belongs to. */
  isBlocked(sender: string, person: string): boolean
  readonly windows: WhatsAppWindows
  readonly services: Map<string, MessagingService>
  setParty(number: string, party: MessageParty): void
  partyAt(number: string): MessageParty
  /** Makes a number known to the carriers of the United States. */
  register(number: string): void
  isRegistered(number: string): boolean
  /** The service a number belongs to. */
  serviceOf(number: string): MessagingService | undefined
  /** When the next message of a sender has its turn; takes the turn. */
  nextTurn(sender: string, segments: number): Instant
  /** Hands segments to the carriers; a code when it is too much for them. Only for what goes from a long code to the United States. */
  carry(sender: string, segments: number): number | undefined
  /** Forgets all that is under way. */
  close(): void
}

/** Makes the store; `network` is asked for when it is first needed, since each needs the other. */
export function createMessages(network: () => Network): Messages {
  const messages = new Map<string, TextMessage>()
  const parties = new Map<string, MessageParty>()
  const registered = new Set<string>()
  const services = new Map<string, MessagingService>()
  const freeFrom = new Map<string, Instant>()

  const optOuts = createOptOuts()
  const serviceOf = (number: string) => [...services.values()].find(({ senders }) => senders.includes(number))

  function add(options: Omit<MessageOptions, 'messageSid' | 'media'>, mediaUrls: readonly string[] = []): TextMessage {
    const { createSid, clock } = network()
    const messageSid = createSid(mediaUrls.length > 0 ? 'MM' : 'SM')
    const media = mediaUrls.map(
      (url): MessageMedia => ({ mediaSid: createSid('ME'), url, contentType: contentTypeOf(url) }),
    )
    const message = new TextMessage({ ...options, messageSid, media }, clock)
    messages.set(messageSid, message)
    forgetOldest()
    return message
  }

  /** Only such as are done; in batches, as with calls. */
  function forgetOldest(): void {
    const { settings, journal } = network()
    const superfluous = messages.size - settings.keepMessages
    if (superfluous <= messages.size / 5) return
    const old = [...messages.values()].filter(({ isFinal }) => isFinal).slice(0, superfluous)
    for (const { messageSid } of old) messages.delete(messageSid)
    journal.forget(new Set(old.map(({ messageSid }) => messageSid)))
  }

  return {
    all: () => [...messages.values()],
    find: (messageSid) => messages.get(messageSid),
    add,
    send(request) {
      const { direction, from, to, body, mediaUrls, messagingServiceSid, sendAt } = request
      const status = sendAt !== undefined ? 'scheduled' : messagingServiceSid !== undefined ? 'accepted' : 'queued'
      const service = messagingServiceSid !== undefined && { messagingServiceSid }
      const message = add({ direction, from, to, body, status, ...service }, mediaUrls)
      void deliver(network(), message, request)
      return message
    },
    cancel(message) {
      if (message.status !== 'scheduled') return false
      message.life.cut()
      return true
    },
    remove: (message) => void messages.delete(message.messageSid),
    optOuts,
    isBlocked: (sender, person) => optOuts.has(serviceOf(sender)?.sid ?? sender, person),
    windows: createWhatsAppWindows(),
    services,
    setParty: (number, party) => void parties.set(number, party),
    // A number that no call reaches is reached by no message either.
    partyAt(number) {
      const bare = number.replace(/^whatsapp:/, '')
      const isDead = network().partyAt(bare)?.kind === 'unreachable'
      return (
        parties.get(number) ?? parties.get(bare) ?? (isDead ? { kind: 'fails', code: 30003 } : { kind: 'delivers' })
      )
    },
    register: (number) => void registered.add(number),
    isRegistered: (number) => registered.has(number),
    serviceOf,
    nextTurn(sender, segments) {
      const { clock, settings } = network()
      const turn = Math.max(clock.now(), freeFrom.get(sender) ?? 0)
      if (settings.segmentsPerSecond === Number.POSITIVE_INFINITY) return turn
      freeFrom.set(sender, turn + Math.ceil((segments * 1000) / settings.segmentsPerSecond))
      return turn
    },
    carry: createCarriers(network),
    close() {
      for (const { life } of messages.values()) life.cut()
    },
  }
}
