/**
 * A stream: the sound of a call, sent to a web socket of the app; when it goes both ways, the app is heard too.
 *
 * What is sent is not the real sound: a hum where somebody speaks or a prompt plays, silence elsewhere.
 * Source: reference twiml-voice.md §5.8, documented; that chunks are counted by track is our inference.
 */
import type { Instant, Timer } from '../../clock/clock.ts'
import type { Leg } from '../call/leg.ts'
import type { FindingMade } from '../journal-event.ts'
import type { Network } from '../network.ts'
import { notifyApp } from '../request/notify-app.ts'
import { AppSocket, type AppSocketEnd } from '../socket/app-socket.ts'
import { readAppMessage } from './app-message.ts'
import { frameLasts, hummingFrame, silentFrame } from './mu-law.ts'
import { Playback } from './playback.ts'

export type Track = 'inbound' | 'outbound'

export interface StreamRequest {
  readonly leg: Leg
  /** Absolute. */
  readonly url: string
  readonly streamSid: string
  readonly name: string
  readonly tracks: readonly Track[]
  readonly isBidirectional: boolean
  readonly parameters: Readonly<Record<string, string>>
  readonly callback?: { readonly url: string; readonly method: 'GET' | 'POST' }
  /** Writes a finding about the element that started the stream. */
  report(finding: Pick<FindingMade, 'severity' | 'code' | 'message' | 'help'>): void
  /** The app closed the stream, or it failed; not called after `stop`. */
  ended(why: 'closed' | 'failed'): void
}

export class MediaStream {
  readonly #network: Network
  readonly #request: StreamRequest
  readonly #socket: AppSocket
  readonly #playback: Playback
  readonly #chunks: Record<Track, number> = { inbound: 0, outbound: 0 }
  readonly #wasSounding: Record<Track, boolean> = { inbound: false, outbound: false }
  #sequenceNumber = 0
  #startedAt: Instant = 0
  #frames = 0
  #nextFrame: Timer | undefined
  #isStopped = false

  /** Begins at once to open the socket. */
  constructor(network: Network, request: StreamRequest) {
    const { leg, url, report } = request
    this.#network = network
    this.#request = request
    this.#socket = new AppSocket(network, {
      leg,
      purpose: 'stream',
      url,
      report,
      opened: () => this.#opened(),
      message: (text) => this.#hear(text),
      ended: (end) => this.#ended(end),
    })
    const reached = (name: string) => this.#send('mark', { mark: { name } })
    this.#playback = new Playback(network, leg, this.#socket.url, reached)
  }

  /** The person pressed a key; only a stream that goes both ways tells of it. */
  press(digit: string): void {
    if (this.#request.isBidirectional) this.#send('dtmf', { dtmf: { track: 'inbound_track', digit } })
  }

  /** Ends the stream from this side. Doing it twice, or after its end, does nothing. */
  stop(): void {
    if (this.#isStopped) return
    const wasOpen = this.#socket.isOpen
    this.#cease()
    const { callSid } = this.#request.leg
    this.#send('stop', { stop: { accountSid: this.#network.accountSid, callSid } })
    this.#socket.close()
    if (wasOpen) this.#tell('stream-stopped')
  }

  #opened(): void {
    const { leg, tracks, parameters } = this.#request
    this.#socket.send('connected', { event: 'connected', protocol: 'Call', version: '1.0.0' })
    this.#send('start', {
      start: {
        accountSid: this.#network.accountSid,
        streamSid: this.#request.streamSid,
        callSid: leg.callSid,
        tracks,
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
    })
    this.#tell('stream-started')
    this.#startedAt = this.#network.clock.now()
    this.#armFrame()
  }

  /** By the number of frames, so that a clock that fires late does not slow the stream down. */
  #armFrame(): void {
    const dueAt = this.#startedAt + (this.#frames + 1) * frameLasts
    this.#nextFrame = this.#network.clock.after(dueAt - this.#network.clock.now(), () => this.#sendFrame())
  }

  #sendFrame(): void {
    const { leg, tracks } = this.#request
    const timestamp = this.#frames * frameLasts
    this.#frames += 1
    this.#armFrame()
    if (this.#socket.isCongested) {
      this.#socket.warn(31930, 'The app does not read its socket; media is left out until it does.')
      return
    }
    for (const track of tracks) {
      const isSounding = track === 'inbound' ? leg.isSpeaking : leg.isHearing
      // A voice that ended within the frame is in it too.
      const isHeard = isSounding || this.#wasSounding[track]
      this.#wasSounding[track] = isSounding
      this.#sendMedia(track, timestamp, isHeard ? hummingFrame : silentFrame)
    }
  }

  #sendMedia(track: Track, timestamp: number, payload: string): void {
    this.#sequenceNumber += 1
    this.#chunks[track] += 1
    const media = { track, chunk: String(this.#chunks[track]), timestamp: String(timestamp), payload }
    const { streamSid } = this.#request
    const message = { event: 'media', sequenceNumber: String(this.#sequenceNumber), media, streamSid }
    this.#socket.sendQuietly(JSON.stringify(message))
  }

  #send(event: 'start' | 'mark' | 'dtmf' | 'stop', content: object): void {
    this.#sequenceNumber += 1
    const sequenceNumber = String(this.#sequenceNumber)
    this.#socket.send(event, { event, sequenceNumber, ...content, streamSid: this.#request.streamSid })
  }

  #hear(text: string | undefined): void {
    if (!this.#request.isBidirectional) {
      const help = 'Connect a stream that goes both ways in place of starting one.'
      this.#socket.warn(31951, 'The app sent a message on a stream that only listens; it is ignored.', help)
      return
    }
    const message = readAppMessage(text, this.#request.streamSid)
    if (message.kind === 'media') {
      this.#play(message.lasts)
      return
    }
    if (message.kind === 'unusable') {
      this.#socket.warn(message.code, message.message)
      return
    }
    this.#socket.note('from-app', message.kind, text ?? '')
    if (message.kind === 'mark') this.#playback.mark(message.name)
    else this.#playback.clear()
  }

  #play(lasts: number): void {
    if (this.#playback.add(lasts)) return
    this.#socket.warn(31930, 'More than ten minutes of sound wait to be heard; what came now is discarded.')
  }

  #ended(end: AppSocketEnd): void {
    this.#cease()
    const failure = failureOf(end)
    if (failure === undefined) this.#tell('stream-stopped')
    else {
      this.#request.report({ severity: 'error', ...failure })
      this.#tell('stream-error', failure.message)
    }
    this.#request.ended(failure === undefined ? 'closed' : 'failed')
  }

  #cease(): void {
    this.#isStopped = true
    this.#nextFrame?.cancel()
    this.#playback.stop()
  }

  /** Source: reference twiml-voice.md §5.8, documented. */
  #tell(event: 'stream-started' | 'stream-stopped' | 'stream-error', error = ''): void {
    const { leg, callback } = this.#request
    if (callback === undefined) return
    const { accountSid, clock } = this.#network
    notifyApp(this.#network, {
      leg,
      purpose: 'stream-status',
      ...callback,
      parameters: [
        ['AccountSid', accountSid],
        ['CallSid', leg.callSid],
        ['StreamSid', this.#request.streamSid],
        ['StreamName', this.#request.name],
        ['StreamEvent', event],
        ['StreamError', error],
        ['Timestamp', new Date(clock.now()).toISOString()],
      ],
    })
  }
}

/** An app that goes without saying goodbye, or with an error of its own, has failed. */
function failureOf(end: AppSocketEnd): { readonly code: number; readonly message: string } | undefined {
  if (end.kind === 'failed') return { code: end.code, message: `The stream's web socket failed: ${end.message}` }
  if (end.code === 1000 || end.code === 1001 || end.code === 1005) return undefined
  return { code: 31921, message: `The app ended the stream's web socket with code ${end.code}.` }
}
