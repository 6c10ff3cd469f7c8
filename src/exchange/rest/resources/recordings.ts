/**
 * Recordings: of the account, of a call, of a conference.
 *
 * Source: reference twilio-platform.md §5.1 and §5.2.
 */
import type { Leg } from '../../call/leg.ts'
import type { Network } from '../../network.ts'
import type { Recording } from '../../recording/recordings.ts'
import { dateOf, isWithin } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { notFound, refused } from '../twilio-error.ts'
import { recordingOptions } from './recording-options.ts'

/** Everything that can be asked of recordings, but for the media. */
export const recordingOperations = [
  listing('ListRecording', listRecordings),
  operation('FetchRecording', (request) => ofAccount(request.network, recordingOf(request))),
  operation('DeleteRecording', deleteRecording),
  listing('ListCallRecording', (request) => {
    const { callSid } = legOf(request)
    return ownedBy(request, (recording) => recording.callSid === callSid && recording.conferenceSid === undefined)
  }),
  operation('CreateCallRecording', createCallRecording),
  operation('FetchCallRecording', (request) => ofOwner(request.network, recordingOf(request))),
  operation('UpdateCallRecording', updateRecording),
  operation('DeleteCallRecording', deleteRecording),
  listing('ListConferenceRecording', (request) => {
    const { ConferenceSid: conferenceSid } = request.path
    return ownedBy(request, (recording) => recording.conferenceSid === conferenceSid)
  }),
  operation('FetchConferenceRecording', (request) => ofOwner(request.network, recordingOf(request))),
  operation('UpdateConferenceRecording', updateRecording),
  operation('DeleteConferenceRecording', deleteRecording),
]

type ListName = 'ListRecording' | 'ListCallRecording' | 'ListConferenceRecording'

function listRecordings({ network, parameters }: RestRequest<'ListRecording'>) {
  const { CallSid: callSid, ConferenceSid: conferenceSid, IncludeSoftDeleted: withDeleted = false } = parameters
  const items = matching({ network, parameters }).filter((recording) => {
    if (callSid !== undefined && recording.callSid !== callSid) return false
    if (conferenceSid !== undefined && recording.conferenceSid !== conferenceSid) return false
    return withDeleted || !recording.isDeleted
  })
  return { key: 'recordings', items, sidOf, render: (recording: Recording) => ofAccount(network, recording) }
}

function ownedBy(
  request: RestRequest<'ListCallRecording' | 'ListConferenceRecording'>,
  owns: (recording: Recording) => boolean,
) {
  const { network } = request
  const items = matching(request).filter((recording) => owns(recording) && !recording.isDeleted)
  return { key: 'recordings', items, sidOf, render: (recording: Recording) => ofOwner(network, recording) }
}

/** The newest first. */
function matching({ network, parameters }: Pick<RestRequest<ListName>, 'network' | 'parameters'>): Recording[] {
  const days = {
    on: parameters.DateCreated,
    before: parameters['DateCreated<'],
    after: parameters['DateCreated>'],
  }
  return [...network.recordings.all()].reverse().filter(({ startedAt }) => isWithin(startedAt, days))
}

const sidOf = ({ recordingSid }: Recording): string => recordingSid

function createCallRecording(request: RestRequest<'CreateCallRecording'>): object {
  const { network, parameters } = request
  const leg = legOf(request)
  if (!leg.isAnswered || leg.isOver) throw refused(21220, 'Call is not in-progress. Cannot record.')
  if (running(network, leg).length > 0) throw refused(16108, 'The call is being recorded already.')
  const { RecordingTrack: track = 'both' } = parameters
  if (track !== 'both' && track !== 'inbound' && track !== 'outbound') {
    throw refused(20422, 'RecordingTrack must be both, inbound or outbound.')
  }
  const options = recordingOptions(parameters, 'do-not-trim')
  const others = leg.peer === undefined ? [] : [leg.peer]
  const recording = network.recordings.start({ source: 'StartCallRecordingAPI', leg, others, track, ...options })
  void leg.life.until<never>(() => () => network.recordings.end(recording, 'hang-up'))
  return ofOwner(network, recording)
}

const running = (network: Network, leg: Leg): readonly Recording[] =>
  network.recordings
    .all()
    .filter(
      ({ callSid, status, source }) =>
        callSid === leg.callSid &&
        source === 'StartCallRecordingAPI' &&
        (status === 'in-progress' || status === 'paused'),
    )

function updateRecording(request: RestRequest<'UpdateCallRecording' | 'UpdateConferenceRecording'>): object {
  const { network, parameters } = request
  const recording = recordingOf(request)
  const { Status: status, PauseBehavior: behavior = 'silence' } = parameters
  if (behavior !== 'silence' && behavior !== 'skip') throw refused(20422, 'PauseBehavior must be silence or skip.')
  if (!isLive(recording)) throw refused(21220, 'The recording is over.')
  if (status === 'paused') network.recordings.pause(recording, behavior === 'skip')
  else if (status === 'in-progress') network.recordings.resume(recording)
  else if (status === 'stopped') network.recordings.end(recording, 'stopped')
  else throw refused(20422, 'Status must be paused, in-progress or stopped.')
  return { ...ofOwner(network, recording), ...(status === 'stopped' && { status }) }
}

const isLive = ({ status }: Recording): boolean => status === 'in-progress' || status === 'paused'

function deleteRecording(
  request: RestRequest<'DeleteRecording' | 'DeleteCallRecording' | 'DeleteConferenceRecording'>,
): undefined {
  const recording = recordingOf(request)
  if (isLive(recording)) throw refused(20009, 'Cannot delete this resource before it is complete')
  request.network.recordings.remove(recording)
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

/** The recording in the path; `Twilio.CURRENT` is the one of that call that is in progress. */
function recordingOf({ network, path, pathname }: Place): Recording {
  const { Sid: sid = '', CallSid: callSid, ConferenceSid: conferenceSid } = path
  const isOwned = (recording: Recording) =>
    !recording.isDeleted &&
    (callSid === undefined || recording.callSid === callSid) &&
    (conferenceSid === undefined || recording.conferenceSid === conferenceSid)
  const found =
    sid === 'Twilio.CURRENT'
      ? network.recordings.all().findLast((recording) => isOwned(recording) && isLive(recording))
      : network.recordings.find(sid)
  if (found === undefined || !isOwned(found)) throw notFound(pathname)
  return found
}

function legOf({ network, path, pathname }: Place): Leg {
  const leg = network.legs.get(path.CallSid ?? '')
  if (leg === undefined) throw notFound(pathname)
  return leg
}

function ofAccount(network: Network, recording: Recording): object {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Recordings/${recording.recordingSid}`
  return {
    ...common(network, recording),
    status: recording.isDeleted ? 'deleted' : recording.status,
    price: null,
    media_url: recording.url,
    uri: `${uri}.json`,
    subresource_uris: {
      add_on_results: `${uri}/AddOnResults.json`,
      transcriptions: `${uri}/Transcriptions.json`,
    },
  }
}

function ofOwner(network: Network, recording: Recording): object {
  const { callSid, conferenceSid, recordingSid, track } = recording
  const owner = conferenceSid === undefined ? `Calls/${callSid}` : `Conferences/${conferenceSid}`
  return {
    ...common(network, recording),
    price: null,
    ...(conferenceSid === undefined && { track }),
    uri: `/2010-04-01/Accounts/${network.accountSid}/${owner}/Recordings/${recordingSid}.json`,
  }
}

function common(network: Network, recording: Recording) {
  const { startedAt, endedAt, status, conferenceSid = null } = recording
  return {
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: conferenceSid,
    channels: recording.channels,
    date_created: dateOf(startedAt),
    date_updated: dateOf(endedAt ?? startedAt),
    start_time: dateOf(startedAt),
    duration: isLive(recording) ? null : String(recording.seconds),
    encryption_details: null,
    error_code: status === 'absent' ? 16101 : null,
    price_unit: 'USD',
    sid: recording.recordingSid,
    source: recording.source,
    status,
  }
}
