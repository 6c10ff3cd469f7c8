/**
 * Calls: placed, changed, listed, forgotten.
 *
 * Source: reference twilio-platform.md §4.
 */
import { seconds } from '../../../clock/duration.ts'
import { type CallChange, changeCall } from '../../call/change-call.ts'
import { dialledNumber } from '../../call/dialled-number.ts'
import { type Fallback, Leg } from '../../call/leg.ts'
import type { DocumentAddress, OutboundCall } from '../../call/outbound-call.ts'
import { createJournal } from '../../journal.ts'
import type { JournalEvent } from '../../journal-event.ts'
import type { Network } from '../../network.ts'
import type { GivenDocument } from '../../performance.ts'
import type { ProgressCallback } from '../../request/notify-app.ts'
import { dateOf, isWithin } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { notFound, refused } from '../twilio-error.ts'
import { detectionOf } from './detection.ts'
import { forPlacing } from './endpoints.ts'
import { progressOf } from './progress.ts'
import { recordingOptions } from './recording-options.ts'

const codes: ParameterCodes = {
  To: { missing: 21201, invalid: 21211 },
  From: { missing: 21213, invalid: 21212 },
  Url: { invalid: 21205 },
  FallbackUrl: { invalid: 21205 },
  Method: { invalid: 21209 },
  FallbackMethod: { invalid: 21209 },
  StatusCallbackMethod: { invalid: 21209 },
  RecordingStatusCallbackMethod: { invalid: 21209 },
  StatusCallback: { invalid: 21609 },
  Timeout: { invalid: 21208 },
  ApplicationSid: { invalid: 21218 },
  MachineDetectionTimeout: { invalid: 21234 },
  MachineDetectionSpeechThreshold: { invalid: 21234 },
  MachineDetectionSpeechEndThreshold: { invalid: 21234 },
  MachineDetectionSilenceTimeout: { invalid: 21234 },
}

/** Create, fetch, update, list and delete; and what a call did. */
export const callOperations = [
  operation('CreateCall', createCall, codes),
  operation('FetchCall', (request) => renderCall(request.network, callOf(request))),
  operation('UpdateCall', updateCall, codes),
  listing('ListCall', listCalls),
  operation('DeleteCall', deleteCall),
  listing('ListCallEvent', listEvents),
  listing('ListCallNotification', listNotifications),
  operation('FetchCallNotification', fetchNotification),
]

function createCall(request: RestRequest<'CreateCall'>): object {
  const { network, parameters, isTest } = request
  const { from, to } = forPlacing(network, parameters.From ?? '', parameters.To ?? '', isTest)
  const { SendDigits: digits, Timeout: timeout, TimeLimit: limit, CallerId: callerId } = parameters
  if (digits !== undefined && !/^[0-9A-D#*wW]{1,32}$/.test(digits)) {
    throw refused(21206, 'SendDigits may have up to 32 of 0-9, A-D, #, *, w and W.')
  }
  if (timeout !== undefined && (timeout < 1 || timeout > 600)) throw refused(21208, 'Timeout must be 1 to 600 seconds.')
  const { document, progress, fallback, applicationSid } = documentFor(request)
  const detection = digits === undefined ? detectionOf(parameters) : undefined
  const recording = parameters.Record === true ? recordingOptions(parameters) : undefined
  const call: OutboundCall = {
    from: callerId === undefined ? from : callerId,
    to,
    document,
    ...(fallback && { fallback }),
    ...(progress && { progress }),
    ...(timeout !== undefined && { timeout: seconds(timeout) }),
    ...(limit !== undefined && { timeLimit: seconds(limit) }),
    ...(digits !== undefined && { sendDigits: digits }),
    ...(detection && { detection }),
    ...(recording && { recording }),
    ...(applicationSid !== undefined && { parameters: [['ApplicationSid', applicationSid]] }),
  }
  if (isTest) return renderTestCall(network, call)
  return renderCall(network, network.originate(call))
}

interface DocumentChoice {
  readonly document: DocumentAddress | GivenDocument
  readonly progress?: ProgressCallback | undefined
  readonly fallback?: Fallback | undefined
  readonly applicationSid?: string
}

/** An application brings its own addresses; Url wins over Twiml. Source: reference twilio-platform.md §4.1, documented. */
function documentFor({ network, parameters }: RestRequest<'CreateCall'>): DocumentChoice {
  const { Url: url, Twiml: twiml, ApplicationSid: applicationSid, Method: method = 'POST' } = parameters
  if (applicationSid !== undefined) return applicationChoice(network, applicationSid)
  const choice = { progress: progressOf(parameters), fallback: fallbackOf(parameters) }
  if (url !== undefined) {
    if (twiml !== undefined) warnOfTwo(network)
    return { document: { url, method }, ...choice }
  }
  if (twiml === undefined) throw refused(21205, 'Url, Twiml or ApplicationSid is required.')
  return { document: { twiml: checkedTwiml(twiml) }, ...choice }
}

function applicationChoice(network: Network, applicationSid: string): DocumentChoice {
  const application = network.applications.get(applicationSid)
  if (application === undefined) throw refused(21218, 'There is no application of that SID.')
  const { voiceUrl, voiceMethod = 'POST', fallbackUrl, fallbackMethod = 'POST', statusCallback } = application
  if (voiceUrl === undefined) throw refused(21205, 'The application has no voice URL.')
  const { statusCallbackMethod = 'POST' } = application
  return {
    document: { url: voiceUrl, method: voiceMethod },
    ...(fallbackUrl !== undefined && { fallback: { url: fallbackUrl, method: fallbackMethod } }),
    ...(statusCallback !== undefined && {
      progress: { url: statusCallback, method: statusCallbackMethod, events: ['completed'] },
    }),
    applicationSid,
  }
}

function checkedTwiml(twiml: string): string {
  if (twiml.length > 4000) throw refused(32018, 'Twiml may be at most 4000 characters long.')
  return twiml
}

function warnOfTwo(network: Network): void {
  const message = 'Url and Twiml were both given to the API; the Url is used.'
  network.report({ severity: 'warning', code: 32019, message, help: 'Give one of them.' })
}

interface FallbackParameters {
  readonly FallbackUrl?: string | undefined
  readonly FallbackMethod?: 'GET' | 'POST' | undefined
}

function fallbackOf({ FallbackUrl: url, FallbackMethod: method = 'POST' }: FallbackParameters): Fallback | undefined {
  return url === undefined ? undefined : { url, method }
}

function updateCall(request: RestRequest<'UpdateCall'>): object {
  const { network, parameters } = request
  const leg = callOf(request)
  const { Url: url, Twiml: twiml, Method: method = 'POST', Status: end, TimeLimit: limit } = parameters
  if (url !== undefined && twiml !== undefined) throw refused(21205, 'Url and Twiml exclude each other.')
  const document = url === undefined ? twiml && { twiml: checkedTwiml(twiml) } : { url, method }
  const progress = progressOf(parameters)
  const fallback = fallbackOf(parameters)
  const change: CallChange = {
    ...(end !== undefined && { end }),
    ...(document && { document }),
    ...(progress && { progress }),
    ...(fallback && { fallback }),
    ...(limit !== undefined && { timeLimit: seconds(limit) }),
  }
  if (!changeCall(network, leg, change)) {
    const what = change.document === undefined ? 'Cannot end' : 'Cannot redirect'
    throw refused(21220, `Call is not in-progress. ${what}.`)
  }
  return renderCall(network, leg)
}

function listCalls({ network, parameters }: RestRequest<'ListCall'>) {
  const { To: to, From: from, ParentCallSid: parent, Status: status } = parameters
  const started = { on: parameters.StartTime, before: parameters['StartTime<'], after: parameters['StartTime>'] }
  const ended = { on: parameters.EndTime, before: parameters['EndTime<'], after: parameters['EndTime>'] }
  const items = [...network.legs.values()].reverse().filter((leg) => {
    if (to !== undefined && leg.to !== (dialledNumber(to) ?? to)) return false
    if (from !== undefined && leg.from !== (dialledNumber(from) ?? from)) return false
    if (parent !== undefined && leg.parent?.callSid !== parent) return false
    if (status !== undefined && statusOf(leg) !== status) return false
    return isWithin(leg.startedAt, started) && isWithin(leg.endedAt, ended)
  })
  return {
    key: 'calls',
    items,
    sidOf: (leg: Leg) => leg.callSid,
    render: (leg: Leg) => renderCall(network, leg),
  }
}

function deleteCall(request: RestRequest<'DeleteCall'>): undefined {
  const leg = callOf(request)
  if (!leg.isOver) throw refused(20009, 'Cannot delete this resource before it is complete')
  request.network.forgetCall(leg.callSid)
}

/** The requests of a call, with their answers. Source: reference twilio-platform.md §4.5, documented. */
function listEvents(request: RestRequest<'ListCallEvent'>) {
  const callSid = callOf({ ...request, path: { Sid: request.path.CallSid ?? '' } }).callSid
  const events = request.network.journal.events.filter((event) => event.callSid === callSid)
  const sent = events.filter((event) => event.kind === 'request-sent')
  return {
    key: 'events',
    items: sent,
    sidOf: ({ sequence }: (typeof sent)[number]) => String(sequence),
    render: (asked: (typeof sent)[number]) => {
      const answer = events.find((event) => event.kind === 'answer-received' && event.requestId === asked.requestId)
      return {
        request: { method: asked.method, url: asked.url, parameters: Object.fromEntries(asked.parameters) },
        response: answer?.kind === 'answer-received' ? renderAnswer(answer) : null,
      }
    },
  }
}

function renderAnswer(answer: {
  readonly status: number
  readonly tookMilliseconds: number
  readonly contentType: string
  readonly body: string
  readonly at: number
}): object {
  return {
    response_code: answer.status,
    request_duration: answer.tookMilliseconds,
    content_type: answer.contentType,
    response_body: answer.body,
    date_created: dateOf(answer.at),
  }
}

/** What went wrong or seemed wrong in a call. Source: reference twilio-platform.md §4.5, documented. */
function listNotifications(request: RestRequest<'ListCallNotification'>) {
  return {
    key: 'notifications',
    items: notificationsOf(request),
    sidOf: notificationSid,
    render: (finding: Finding) => renderNotification(request, finding),
  }
}

function fetchNotification(request: RestRequest<'FetchCallNotification'>): object {
  const finding = notificationsOf(request).find((each) => notificationSid(each) === request.path.Sid)
  if (finding === undefined) throw notFound(request.pathname)
  return {
    ...renderNotification(request, finding),
    request_variables: null,
    response_body: null,
    response_headers: null,
  }
}

type Finding = Extract<JournalEvent, { readonly kind: 'finding' }>
type NotificationRequest = RestRequest<'ListCallNotification' | 'FetchCallNotification'>

function notificationsOf(request: NotificationRequest): readonly Finding[] {
  const { callSid } = callOf({ ...request, path: { Sid: request.path.CallSid ?? '' } })
  return request.network.journal.events.flatMap((event) =>
    event.kind === 'finding' && event.callSid === callSid && event.code !== undefined ? [event] : [],
  )
}

const notificationSid = ({ sequence }: Finding): string => `NO${sequence.toString(16).padStart(32, '0')}`

function renderNotification({ network, path }: NotificationRequest, finding: Finding): object {
  const { CallSid: callSid = '' } = path
  const sid = notificationSid(finding)
  return {
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    call_sid: callSid,
    date_created: dateOf(finding.at),
    date_updated: dateOf(finding.at),
    error_code: String(finding.code),
    log: finding.severity === 'error' ? '0' : '1',
    message_date: dateOf(finding.at),
    message_text: finding.message,
    more_info: `https://www.twilio.com/docs/errors/${finding.code}`,
    request_method: null,
    request_url: null,
    sid,
    uri: `${callUri(network, callSid)}/Notifications/${sid}.json`,
  }
}

/** The call in the path. */
function callOf({
  network,
  path,
  pathname = path.Sid ?? '',
}: {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname?: string
}): Leg {
  const leg = network.legs.get(path.Sid ?? '')
  if (leg === undefined) throw notFound(pathname)
  return leg
}

/** `initiated` is never seen here. Source: reference twiml-voice.md §6.1, documented. */
const statusOf = ({ status }: Leg) => (status === 'initiated' ? 'queued' : status)

const callUri = ({ accountSid }: Network, callSid: string): string =>
  `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}`

const parts = ['notifications', 'recordings', 'payments', 'events', 'siprec', 'streams', 'transcriptions'] as const

/** A call as the interface shows it. */
function renderCall(network: Network, leg: Leg): object {
  const uri = callUri(network, leg.callSid)
  const talked = leg.answeredAt === undefined ? 0 : Math.round(((leg.endedAt ?? 0) - leg.answeredAt) / 1000)
  const number = leg.direction === 'inbound' ? leg.to : leg.from
  return {
    sid: leg.callSid,
    date_created: dateOf(leg.startedAt),
    date_updated: dateOf(leg.endedAt ?? leg.answeredAt ?? leg.startedAt),
    parent_call_sid: leg.parent?.callSid ?? null,
    account_sid: network.accountSid,
    to: leg.to,
    to_formatted: formatted(leg.to),
    from: leg.from,
    from_formatted: formatted(leg.from),
    phone_number_sid: network.numberSid(number) ?? null,
    status: statusOf(leg),
    start_time: leg.status === 'queued' ? null : dateOf(leg.answeredAt ?? (leg.isOver ? leg.startedAt : undefined)),
    end_time: dateOf(leg.endedAt),
    duration: leg.isOver ? String(talked) : null,
    price: null,
    price_unit: 'USD',
    direction: leg.direction,
    answered_by: leg.answeredBy ?? null,
    api_version: '2010-04-01',
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(leg.queueTime),
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(
      parts.map((part) => [part, `${uri}/${part.charAt(0).toUpperCase()}${part.slice(1)}.json`]),
    ),
  }
}

/** What test credentials get: a call that looks placed and never is. */
function renderTestCall(network: Network, { from, to }: OutboundCall): object {
  const { clock } = network
  const leg = new Leg(
    { callSid: network.createSid('CA'), direction: 'outbound-api', from, to },
    clock,
    createJournal(clock),
  )
  return renderCall(network, leg)
}

/** `(202) 555-0100` for a number of North America, other ways of calling as they are. */
function formatted(number: string): string {
  const [, area, office, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? []
  return area === undefined ? number : `(${area}) ${office}-${line}`
}
