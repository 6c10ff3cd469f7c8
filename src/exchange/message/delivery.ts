/**
 * The way of a message from the app to a person, in exchange time.
 *
 * Source: reference twilio-platform.md §9.1 and §9.2; how long each step takes is a setting.
 */
import type { Duration } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import type { Network } from '../network.ts'
import { askApp } from '../request/ask-app.ts'
import { notifyApp } from '../request/notify-app.ts'
import { receiveMessage } from './inbound.ts'
import type { MessageStatus, TextMessage } from './message.ts'
import { fateOf } from './message-party.ts'
import { messageStatusParameters } from './message-wire.ts'
import type { OutgoingMessage } from './messages.ts'
import { isLongCodeToUs, isUnregistered } from './us-long-code.ts'

/** Longest wait for a turn. Source: §9.1, documented. */
const usualValidity = 36_000

/** Media of one file: jpeg, png and gif may be larger than the rest. Source: §9.1, documented. */
const mediaBytes = { picture: 5 * 1024 * 1024, other: 500 * 1024 }

/** Lets a message go its way until nothing more becomes of it. Never throws for what the app does. */
export async function deliver(network: Network, message: TextMessage, request: OutgoingMessage): Promise<void> {
  const endWork = network.beginWork(`delivery of message ${message.messageSid}`)
  const way = new Delivery(network, message, request)
  try {
    await way.go()
  } finally {
    endWork()
  }
}

class Delivery {
  readonly #network: Network
  readonly #message: TextMessage
  readonly #request: OutgoingMessage
  readonly #sids: { readonly messageSid: string; readonly callSid?: string }

  constructor(network: Network, message: TextMessage, request: OutgoingMessage) {
    this.#network = network
    this.#message = message
    this.#request = request
    const { callSid } = request
    this.#sids = { messageSid: message.messageSid, ...(callSid !== undefined && { callSid }) }
  }

  async go(): Promise<void> {
    if (!(await this.#isDue())) return
    this.#findSender()
    const { from, to, body: text } = this.#message
    this.#network.journal.append({ kind: 'message-sent', ...this.#sids, from, to, text })
    if (from === '') return this.#fail(21703)
    if (this.#message.status !== 'queued') this.#become('queued')
    if (!(await this.#hasTurn())) return
    const objection = this.#objection() ?? (await this.#mediaObjection())
    if (this.#message.life.isCut) return
    if (objection !== undefined) return this.#fail(objection)
    await this.#arrive()
  }

  /** Templates are checked when they are sent, and so is everything else that waited for its hour. */
  async #isDue(): Promise<boolean> {
    const { sendAt } = this.#request
    if (sendAt === undefined) return true
    const { clock } = this.#network
    const isWhole = await this.#message.life.until<true>((report) => {
      const timer = clock.after(sendAt - clock.now(), () => report(true))
      return (value) => {
        timer.cancel()
        if (value === undefined && !this.#network.isClosed) this.#become('canceled')
      }
    })
    return isWhole === true
  }

  /** The one who wrote to that person before, else the first. */
  #findSender(): void {
    const { messages } = this.#network
    const service = messages.services.get(this.#message.messagingServiceSid ?? '')
    if (service === undefined || this.#message.from !== '') return
    const before = messages.all().findLast(({ from, to }) => to === this.#message.to && service.senders.includes(from))
    this.#message.comeFrom(before?.from ?? service.senders[0] ?? '')
  }

  async #hasTurn(): Promise<boolean> {
    const { messages, clock, settings } = this.#network
    const { from, segments } = this.#message
    const wait = messages.nextTurn(from, segments) - clock.now()
    const validity = seconds(this.#request.validSeconds ?? usualValidity)
    if (wait <= validity) return this.#passes(wait + settings.messageSentAfter)
    if (await this.#passes(validity)) this.#fail(30036)
    return false
  }

  #objection(): number | undefined {
    const { messages, clock } = this.#network
    const { from, to, isWhatsApp, segments } = this.#message
    if (this.#request.isOfNetwork) return undefined
    if (isWhatsApp) {
      return this.#request.isTemplate || messages.windows.isOpen(to, from, clock.now()) ? undefined : 63016
    }
    if (messages.isBlocked(this.#message.messagingServiceSid ?? from, to)) return 21610
    if (isUnregistered(this.#network, from, to)) return 30034
    return isLongCodeToUs(from, to) ? messages.carry(from, segments) : undefined
  }

  /** Files are fetched before they are sent. Source: §9.1; which code a file that is not there leads to is inferred. */
  async #mediaObjection(): Promise<number | undefined> {
    for (const { url, contentType } of this.#message.media) {
      const isPicture = /^image\/(jpeg|png|gif)$/.test(contentType)
      const maximumBytes = isPicture ? mediaBytes.picture : mediaBytes.other
      const question = {
        leg: this.#message,
        purpose: 'media',
        url,
        method: 'GET',
        parameters: [],
        maximumBytes,
      } as const
      const reply = await askApp(this.#network, question)
      if (reply.kind === 'failure') return reply.code === 11750 ? 11751 : reply.code
      if (reply.status !== 200) return 11200
    }
    return undefined
  }

  async #arrive(): Promise<void> {
    const { messages, lines } = this.#network
    const { from, to, body, media } = this.#message
    const { failsWith, steps } = fateOf(messages.partyAt(to))
    if (failsWith !== undefined) return this.#fail(failsWith)
    this.#become('sent')
    for (const { status, afterSeconds, code } of steps) {
      if (!(await this.#passes(seconds(afterSeconds)))) return
      this.#become(status, code)
      // One of our own numbers is at the other end: it is asked like for any other message.
      if (status === 'delivered' && lines.has(to)) {
        void receiveMessage(this.#network, { from, to, body, mediaUrls: media.map(({ url }) => url) })
      }
    }
  }

  #fail(code: number): void {
    this.#become('failed', code)
    this.#network.report({ ...this.#sids, severity: 'error', code, ...(adviceOn[code] ?? failed) })
  }

  #become(status: MessageStatus, errorCode?: number): void {
    const message = this.#message
    message.become(status, errorCode)
    const what = { ...this.#sids, status, ...(errorCode !== undefined && { errorCode }) }
    this.#network.journal.append({ kind: 'message-status', ...what })
    const { callback } = this.#request
    if (callback === undefined) return
    const { url, method, subject = message } = callback
    const parameters = callback.parameters
      ? callback.parameters(message)
      : messageStatusParameters(message, this.#network)
    if (parameters) notifyApp(this.#network, { leg: subject, purpose: 'message-status', url, method, parameters })
  }

  async #passes(duration: Duration): Promise<boolean> {
    const isWhole = await this.#message.life.until<true>((report) => {
      const timer = this.#network.clock.after(duration, () => report(true))
      return () => timer.cancel()
    })
    return isWhole === true
  }
}

interface Advice {
  readonly message: string
  readonly help?: string
}

const failed: Advice = { message: 'The message was not sent.' }

const adviceOn: Readonly<Record<number, Advice>> = {
  21703: { message: 'The messaging service has no sender.', help: 'Give it a line of yours.' },
  30022: {
    message: 'Carriers take no more segments from this number in this minute.',
    help: 'Send it again later, and slower. Here: settings.carrierSegmentsPerMinute.',
  },
  30023: {
    message: 'Carriers take no more segments today.',
    help: 'Send it again after midnight of the Pacific coast. Here: settings.carrierSegmentsPerDay.',
  },
  30034: {
    message: 'The message comes from a long code that is not registered for messages to the United States.',
    help: 'On the real network: attach the number to an approved campaign. Here: isRegisteredForA2p on the line, registerSender, or settings.a2pRegistration.',
  },
  30036: {
    message: 'The message waited longer for its turn than it is valid.',
    help: 'Slow down, or let it wait longer.',
  },
  63016: {
    message: 'The user has not written in the last 24 hours, so only templates reach him.',
    help: 'Send a template by ContentSid.',
  },
}
