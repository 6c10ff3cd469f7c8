/**
 * Conferences and who is in them.
 *
 * Source: reference twilio-platform.md §6.
 */
import { seconds } from '../../../clock/duration.ts'
import { conference as conferenceNoun, dial, render, response } from '../../../twiml/index.ts'
import type { Conference, Participant } from '../../call/conference.ts'
import type { Leg } from '../../call/leg.ts'
import { announceToAll, updateParticipant } from '../../conference-control.ts'
import type { Network } from '../../network.ts'
import { dateOf, isWithin } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { notFound, refused } from '../twilio-error.ts'
import { detectionOf } from './detection.ts'
import { forPlacing } from './endpoints.ts'
import { progressOf } from './progress.ts'
import { recordingOptions } from './recording-options.ts'

/** Everything that can be asked of conferences and participants. */
export const conferenceOperations = [
  listing('ListConference', listConferences),
  operation('FetchConference', (request) => renderConference(request.network, conferenceOf(request, 'Sid'))),
  operation('UpdateConference', updateConference),
  listing('ListParticipant', listParticipants),
  operation('CreateParticipant', createParticipant),
  operation('FetchParticipant', (request) => {
    const { conference, participant } = participantOf(request)
    return renderParticipant(request.network, conference, participant)
  }),
  operation('UpdateParticipant', changeParticipant),
  operation('DeleteParticipant', (request) => {
    const { conference, participant } = participantOf(request)
    conference.kick(participant)
    return undefined
  }),
]

function listConferences({ network, parameters }: RestRequest<'ListConference'>) {
  const { FriendlyName: name, Status: status } = parameters
  const created = { on: parameters.DateCreated, before: parameters['DateCreated<'], after: parameters['DateCreated>'] }
  const updated = { on: parameters.DateUpdated, before: parameters['DateUpdated<'], after: parameters['DateUpdated>'] }
  const items = [...network.conferences.all()].reverse().filter((conference) => {
    if (name !== undefined && conference.name !== name) return false
    if (status !== undefined && statusOf(conference) !== status) return false
    return isWithin(conference.startedAt, created) && isWithin(conference.endedAt ?? conference.startedAt, updated)
  })
  return {
    key: 'conferences',
    items,
    sidOf: ({ conferenceSid }: Conference) => conferenceSid,
    render: (conference: Conference) => renderConference(network, conference),
  }
}

function updateConference(request: RestRequest<'UpdateConference'>): object {
  const { network, parameters } = request
  const conference = conferenceOf(request, 'Sid')
  const { Status: status, AnnounceUrl: url, AnnounceMethod: method = 'POST' } = parameters
  if (conference.state === 'completed') throw refused(16022, 'The conference does not exist or is over.')
  if (url !== undefined) announceToAll(network, conference, { url, method })
  if (status === 'completed') conference.endByApi()
  return renderConference(network, conference)
}

function listParticipants(request: RestRequest<'ListParticipant'>) {
  const { network, parameters } = request
  const conference = conferenceOf(request)
  const { Muted: muted, Hold: hold, Coaching: coaching } = parameters
  const items = conference.participants.filter(
    ({ isMuted, isOnHold, coaches }) =>
      (muted === undefined || muted === isMuted) &&
      (hold === undefined || hold === isOnHold) &&
      (coaching === undefined || coaching === (coaches !== undefined)),
  )
  return {
    key: 'participants',
    items,
    sidOf: ({ leg }: Participant) => leg.callSid,
    render: (participant: Participant) => renderParticipant(network, conference, participant),
  }
}

/** A participant is a call whose document leads into the room. Source: reference twilio-platform.md §6, documented. */
function createParticipant(request: RestRequest<'CreateParticipant'>): object {
  const { network, parameters, path } = request
  const name = path.ConferenceSid ?? ''
  const known = network.conferences.find(name) ?? network.conferences.running(name)
  if (known?.state === 'completed' || (known === undefined && /^CF[0-9a-f]{32}$/.test(name))) {
    throw refused(16022, 'The conference does not exist or is over.')
  }
  const { from, to } = forPlacing(network, parameters.From ?? '', parameters.To ?? '', false)
  const { Label: label, Timeout: timeout, TimeLimit: limit } = parameters
  checkLabel(label, known)
  const conference = known ?? network.conferences.named(name)
  const detection = detectionOf({
    ...parameters,
    AsyncAmd: 'true',
    AsyncAmdStatusCallback: parameters.AmdStatusCallback,
    AsyncAmdStatusCallbackMethod: parameters.AmdStatusCallbackMethod,
  })
  const progress = progressOf(parameters)
  const leg = network.originate({
    from: parameters.CallerId ?? from,
    to,
    document: { twiml: render(response(dial(conferenceNoun(conference.name, attributesOf(parameters))))) },
    ...(progress && { progress }),
    ...(timeout !== undefined && { timeout: seconds(timeout) }),
    ...(limit !== undefined && { timeLimit: seconds(limit) }),
    ...(detection && { detection }),
    ...(parameters.Record === true && { recording: recordingOptions(parameters) }),
  })
  if (label !== undefined) leg.label = label
  return { ...renderLeg(network, conference, leg, attributesOf(parameters)), queue_time: String(leg.queueTime) }
}

function checkLabel(label: string | undefined, conference: Conference | undefined): void {
  if (label === undefined) return
  if (label.length > 128 || label.includes('/') || /^CA[0-9a-f]{32}$/i.test(label)) {
    throw refused(16024, 'A label has up to 128 characters, no slash, and is no call SID.')
  }
  if (conference?.participants.some((participant) => participant.label === label)) {
    throw refused(16026, 'Somebody in the conference has this label already.')
  }
}

/** What a participant's Conference noun says. */
function attributesOf(parameters: RestRequest<'CreateParticipant'>['parameters']) {
  const { Muted, Beep, StartConferenceOnEnter, EndConferenceOnExit, Label, WaitUrl, WaitMethod } = parameters
  const { MaxParticipants, CallSidToCoach, ConferenceRecord, ConferenceTrim } = parameters
  const isRecorded = ConferenceRecord === 'true' || ConferenceRecord === 'record-from-start'
  return {
    ...(Muted !== undefined && { muted: Muted }),
    ...(isBeep(Beep) && { beep: Beep }),
    ...(StartConferenceOnEnter !== undefined && { startConferenceOnEnter: StartConferenceOnEnter }),
    ...(EndConferenceOnExit !== undefined && { endConferenceOnExit: EndConferenceOnExit }),
    ...(Label !== undefined && { participantLabel: Label }),
    ...(WaitUrl !== undefined && { waitUrl: WaitUrl }),
    ...(WaitMethod !== undefined && { waitMethod: WaitMethod }),
    ...(MaxParticipants !== undefined && { maxParticipants: MaxParticipants }),
    ...(CallSidToCoach !== undefined && { coach: CallSidToCoach }),
    ...(isRecorded && { record: 'record-from-start' as const }),
    ...(ConferenceTrim === 'do-not-trim' && { trim: 'do-not-trim' as const }),
    ...callbacksOf(parameters),
  }
}

function callbacksOf(parameters: RestRequest<'CreateParticipant'>['parameters']) {
  const { ConferenceStatusCallback: url, ConferenceStatusCallbackMethod: method } = parameters
  const { ConferenceStatusCallbackEvent: events = ['start', 'end'] } = parameters
  const { ConferenceRecordingStatusCallback: recorded, ConferenceRecordingStatusCallbackMethod: recordedBy } =
    parameters
  return {
    ...(url !== undefined && { statusCallback: url, statusCallbackEvent: events.filter(isEvent) }),
    ...(method !== undefined && { statusCallbackMethod: method }),
    ...(recorded !== undefined && { recordingStatusCallback: recorded }),
    ...(recordedBy !== undefined && { recordingStatusCallbackMethod: recordedBy }),
  }
}

const isBeep = (text: string | undefined): text is 'true' | 'false' | 'onEnter' | 'onExit' =>
  text !== undefined && ['true', 'false', 'onEnter', 'onExit'].includes(text)

const conferenceEvents = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'] as const
const isEvent = (event: string): event is (typeof conferenceEvents)[number] =>
  (conferenceEvents as readonly string[]).includes(event)

function changeParticipant(request: RestRequest<'UpdateParticipant'>): object {
  const { network, parameters } = request
  const { conference, participant } = participantOf(request)
  const { Muted, Hold, HoldUrl, HoldMethod = 'GET', AnnounceUrl, AnnounceMethod = 'POST' } = parameters
  const { BeepOnExit, EndConferenceOnExit, Coaching, CallSidToCoach } = parameters
  const coaches = Coaching === false ? null : CallSidToCoach
  const refusal = updateParticipant(network, conference, participant, {
    ...(Muted !== undefined && { isMuted: Muted }),
    ...(Hold !== undefined && { isOnHold: Hold }),
    ...(HoldUrl !== undefined && { holdDocument: { url: HoldUrl, method: HoldMethod } }),
    ...(AnnounceUrl !== undefined && { announcement: { url: AnnounceUrl, method: AnnounceMethod } }),
    ...(BeepOnExit !== undefined && { beepsOnExit: BeepOnExit }),
    ...(EndConferenceOnExit !== undefined && { endsConference: EndConferenceOnExit }),
    ...(coaches !== undefined && { coaches }),
  })
  if (refusal !== undefined) throw refused(refusal.code, refusal.message)
  return renderParticipant(network, conference, participant)
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function conferenceOf({ network, path, pathname }: Place, name: 'Sid' | 'ConferenceSid' = 'ConferenceSid'): Conference {
  const conference = network.conferences.find(path[name] ?? '')
  if (conference === undefined) throw notFound(pathname)
  return conference
}

/** By the SID of the call or by the label. */
function participantOf(request: Place): { readonly conference: Conference; readonly participant: Participant } {
  const conference = conferenceOf(request)
  const { CallSid: name } = request.path
  const participant = conference.participants.find(({ leg, label }) => leg.callSid === name || label === name)
  if (participant === undefined) throw notFound(request.pathname)
  return { conference, participant }
}

const statusOf = ({ state }: Conference) => (state === 'waiting' ? 'init' : state)

function renderConference(network: Network, conference: Conference): object {
  const { conferenceSid, name, startedAt, endedAt, ending } = conference
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Conferences/${conferenceSid}`
  return {
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    call_sid_ending_conference: ending?.callSid ?? null,
    date_created: dateOf(startedAt),
    date_updated: dateOf(endedAt ?? startedAt),
    friendly_name: name,
    ...(ending && { reason_conference_ended: ending.reason }),
    region: 'us1',
    sid: conferenceSid,
    status: statusOf(conference),
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
  }
}

function renderParticipant(network: Network, conference: Conference, participant: Participant): object {
  const { leg, isMuted, isOnHold, coaches, startsConference, endsConference } = participant
  return {
    ...renderLeg(network, conference, leg, {
      muted: isMuted,
      startConferenceOnEnter: startsConference,
      endConferenceOnExit: endsConference,
      ...(coaches !== undefined && { coach: coaches }),
    }),
    hold: isOnHold,
    label: participant.label ?? null,
  }
}

interface Manner {
  readonly muted?: boolean
  readonly startConferenceOnEnter?: boolean
  readonly endConferenceOnExit?: boolean
  readonly coach?: string
}

function renderLeg(network: Network, { conferenceSid }: Conference, leg: Leg, manner: Manner): object {
  const { callSid, startedAt, answeredAt } = leg
  return {
    account_sid: network.accountSid,
    call_sid: callSid,
    call_sid_to_coach: manner.coach ?? null,
    coaching: manner.coach !== undefined,
    conference_sid: conferenceSid,
    date_created: dateOf(startedAt),
    date_updated: dateOf(answeredAt ?? startedAt),
    end_conference_on_exit: manner.endConferenceOnExit ?? false,
    hold: false,
    label: leg.label ?? null,
    muted: manner.muted ?? false,
    queue_time: null,
    start_conference_on_enter: manner.startConferenceOnEnter ?? true,
    status: participantStatus(leg),
    uri: `/2010-04-01/Accounts/${network.accountSid}/Conferences/${conferenceSid}/Participants/${callSid}.json`,
  }
}

function participantStatus({ status }: Leg) {
  if (status === 'queued') return 'queued'
  if (status === 'initiated') return 'connecting'
  if (status === 'ringing') return 'ringing'
  if (status === 'in-progress') return 'connected'
  return status === 'completed' ? 'complete' : 'failed'
}
