/**
 * Transcriptions of recordings: of the account, of one recording. They are made by Record only.
 *
 * Source: reference twilio-platform.md §5.4.
 */
import type { Network } from '../../network.ts'
import type { RecordedWords } from '../../recording/transcriptions.ts'
import { dateOf } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { notFound, refused } from '../twilio-error.ts'

/** Everything that can be asked of transcriptions. */
export const transcriptionOperations = [
  listing('ListTranscription', listTranscriptions),
  operation('FetchTranscription', (request) => render(request.network, transcriptionOf(request))),
  operation('DeleteTranscription', deleteTranscription),
  listing('ListRecordingTranscription', listTranscriptions),
  operation('FetchRecordingTranscription', (request) => render(request.network, transcriptionOf(request))),
  operation('DeleteRecordingTranscription', deleteTranscription),
]

function listTranscriptions(request: RestRequest<'ListTranscription' | 'ListRecordingTranscription'>) {
  const { network, path, pathname } = request
  const { RecordingSid: recordingSid } = path
  if (recordingSid !== undefined && network.recordings.find(recordingSid) === undefined) throw notFound(pathname)
  return {
    key: 'transcriptions',
    items: [...network.transcriptions.all()].reverse().filter((one) => isOf(one, recordingSid)),
    sidOf: ({ transcriptionSid }: RecordedWords) => transcriptionSid,
    render: (transcription: RecordedWords) => render(network, transcription),
  }
}

const isOf = ({ recording }: RecordedWords, recordingSid: string | undefined): boolean =>
  recordingSid === undefined || recording.recordingSid === recordingSid

function deleteTranscription(request: RestRequest<'DeleteTranscription' | 'DeleteRecordingTranscription'>): undefined {
  const transcription = transcriptionOf(request)
  if (transcription.status === 'in-progress') {
    throw refused(20009, 'Cannot delete this resource before it is complete')
  }
  request.network.transcriptions.remove(transcription)
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function transcriptionOf({ network, path, pathname }: Place): RecordedWords {
  const found = network.transcriptions.find(path.Sid ?? '')
  if (found === undefined || !isOf(found, path.RecordingSid)) throw notFound(pathname)
  return found
}

function render(network: Network, transcription: RecordedWords): object {
  const { transcriptionSid, recording, status, text, createdAt, updatedAt } = transcription
  const { accountSid } = network
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: dateOf(createdAt),
    date_updated: dateOf(updatedAt),
    duration: String(recording.seconds),
    price: null,
    price_unit: 'USD',
    recording_sid: recording.recordingSid,
    sid: transcriptionSid,
    status,
    transcription_text: text,
    type: 'fast',
    uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${recording.recordingSid}/Transcriptions/${transcriptionSid}.json`,
  }
}
