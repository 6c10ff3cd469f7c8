/**
 * What every part of the exchange shares: the clock, the journal, the account, and who is on the line.
 */
import type { Clock } from '../clock/clock.ts'
import type { SidPrefix } from '../phone/sid.ts'
import type { Conferences } from './call/conference.ts'
import type { Leg, LegOptions } from './call/leg.ts'
import type { Line, TwimlApplication } from './call/line.ts'
import type { OutboundCall } from './call/outbound-call.ts'
import type { PartyBehaviour } from './call/party.ts'
import type { Queues } from './call/queue.ts'
import type { Journal } from './journal.ts'
import type { FindingMade } from './journal-event.ts'
import type { Messages } from './message/messages.ts'
import type { PaymentConnector } from './payment/payment-connector.ts'
import type { Recordings } from './recording/recordings.ts'
import type { Transcriptions } from './recording/transcriptions.ts'
import type { Registrations } from './registration/registrations.ts'
import type { Parameter } from './request/signature.ts'
import type { Transport } from './request/transport.ts'
import type { CallbackPost } from './request/weather.ts'
import type { ApiKey, Credentials } from './rest/authenticate.ts'
import type { ExchangeSettings } from './settings.ts'
import type { SocketTransport } from './socket/socket-transport.ts'

export interface Network {
  readonly accountSid: string
  readonly authToken: string
  /** Where the network's own resources are found, without a slash at the end. */
  readonly baseUrl: string
  readonly clock: Clock
  readonly journal: Journal
  readonly settings: ExchangeSettings
  readonly transport: Transport
  readonly socketTransport: SocketTransport
  readonly recordings: Recordings
  readonly transcriptions: Transcriptions
  readonly queues: Queues
  readonly conferences: Conferences
  readonly messages: Messages
  readonly registrations: Registrations
  /** What takes payments, by name. */
  readonly paymentConnectors: Map<string, PaymentConnector>
  /** Every leg that is remembered, by CallSid, oldest first. */
  readonly legs: ReadonlyMap<string, Leg>
  /** The lines, by number. */
  readonly lines: Map<string, Line>
  /** The applications, by SID. */
  readonly applications: Map<string, TwimlApplication>
  /** Numbers besides the lines that calls may show; a trial account reaches only these. */
  readonly verifiedNumbers: Set<string>
  /** Who may use the REST interface besides the account itself. */
  readonly credentials: Credentials
  /** The keys of the account, by SID; those of the credentials and those made since. */
  readonly apiKeys: Map<string, ApiKey>
  /** What carries callbacks to the app. */
  readonly callbacks: CallbackPost
  /** After that nothing is asked or told any more. */
  readonly isClosed: boolean
  createSid(prefix: SidPrefix): string
  /** A token in the form of a UUID. */
  createToken(): string
  /** The name of the next request, unique in this exchange. */
  nextRequestId(): string
  /** The SID of a line, undefined for a number that is none. */
  numberSid(number: string): string | undefined
  /** Gives a number back; calls that are under way go on. */
  removeLine(number: string): void
  /** Places a call for the app. */
  originate(call: OutboundCall): Leg
  /** Forgets a call that is over, with its events and recordings. */
  forgetCall(callSid: string): void
  /** Puts a new leg on the network. */
  addLeg(options: Omit<LegOptions, 'callSid'>): Leg
  /** Whether calls may show this number: a line, or one that was verified. */
  isOurs(number: string): boolean
  /** The application of that SID. */
  application(sid: string): TwimlApplication | undefined
  /** Lets the application of a leg answer it; `parameters` go with the first request. The leg fails without one. */
  reachApplication(leg: Leg, parameters: readonly Parameter[]): void
  /** What was set up at a number or address. */
  partyAt(address: string): PartyBehaviour | undefined
  /** Begins what is at the end of the number a leg dials; what the network dials itself reaches anybody. */
  reachParty(leg: Leg, isOfNetwork?: boolean): void
  /** Writes an entry of what the debugger of the real network would show. */
  report(finding: Omit<FindingMade, 'kind' | 'title' | 'docs'>): void
  /** Counts work that outlives its call, such as a last action request; returns what ends it. */
  beginWork(what: string): () => void
}
