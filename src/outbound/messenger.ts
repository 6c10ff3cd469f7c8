/**
 * The Messenger: sends text messages, by SMS or WhatsApp. Takes a permit to say to whom, and sends each message once.
 */
import type { Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Permit } from '../consent/index.ts'
import type { OutboxEntry, Suppressions } from '../store/index.ts'
import { type Between, withId } from './dialer.ts'
import type { SenderLimits } from './sender-limits.ts'
import { findSent, type Order, type SendingOptions, type Sent, sendOnce } from './sending.ts'
import type { Twilio } from './twilio-client.ts'

/** A message to be sent. */
export interface MessageOrder {
  /** Tells this message from all others, for ever: it is sent once. Nothing personal. */
  readonly key: string
  /** At most 1600 characters; of a template, what it says, for the record of speed only. */
  readonly text: string
  /** An approved template, with its variables. */
  readonly template?: { readonly contentSid: string; readonly variables?: Readonly<Record<string, string>> }
  /** Is told how the message goes, absolute; the id of the message in the outbox is added as `outbox`. */
  readonly statusUrl: string
  /** How often this was tried before; default 0. */
  readonly tries?: number
}

export interface Messenger {
  /** Sends a message, or says when to ask again. */
  send(permit: Permit<'sms'> | Permit<'whatsapp'>, order: MessageOrder): Promise<Sent>
  /** Finds out whether a message was sent before; undefined when it was not. Nobody is written to. */
  find(between: WrittenBetween, order: MessageOrder): Promise<Sent | undefined>
}

/** Who writes to whom, and how. */
export interface WrittenBetween extends Between {
  readonly channel: 'sms' | 'whatsapp'
}

export interface MessengerOptions extends SendingOptions {
  readonly limits: SenderLimits
  readonly suppressions: Suppressions
}

/** He has said stop to the network, and we had not heard. */
const OPTED_OUT = 21610

/** The messenger of one process. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { client, outbox, limits, suppressions, clock } = options

  function orderOf({ to, from, channel }: WrittenBetween, order: MessageOrder): Order {
    const isWhatsApp = channel === 'whatsapp'
    const addressed = isWhatsApp ? { to: `whatsapp:${to}`, from: `whatsapp:${from}` } : { to, from }
    return {
      key: order.key,
      ask: (entry) =>
        client.change(async (twilio) => (await twilio.messages.create(parameters(addressed, order, entry))).sid),
      lookUp: (_entry, askedAt) =>
        client.read(async (twilio) => {
          const sids = await messagesSince(twilio, addressed, order, askedAt)
          const known = await outbox.knownAmong(sids)
          return sids.find((sid) => !known.has(sid))
        }),
      turn: () => limits.turn({ from, isWhatsApp, text: order.text }),
      heldUntil: () => limits.heldUntil({ from, isWhatsApp }),
      heed: (code) => limits.heed({ from, isWhatsApp }, code),
    }
  }

  return {
    async send(permit, order) {
      const { to, channel, content } = permit
      if (channel === 'whatsapp' && content === 'template' && order.template === undefined) {
        throw new TypeError('This permit is for a template, and the message has none.')
      }
      const sent = await sendOnce(permit, orderOf(permit, order), order.tries ?? 0, options)
      if (sent.kind === 'failed' && sent.code === OPTED_OUT) {
        await suppressions.stop({
          number: to,
          scope: 'everything',
          source: 'network',
          at: clock.now(),
          wording: '21610',
        })
      }
      return sent
    },
    find: (between, order) => findSent(orderOf(between, order), order.tries ?? 0, options),
  }
}

function parameters({ to, from }: Between, { text, template, statusUrl }: MessageOrder, { id }: OutboxEntry) {
  return {
    to,
    ...(from.startsWith('MG') ? { messagingServiceSid: from } : { from }),
    ...(template === undefined
      ? { body: text }
      : { contentSid: template.contentSid, contentVariables: JSON.stringify(template.variables ?? {}) }),
    statusCallback: withId(statusUrl, id),
  }
}

/** As for calls. */
const CLOCKS_DIFFER = minutes(2)
const MOST_LOOKED_AT = 50

/** Messages to that person since then that say the same; of a template nobody knows what it became. */
async function messagesSince(
  twilio: Twilio,
  { to, from }: Between,
  { text, template }: MessageOrder,
  since: Instant,
): Promise<readonly string[]> {
  const messages = await twilio.messages.list({ to, ...(!from.startsWith('MG') && { from }), limit: MOST_LOOKED_AT })
  return messages
    .filter(({ dateCreated, direction }) => dateCreated.getTime() >= since - CLOCKS_DIFFER && direction !== 'inbound')
    .filter(({ body }) => template !== undefined || body === text)
    .map(({ sid }) => sid)
}
