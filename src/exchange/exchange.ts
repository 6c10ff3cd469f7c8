/**
 * The exchange: an emulated telephone network that does to an app what Twilio does.
 *
 * It knows lines, callers and callees; the app it meets only over HTTP, through signed requests.
 */
import type { Clock, Duration } from '../clock/clock.ts'
import { createSid } from '../phone/sid.ts'
import { speakingTime } from '../twiml/speaking-time.ts'
import { type Arrival, arrivalOf, type CallRequest } from './call/arrival.ts'
import { type Call, createCall } from './call/call.ts'
import { limitCall } from './call/call-limits.ts'
import { type CallChange, changeCall } from './call/change-call.ts'
import { isInCircle } from './call/circle.ts'
import { createConferences } from './call/conference.ts'
import { joinFarEnd } from './call/far-end.ts'
import { Leg, type LegOptions } from './call/leg.ts'
import type { Line, TwimlApplication, VoiceUrls } from './call/line.ts'
import { type OutboundCall, placeOutboundCall } from './call/outbound-call.ts'
import { type PartyBehaviour, type PartyWorld, startParty } from './call/party.ts'
import { createQueues } from './call/queue.ts'
import { begin } from './conduct.ts'
import { lookUpError } from './error-dictionary.ts'
import { createJournal, type Journal } from './journal.ts'
import { type MessageRequest, takeIn } from './message/inbound.ts'
import type { TextMessage } from './message/message.ts'
import type { MessageParty } from './message/message-party.ts'
import { createMessages } from './message/messages.ts'
import type { MessagingService } from './message/messaging-service.ts'
import type { Network } from './network.ts'
import { defaultConnector, type PaymentConnector } from './payment/payment-connector.ts'
import { createByteSource, createToken } from './random.ts'
import { type AudioVerdict, createRecordings, type Recording } from './recording/recordings.ts'
import { createTranscriptions } from './recording/transcriptions.ts'
import { type A2pReviewer, createRegistrations } from './registration/registrations.ts'
import { createHttpTransport } from './request/http-transport.ts'
import { followProgress } from './request/notify-app.ts'
import type { Transport } from './request/transport.ts'
import { createCallbackPost, type Weather } from './request/weather.ts'
import type { Credentials } from './rest/authenticate.ts'
import { answerOneTimePassword } from './rest/resources/brands.ts'
import { defaultSettings, type ExchangeSettings } from './settings.ts'
import type { SocketTransport } from './socket/socket-transport.ts'
import { createWsTransport } from './socket/ws-transport.ts'
import { refuseUnverified } from './trial.ts'

/** What {@link createExchange} takes. */
export interface ExchangeOptions {
  /** `AC` and 32 hex digits; the account all calls belong to. */
  readonly accountSid: string
  /** Signs every request. Never appears in the journal. */
  readonly authToken: string
  readonly clock: Clock
  /** Where this exchange serves recordings, without a slash at the end. Default `https://api.twilio.com`. */
  readonly baseUrl?: string
  /** Makes SIDs and tokens the same in every run. Default: unpredictable ones. */
  readonly seed?: number
  /** Numbers besides the lines that calls may show, in E.164; a trial account reaches only these. Default none. */
  readonly verifiedNumbers?: readonly string[]
  /** Who may use the REST interface besides the account with its token. Default nobody. */
  readonly credentials?: Credentials
  /** How requests reach the app. Default: real HTTP. */
  readonly transport?: Transport
  /** How web sockets reach the app. Default: real ones. */
  readonly socketTransport?: SocketTransport
  /** Knobs that differ from `defaultSettings`. */
  readonly settings?: Partial<ExchangeSettings>
}

/** What has not come to its end. All empty once every call is over and every last request is answered. */
export interface Leftovers {
  /** CallSids of legs that are not over. */
  readonly legs: readonly string[]
  /** Waits on those legs, each with its timers. */
  readonly timers: number
  /** SIDs of recordings in progress or not yet available. */
  readonly recordings: readonly string[]
  /** What is still being done, such as the last action request of a call. */
  readonly work: readonly string[]
}

/** A telephone network of one account. */
export interface Exchange {
  readonly accountSid: string
  /** Compared with what clients of the media routes present. */
  readonly authToken: string
  /**
   * Makes another token the account's, as promoting the secondary one does: what leaves from now on is signed with it, and
   * the one before is good for nothing. API keys stay. Source: reference twilio-platform.md §1, §2.2, documented.
   */
  promoteToken(authToken: string): void
  readonly journal: Journal
  readonly lines: readonly Line[]
  /** Calls that are remembered, oldest first, with those made by Dial. */
  readonly calls: readonly Call[]
  /** Gives a phone number to an app. A line of the same number is replaced. */
  addLine(line: Line): void
  /** Makes an app known that has no number. An application of the same SID is replaced. */
  addApplication(application: TwimlApplication): void
  /**
   * Somebody calls a line, or a client an application. Returns at once; the app is asked for its first document right
   * away.
   *
   * To a number without a line the call fails, as it would on the network.
   */
  placeCall(request: CallRequest): Call
  /**
   * The app places a call, as through the API. Returns at once; the call is dialled when its turn comes.
   *
   * What stands in `request` is taken as it is: the REST interface is what checks it.
   */
  createCall(request: OutboundCall): Call
  /**
   * Ends a live call or puts it through another document, as through the API.
   *
   * @returns `not-in-progress` when the call's state does not allow it; nothing has changed then
   */
  updateCall(callSid: string, change: CallChange): 'done' | 'unknown' | 'not-in-progress'
  call(callSid: string): Call | undefined
  /**
   * Sets what is at the end of a number or address that is dialled; without one it rings until somebody acts, and a line
   * with a voice URL takes it as a call of its own. A Refer is
   * completed by the target that is set, or at once without one.
   */
  setParty(number: string, behaviour: PartyBehaviour): void
  /** Messages that are remembered, oldest first: what the app sent, and what people wrote. */
  readonly messages: readonly TextMessage[]
  /**
   * Somebody writes to a line. Returns at once; the app is asked right away, and what it answers is sent.
   *
   * To a number without a line nothing is asked, and a finding says so.
   */
  sendMessage(request: MessageRequest): TextMessage
  /** Sets what becomes of messages to a number; without one they are delivered. */
  setMessageParty(number: string, party: MessageParty): void
  /** Registers a number for messages to the United States, as an approved campaign does. See `isRegisteredForA2p`. */
  registerSender(number: string): void
  /**
   * Sets who judges profiles, brands, vettings and campaigns in place of the exchange; undefined: the exchange again.
   *
   * Asked when something is handed in; what is decided shows when the review's time is over.
   */
  setA2pReviewer(reviewer: A2pReviewer | undefined): void
  /**
   * The owner of a mobile number answers YES to the text that the network sent him about his brand as a sole proprietor.
   *
   * @returns false when there is none to answer: his brand is not approved yet, or the text is more than a day old
   */
  answerOneTimePassword(mobile: string): boolean
  /** Makes a messaging service known. A service of the same SID is replaced. */
  addMessagingService(service: MessagingService): void
  /**
   * Sets what takes the payments of a Pay with that `paymentConnector`. `Default` is there from the start and accepts;
   * none ever charges anybody.
   */
  setPaymentConnector(name: string, connector: PaymentConnector): void
  recording(recordingSid: string): Recording | undefined
  /** The WAV file of a recording; undefined until it is available. */
  recordingMedia(recordingSid: string): Uint8Array | undefined
  /** Puts the microphone's own audio in; only within the grace after the recording's end. */
  putRecordingAudio(recordingSid: string, audio: Uint8Array): AudioVerdict
  /**
   * What happens to callbacks from now on: they may come late, twice, out of order or not at all; undefined: clear.
   *
   * Requests for documents are never touched.
   *
   * @throws {RangeError} for a share outside 0 to 1, a delay that is none, or a seed that is no whole number
   */
  weather(weather: Weather | undefined): void
  leftovers(): Leftovers
  /** Ends every call, without telling the app, and drops all connections. */
  close(): Promise<void>
}

/** Makes a telephone network of one account. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { accountSid, clock } = options
  let { authToken } = options
  const settings = { ...defaultSettings, ...options.settings }
  const bytes = createByteSource(options.seed)
  const http = createHttpTransport(settings)
  const deliver = options.transport ?? http.deliver
  const webSockets = createWsTransport(settings)
  const journal = createJournal(clock)
  const lines = new Map<string, Line>()
  const applications = new Map<string, TwimlApplication>()
  const parties = new Map<string, PartyBehaviour>()
  const legs = new Map<string, Leg>()
  const calls = new Map<string, Call>()
  const work = new Set<{ readonly what: string }>()
  const finished: Leg[] = []
  const numberSids = new Map<string, string>()
  const verifiedNumbers = new Set(options.verifiedNumbers)
  let requests = 0
  let freeFrom = 0
  let isClosed = false

  const world: PartyWorld = {
    clock,
    journal,
    declinedStatus: settings.declinedStatus,
    speakingTime: (text) => speakingTime(text, settings.wordsPerSecond),
  }

  const network: Network = {
    accountSid,
    get authToken() {
      return authToken
    },
    baseUrl: (options.baseUrl ?? 'https://api.twilio.com').replace(/\/+$/, ''),
    clock,
    journal,
    settings,
    legs,
    lines,
    applications,
    verifiedNumbers,
    credentials: options.credentials ?? {},
    apiKeys: new Map(
      Object.entries(options.credentials?.apiKeys ?? {}).map(([sid, secret]) => [sid, { sid, secret, name: '' }]),
    ),
    get isClosed() {
      return isClosed
    },
    transport: async (request) => {
      if (isClosed) return { kind: 'failure', stage: 'connect', message: 'the exchange is closed' }
      try {
        return await deliver(request)
      } catch (error) {
        return { kind: 'failure', stage: 'protocol', message: error instanceof Error ? error.message : String(error) }
      }
    },
    socketTransport: options.socketTransport ?? webSockets.connect,
    recordings: createRecordings(() => network),
    transcriptions: createTranscriptions(() => network),
    queues: createQueues(() => network),
    conferences: createConferences(() => network),
    messages: createMessages(() => network),
    registrations: createRegistrations(() => network),
    paymentConnectors: new Map([['Default', defaultConnector]]),
    callbacks: createCallbackPost(() => network),
    createSid: (prefix) => createSid(prefix, bytes),
    createToken: () => createToken(bytes),
    numberSid,
    removeLine(number) {
      lines.delete(number)
      numberSids.delete(number)
    },
    originate,
    forgetCall: (callSid) => forget(new Set([callSid])),
    nextRequestId: () => `request-${++requests}`,
    addLeg,
    isOurs: (number) => lines.has(number) || verifiedNumbers.has(number),
    application: (sid) => applications.get(sid),
    reachApplication(leg, parameters) {
      if (isInCircle(leg, clock.now())) endCircle(leg)
      else answer(leg, leg.line, parameters)
    },
    partyAt: (address) => parties.get(address),
    reachParty(leg, isOfNetwork = false) {
      if (settings.trial && !isOfNetwork && !verifiedNumbers.has(leg.to)) {
        refuseUnverified(network, leg)
        return
      }
      const party = parties.get(leg.to)
      const line = party === undefined ? lines.get(leg.to) : undefined
      if (line?.voiceUrl !== undefined) {
        callLine(leg, line)
        return
      }
      const isRegistered = party !== undefined || settings.clientsAreRegistered === 'always'
      if (isRegistered || !leg.to.startsWith('client:')) startParty(leg, party ?? { kind: 'rings' }, world)
      else leg.finish('failed', 'the client is not registered', 404)
    },
    report: (finding) => {
      const known = finding.code === undefined ? undefined : lookUpError(finding.code)
      journal.append({ kind: 'finding', ...finding, ...known })
    },
    beginWork(what) {
      const entry = { what }
      work.add(entry)
      return () => void work.delete(entry)
    },
  }

  function addLeg(legOptions: Omit<LegOptions, 'callSid'>): Leg {
    const keepsTypeAhead = settings.typeAhead === 'buffer'
    const leg = new Leg({ ...legOptions, keepsTypeAhead, callSid: network.createSid('CA') }, clock, journal)
    limitCall(network, leg)
    legs.set(leg.callSid, leg)
    calls.set(leg.callSid, createCall(leg, world))
    leg.when('over', () => {
      finished.push(leg)
      if (finished.length - settings.keepFinishedCalls > legs.size / 5) forgetOldest()
    })
    return leg
  }

  /** In batches, so that the cost of a call does not grow with the number of calls. */
  function forgetOldest(): void {
    forget(new Set(finished.splice(0, finished.length - settings.keepFinishedCalls).map((leg) => leg.callSid)))
  }

  function forget(forgotten: ReadonlySet<string>): void {
    for (const callSid of forgotten) {
      legs.delete(callSid)
      calls.delete(callSid)
    }
    journal.forget(forgotten)
    network.recordings.forget(forgotten)
    network.transcriptions.forget(forgotten)
  }

  function placeCall(request: CallRequest): Call {
    if (isClosed) throw new Error('The exchange is closed: no call can be placed on it.')
    const { applicationSid } = request
    const { from, to, numbers, sipCallId, parameters } = arrivalOf(request, network)
    const line =
      applicationSid === undefined
        ? voiceUrlsOf(numbers.map((number) => lines.get(number)).find((found) => found !== undefined))
        : applications.get(applicationSid)
    const leg = addLeg({
      direction: 'inbound',
      from,
      to,
      ...(line && { line }),
      ...(applicationSid !== undefined && { applicationSid }),
      ...(sipCallId !== undefined && { sipCallId }),
    })
    answer(leg, line, parameters)
    return calls.get(leg.callSid) as Call // `addLeg` made it
  }

  /** Those of its application, when it has one. Source: reference twilio-platform.md §8, documented. */
  function voiceUrlsOf(line: Line | undefined): VoiceUrls | undefined {
    return line?.voiceApplicationSid === undefined ? line : (applications.get(line.voiceApplicationSid) ?? {})
  }

  function answer(leg: Leg, line: VoiceUrls | undefined, parameters: Arrival['parameters']): void {
    if (line?.voiceUrl === undefined) refuse(leg, line)
    else answerWithApp(leg, line, line.voiceUrl, parameters)
  }

  function refuse(leg: Leg, line: VoiceUrls | undefined): void {
    const what = leg.applicationSid === undefined ? 'line' : 'application'
    const missing = what === 'line' ? 'No line has the number that was called.' : 'No application has that SID.'
    const added = what === 'line' ? 'Add the line first, in E.164.' : 'Add the application first.'
    network.report({
      callSid: leg.callSid,
      severity: 'error',
      message: line === undefined ? missing : `The ${what} has no voice URL.`,
      help: line === undefined ? added : `Give the ${what} a voiceUrl.`,
    })
    journal.append({ kind: 'tone-started', callSid: leg.callSid, tone: 'not-in-service', lasts: 3000 })
    leg.finish('failed', 'the number is not in service', 404)
  }

  /** A number of ours that was dialled: a call of its own comes in there. */
  function callLine(leg: Leg, line: Line): void {
    if (isInCircle(leg, clock.now())) {
      endCircle(leg)
      return
    }
    const far = addLeg({ direction: 'inbound', from: leg.from, to: leg.to, line })
    joinFarEnd(leg, far)
    answer(far, line, [])
  }

  function endCircle(leg: Leg): void {
    const message = 'Apps dial one another in a circle, and nobody hears anything.'
    const help = 'Let the caller hear something, or wait for input, before the next Dial.'
    network.report({ callSid: leg.callSid, severity: 'error', message, help })
    leg.finish('failed', 'apps dialled one another in a circle', 482)
  }

  function answerWithApp(leg: Leg, line: VoiceUrls, url: string, parameters: Arrival['parameters']): void {
    if (line.statusCallback !== undefined) {
      const method = line.statusCallbackMethod ?? 'POST'
      followProgress(network, leg, { url: line.statusCallback, method, events: ['completed'] })
    }
    leg.ring()
    if (leg.audience === undefined) leg.startTone('ringback')
    begin(network, leg, { purpose: 'voice', url, method: line.voiceMethod ?? 'POST', parameters })
  }

  function originate(request: OutboundCall): Leg {
    if (isClosed) throw new Error('The exchange is closed: no call can be placed on it.')
    const leg = addLeg({ direction: 'outbound-api', from: request.from, to: request.to })
    leg.queueTime = nextSlot()
    placeOutboundCall(network, leg, request)
    return leg
  }

  /** Made when it is first asked for, and then for good. */
  function numberSid(number: string): string | undefined {
    if (!lines.has(number)) return undefined
    const sid = numberSids.get(number) ?? network.createSid('PN')
    numberSids.set(number, sid)
    return sid
  }

  /** How long the next call of the API has to wait for its turn. */
  function nextSlot(): Duration {
    const { callsPerSecond } = settings
    if (callsPerSecond === Number.POSITIVE_INFINITY) return 0
    const slot = Math.max(clock.now(), freeFrom)
    freeFrom = slot + Math.ceil(1000 / callsPerSecond)
    return slot - clock.now()
  }

  function updateCall(callSid: string, change: CallChange): 'done' | 'unknown' | 'not-in-progress' {
    const leg = legs.get(callSid)
    if (leg === undefined) return 'unknown'
    return changeCall(network, leg, change) ? 'done' : 'not-in-progress'
  }

  const exchange: Exchange = {
    accountSid,
    get authToken() {
      return authToken
    },
    promoteToken(promoted) {
      authToken = promoted
    },
    journal,
    get lines() {
      return [...lines.values()]
    },
    get calls() {
      return [...calls.values()]
    },
    addLine: (line) => void lines.set(line.number, line),
    addApplication: (application) => void applications.set(application.sid, application),
    placeCall,
    createCall: (request) => calls.get(originate(request).callSid) as Call, // `addLeg` made it
    updateCall,
    call: (callSid) => calls.get(callSid),
    setParty: (number, behaviour) => void parties.set(number, behaviour),
    get messages() {
      return network.messages.all()
    },
    sendMessage(request) {
      if (isClosed) throw new Error('The exchange is closed: no message can be sent on it.')
      return takeIn(network, request).message
    },
    setMessageParty: (number, party) => network.messages.setParty(number, party),
    setA2pReviewer: (reviewer) => network.registrations.setReviewer(reviewer),
    answerOneTimePassword: (mobile) => answerOneTimePassword(network, mobile),
    registerSender: (number) => network.messages.register(number),
    addMessagingService: (service) => void network.messages.services.set(service.sid, service),
    setPaymentConnector: (name, connector) => void network.paymentConnectors.set(name, connector),
    recording: (recordingSid) => network.recordings.find(recordingSid),
    recordingMedia: (recordingSid) => network.recordings.media(recordingSid),
    putRecordingAudio: (recordingSid, audio) => network.recordings.putAudio(recordingSid, audio),
    weather: (weather) => network.callbacks.setWeather(weather),
    leftovers() {
      const live = [...legs.values()].filter((leg) => !leg.isOver)
      return {
        legs: live.map((leg) => leg.callSid),
        timers: live.reduce((total, leg) => total + leg.life.waits, 0),
        recordings: network.recordings.unfinished().map((recording) => recording.recordingSid),
        work: [...work].map((entry) => entry.what),
      }
    },
    async close() {
      isClosed = true
      for (const leg of [...legs.values()]) leg.finish('completed', 'the exchange closed')
      network.recordings.close()
      network.messages.close()
      network.transcriptions.close()
      network.callbacks.close()
      await webSockets.close()
      await http.close()
    },
  }
  networks.set(exchange, network)
  return exchange
}

const networks = new WeakMap<Exchange, Network>()

/** What is behind an exchange, for the REST interface: everything on it, with what the API may do to it. */
export function networkOf(exchange: Exchange): Network {
  const network = networks.get(exchange)
  if (network === undefined) throw new Error('This exchange was not made by createExchange.')
  return network
}
