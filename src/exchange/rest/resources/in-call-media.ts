/**
 * What runs beside a live call: streams, live transcriptions and SIPREC sessions, begun and stopped.
 *
 * They are those that Start begins and Stop ends: either may stop what the other began. Source: reference
 * twilio-platform.md §2.4, twiml-voice.md §5.8–§5.10; the codes of refusals are inferred.
 */
import { type BackgroundKind, countRunning, findBeside, isTaken, stopBeside } from '../../background.ts'
import type { Leg } from '../../call/leg.ts'
import type { Network } from '../../network.ts'
import { runSiprec } from '../../verbs/start-siprec.ts'
import { mostStreams, runStream, tracks } from '../../verbs/start-stream.ts'
import { engines, runTranscription } from '../../verbs/start-transcription.ts'
import { dateOf } from '../dates.ts'
import { operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { notFound, refused } from '../twilio-error.ts'

const codes: ParameterCodes = { Url: { missing: 21205, invalid: 21205 } }

/** Everything that can be asked of what runs beside a call. */
export const inCallMediaOperations = [
  operation('CreateStream', createStream, codes),
  operation('UpdateStream', (request) => stop(request, 'stream')),
  operation('CreateRealtimeTranscription', createTranscription),
  operation('UpdateRealtimeTranscription', (request) => stop(request, 'transcription')),
  operation('CreateSiprec', createSiprec),
  operation('UpdateSiprec', (request) => stop(request, 'siprec')),
]

function createStream(request: RestRequest<'CreateStream'>): object {
  const { network, parameters } = request
  const { Url: url = '', Name: name, Track: track = 'inbound_track', StatusCallback: callbackUrl } = parameters
  const leg = legOf(request, 'stream', name)
  if (!URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) {
    throw refused(21205, 'Url must be an absolute wss URL.')
  }
  if (countRunning(leg, 'stream') >= mostStreams) {
    throw refused(31960, `At most ${mostStreams} streams run beside a call.`)
  }
  const { callSid } = leg
  const streamSid = network.createSid('MZ')
  const method = parameters.StatusCallbackMethod ?? 'POST'
  runStream(network, {
    leg,
    url,
    streamSid,
    name: name ?? streamSid,
    tracks: tracks[track],
    parameters: customParameters(parameters),
    ...(callbackUrl !== undefined && { callback: { url: callbackUrl, method } }),
    report: (finding) => network.report({ callSid, ...finding }),
  })
  return render(network, leg, { kind: 'stream', sid: streamSid, name, status: 'in-progress' })
}

/** `Parameter1.Name` and `Parameter1.Value` to `Parameter99`. */
function customParameters(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const pairs = Array.from({ length: 99 }, (_, place) => {
    return [parameters[`Parameter${place + 1}.Name`], parameters[`Parameter${place + 1}.Value`] ?? '']
  })
  return Object.fromEntries(pairs.filter(([name]) => name !== undefined))
}

function createTranscription(request: RestRequest<'CreateRealtimeTranscription'>): object {
  const { network, parameters } = request
  const { Name: name, TranscriptionEngine: engine, StatusCallbackUrl: url, StatusCallbackMethod: method } = parameters
  const leg = legOf(request, 'transcription', name)
  if (engine !== undefined && !engines.has(engine)) {
    throw refused(20422, 'TranscriptionEngine must be google or deepgram.')
  }
  const noun = {
    name,
    track: parameters.Track,
    statusCallbackUrl: url,
    statusCallbackMethod: method,
    inboundTrackLabel: parameters.InboundTrackLabel,
    outboundTrackLabel: parameters.OutboundTrackLabel,
    partialResults: parameters.PartialResults,
    languageCode: parameters.LanguageCode,
    transcriptionEngine: engine,
    profanityFilter: parameters.ProfanityFilter,
    speechModel: parameters.SpeechModel,
    hints: parameters.Hints,
    enableAutomaticPunctuation: parameters.EnableAutomaticPunctuation,
    intelligenceService: parameters.IntelligenceService,
  }
  const sid = runTranscription({ verb: 'transcription', children: [], ...given(noun) }, { network, leg })
  return render(network, leg, { kind: 'transcription', sid, name, status: 'in-progress' })
}

/** Without what is undefined, as a document has it. */
function given<Of extends object>(noun: Of) {
  const entries = Object.entries(noun).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof Of]?: Exclude<Of[Name], undefined> } // the same, but for those
}

function createSiprec(request: RestRequest<'CreateSiprec'>): object {
  const { network, parameters } = request
  const { Name: name, StatusCallback: url, StatusCallbackMethod: method } = parameters
  const leg = legOf(request, 'siprec', name)
  const noun = { ...(name !== undefined && { name }), ...(method !== undefined && { statusCallbackMethod: method }) }
  const sid = runSiprec(noun, { network, leg }, url)
  return render(network, leg, { kind: 'siprec', sid, name, status: 'in-progress' })
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

/** The call, when something of that kind and name may be begun beside it. */
function legOf({ network, path, pathname }: Place, kind: BackgroundKind, name: string | undefined): Leg {
  const leg = network.legs.get(path.CallSid ?? '')
  if (leg === undefined) throw notFound(pathname)
  if (!leg.isAnswered || leg.isOver) throw refused(21220, `Call is not in-progress. Cannot start ${kind}.`)
  if (name !== undefined && isTaken(leg, kind, name)) throw refused(20409, `A ${kind} of that name runs already.`)
  return leg
}

/** By SID or by name. */
function stop({ network, path, pathname }: Place, kind: Kind): object {
  const leg = network.legs.get(path.CallSid ?? '')
  const found = leg && findBeside(leg, kind, path.Sid ?? '')
  if (leg === undefined || found === undefined) throw notFound(pathname)
  stopBeside(leg, kind, path.Sid)
  return render(network, leg, { kind, ...found, status: 'stopped' })
}

type Kind = keyof typeof folders

const folders = { stream: 'Streams', transcription: 'Transcriptions', siprec: 'Siprec' } as const

interface Shown {
  readonly kind: Kind
  readonly sid: string
  readonly name: string | undefined
  readonly status: 'in-progress' | 'stopped'
}

function render({ accountSid, clock }: Network, { callSid }: Leg, { kind, sid, name, status }: Shown): object {
  return {
    sid,
    account_sid: accountSid,
    call_sid: callSid,
    name: name ?? null,
    status,
    date_updated: dateOf(clock.now()),
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/${folders[kind]}/${sid}.json`,
  }
}
