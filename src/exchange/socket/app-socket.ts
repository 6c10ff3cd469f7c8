/**
 * A web socket from a call to the app: signed, journalled, limited, and always over in the end.
 *
 * Virtual time stands still while it opens and closes, and after each burst of messages until the app has read them:
 * two pings after it must be answered. So what the app answers at once is heard before time moves. What it answers
 * after real work of its own comes when it comes.
 */
import type { Instant, Timer } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { systemClock } from '../../clock/system-clock.ts'
import type { Leg } from '../call/leg.ts'
import type { FindingMade, SocketOpened } from '../journal-event.ts'
import type { Network } from '../network.ts'
import { sign, signedText } from '../request/signature.ts'
import type { Socket, SocketEnd } from './socket-transport.ts'

/** What an app socket is opened for, and who hears of it. */
export interface SocketErrand {
  readonly leg: Leg
  readonly purpose: SocketOpened['purpose']
  /** Absolute; `wss`, or `ws` to this machine. */
  readonly url: string
  /** Writes a finding about the element the socket was opened for. */
  report(finding: Pick<FindingMade, 'severity' | 'code' | 'message' | 'help'>): void
  opened(): void
  /** A message of the app; undefined for a binary one. */
  message(text: string | undefined): void
  /** The socket ended, and not because of `close`. */
  ended(end: AppSocketEnd): void
}

/** How a socket ended that was not closed from this side. */
export type AppSocketEnd =
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  /** `code` of the error dictionary, 31901 to 31924. */
  | { readonly kind: 'failed'; readonly code: number; readonly message: string }

/** Source: reference twiml-voice.md §11. */
const failureCodes: Readonly<Record<Extract<SocketEnd, { kind: 'failure' }>['stage'], number>> = {
  timeout: 31901,
  refused: 31902,
  broken: 31903,
  unreachable: 31904,
  tls: 31910,
  handshake: 31920,
  malformed: 31923,
  protocol: 31924,
}

const longestMessage = 1024 * 1024

/** The app may be this far behind with reading, in bytes, before media is no longer sent to it. */
const longestBacklog = 1024 * 1024

/** Messages of the app at one moment of call time, before that counts as an attack: twenty minutes of media frames. */
const mostMessagesAtOnce = 60_000

/** Real time an app has to answer a ping or a goodbye; while it is heard, it has so much again, some times. */
const patience = seconds(1)
const mostLooks = 20

const mostFindings = 10

export class AppSocket {
  readonly socketId: string
  /** Without credentials and fragment. */
  readonly url: string
  readonly #network: Network
  readonly #errand: SocketErrand
  readonly #socket: Socket
  readonly #endWork: () => void
  #state: 'opening' | 'open' | 'closing' | 'over' = 'opening'
  #release: (() => void) | undefined
  #patience: Timer | undefined
  #pingsToCome = 0
  #hasHeard = false
  /** Whether the app has left a ping unanswered; then time goes on without it until it answers. */
  #isDeaf = false
  #hasSaidDeaf = false
  #findings = 0
  #countedAt: Instant = 0
  #count = 0

  constructor(network: Network, errand: SocketErrand) {
    this.#network = network
    this.#errand = errand
    this.socketId = `socket-${network.nextRequestId().replace(/^\D+/, '')}`
    this.#endWork = network.beginWork(`${this.socketId} to the app`)
    this.#release = network.clock.hold(`${this.socketId} opens`)
    const url = bareUrl(errand.url)
    this.url = url
    const signature = sign(network.authToken, signedText(url, []))
    const { callSid } = errand.leg
    const { socketId } = this
    network.journal.append({ kind: 'socket-opened', callSid, socketId, purpose: errand.purpose, url, signature })
    const headers = { 'user-agent': 'TwilioProxy/1.1', 'x-twilio-signature': signature }
    const handshakeTimeout = network.settings.connectTimeout
    const request = { url: withoutFragment(errand.url), headers, handshakeTimeout, maximumBytes: longestMessage }
    this.#socket = network.socketTransport(request, {
      opened: () => this.#opened(),
      message: (message) => this.#heard(message),
      pong: () => this.#ponged(),
      ended: (end) => this.#ended(end),
    })
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Whether the app reads too slowly for more media. */
  get isCongested(): boolean {
    return this.#socket.backlog > longestBacklog
  }

  /** Sends a message that people want to read in the journal. Does nothing unless the socket is open. */
  send(name: string, message: object): void {
    if (!this.isOpen) return
    const text = JSON.stringify(message)
    this.note('to-app', name, text)
    this.sendQuietly(text)
  }

  /** Sends one of many: it is not in the journal. Does nothing unless the socket is open. */
  sendQuietly(text: string): void {
    if (!this.isOpen) return
    this.#socket.send(text)
    this.#awaitApp()
  }

  /** Writes a message into the journal. */
  note(direction: 'to-app' | 'from-app', name: string, text: string): void {
    const { callSid } = this.#errand.leg
    this.#network.journal.append({ kind: 'socket-message', callSid, socketId: this.socketId, direction, name, text })
  }

  /** Warns of something the app sent; at most ten times a socket, so that garbage does not fill the journal; then false. */
  warn(code: number, message: string, help?: string): boolean {
    this.#findings += 1
    if (this.#findings > mostFindings) return false
    const more = this.#findings === mostFindings ? ' Further warnings about this socket are left out.' : ''
    const advice = help === undefined ? {} : { help }
    this.#errand.report({ severity: 'warning', code, message: message + more, ...advice })
    return true
  }

  /** Says goodbye, or gives up opening. Nothing is heard of the socket afterwards. */
  close(code = 1000, reason = ''): void {
    if (this.#state === 'closing' || this.#state === 'over') return
    const wasOpen = this.#state === 'open'
    this.#state = 'closing'
    this.#stopWaiting()
    this.#release = this.#network.clock.hold(`${this.socketId} closes`)
    if (!wasOpen) {
      this.#socket.drop()
      return
    }
    this.#patience = systemClock.after(patience, () => this.#socket.drop())
    this.#socket.close(code, reason)
  }

  #opened(): void {
    if (this.#state !== 'opening') return
    this.#state = 'open'
    this.#stopWaiting()
    this.#errand.opened()
  }

  #heard(text: string | undefined): void {
    if (this.#state !== 'open') return
    this.#hasHeard = true
    const now = this.#network.clock.now()
    this.#count = this.#countedAt === now ? this.#count + 1 : 1
    this.#countedAt = now
    if (this.#count <= mostMessagesAtOnce) {
      this.#errand.message(text)
      return
    }
    const message = `The app sent more than ${mostMessagesAtOnce} messages at one moment; the connection is broken off.`
    this.#over({ kind: 'failed', code: failureCodes.protocol, message })
    this.#socket.drop()
  }

  /** Holds the clock until the app has read all that was sent, and what it does at once has been heard. */
  #awaitApp(): void {
    // Real time cannot be held, and the real network does not ping either.
    if (this.#isDeaf || this.#network.clock === systemClock) return
    // Of a ping that is under way nobody knows whether it was read before this message.
    this.#pingsToCome = this.#release === undefined ? 2 : 3
    if (this.#release !== undefined) return
    this.#release = this.#network.clock.hold(`the app reads from ${this.socketId}`)
    this.#ping()
  }

  #ping(): void {
    this.#bePatient()
    this.#socket.ping()
  }

  /**
   * A ping waits its turn behind what the app is sending; only one who says nothing either is deaf. That is looked at twice, as
   * this process may have been too busy to hear him before the first.
   */
  #bePatient(looks = 1, isSilent = false): void {
    this.#hasHeard = false
    this.#patience = systemClock.after(patience / 2, () => {
      if (this.#hasHeard && looks < mostLooks) this.#bePatient(looks + 1)
      else if (isSilent || looks === mostLooks) this.#goOnWithoutApp()
      else this.#bePatient(looks + 1, true)
    })
  }

  #ponged(): void {
    this.#isDeaf = false
    if (this.#state !== 'open' || this.#release === undefined) return
    this.#patience?.cancel()
    this.#pingsToCome -= 1
    if (this.#pingsToCome > 0) this.#ping()
    else this.#stopWaiting()
  }

  #goOnWithoutApp(): void {
    this.#isDeaf = true
    this.#stopWaiting()
    if (this.#hasSaidDeaf) return
    this.#hasSaidDeaf = true
    const message = `The app does not answer pings on ${this.socketId}; virtual time goes on without it.`
    this.#errand.report({ severity: 'warning', message, help: 'Answer a ping with a pong, as RFC 6455 asks.' })
  }

  #stopWaiting(): void {
    this.#patience?.cancel()
    this.#release?.()
    this.#release = undefined
  }

  #ended(end: SocketEnd): void {
    this.#over(
      end.kind === 'closed' ? end : { kind: 'failed', code: failureCodes[end.stage], message: sentence(end.message) },
    )
    this.#stopWaiting()
    this.#endWork()
  }

  #over(end: AppSocketEnd): void {
    if (this.#state === 'over') return
    const isOurs = this.#state === 'closing'
    this.#state = 'over'
    this.#journalEnd(end, isOurs)
    if (!isOurs) this.#errand.ended(end)
  }

  #journalEnd(end: AppSocketEnd, isOurs: boolean): void {
    const about = { callSid: this.#errand.leg.callSid, socketId: this.socketId }
    if (end.kind === 'failed' && !isOurs) {
      const { code, message } = end
      this.#network.journal.append({ kind: 'socket-failed', ...about, code, message })
      return
    }
    const { code, reason } = end.kind === 'closed' ? end : { code: 1006, reason: '' }
    const closedBy = isOurs ? 'network' : 'app'
    this.#network.journal.append({ kind: 'socket-closed', ...about, code, reason, closedBy })
  }
}

/** The URL as it is signed and written down: without credentials and fragment. */
function bareUrl(text: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href
}

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
