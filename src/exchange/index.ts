/**
 * `hookswitch/exchange`: a telephone network on your desk. It calls your app as Twilio does.
 */
export type { Call, CallSnapshot, Speech } from './call/call.ts'
export type { Awaiting } from './call/ears.ts'
export type { Line } from './call/line.ts'
export type { PartyBehaviour } from './call/party.ts'
export { type Emulation, emulatedBehaviour, emulatedNouns, emulatedVerbs } from './emulated.ts'
export { createExchange, type Exchange, type ExchangeOptions, type Leftovers } from './exchange.ts'
export { type ExchangeHttpOptions, exchangeHttp } from './http/http.ts'
export { type ServedExchange, serveExchange } from './http/serve-exchange.ts'
export type { Journal } from './journal.ts'
export type * from './journal-event.ts'
export type { AudioVerdict, Recording, RecordingStatus } from './recording/recordings.ts'
export type { Transport, TransportAnswer, TransportRequest } from './request/transport.ts'
export { defaultSettings, type ExchangeSettings } from './settings.ts'
export type { Socket, SocketEars, SocketEnd, SocketRequest, SocketTransport } from './socket/socket-transport.ts'
export { type Cast, tell, time } from './tell.ts'
