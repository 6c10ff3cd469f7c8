/**
 * From a request to something that can be performed: ask, read, and on failure ask the fallback.
 *
 * Source: reference twiml-voice.md §1.2 and §2.8.
 */
import { type Finding, parseAnswer, rulesByTag, type TwimlDocument } from '../../twiml/index.ts'
import type { Leg } from '../call/leg.ts'
import type { Network } from '../network.ts'
import type { DocumentKind, DocumentRequest, GivenDocument } from '../performance.ts'
import { askApp, type Reply } from './ask-app.ts'
import { askThroughCache } from './ask-through-cache.ts'
import type { Parameter } from './signature.ts'
import { standardParameters } from './wire.ts'

/** Something a leg can be put through. */
export type Fetched =
  | {
      readonly kind: 'document'
      readonly requestId: string
      readonly url: string
      readonly document: TwimlDocument
      /** The first element that is no verb, when the document is to stop there. */
      readonly stopsAt: Finding | undefined
      /** Whether it came in place of one that failed. */
      readonly isFallback: boolean
      positionOf(element: object): { readonly line: number; readonly column: number } | undefined
      /** What is so wrong with a verb that it cannot be performed. */
      errorIn(verb: object): Finding | undefined
    }
  /** A file is played, then the call is hung up. */
  | {
      readonly kind: 'audio'
      readonly requestId: string
      readonly url: string
      readonly contentType: string
      readonly body: Uint8Array
    }
  | { readonly kind: 'failed' }

/** What failed: the code of the error dictionary, and which document or request. */
export type Failure = { readonly code: number; readonly url: string }

/**
 * Fetches what is to be performed next on `leg`; every failure is in the journal when this returns.
 *
 * What is heard in a queue has no fallback: the waiting ends instead. Source: reference twiml-voice.md §2.9, inferred.
 */
export async function fetchDocument(
  network: Network,
  leg: Leg,
  request: DocumentRequest | GivenDocument,
  kind: DocumentKind,
): Promise<Fetched> {
  if ('twiml' in request) return readGiven(network, leg, request)
  const first = await fetchOnce(network, leg, request, request.parameters)
  if (!('code' in first)) return first
  return kind === 'call' ? fetchFallback(network, leg, first, request.parameters) : { kind: 'failed' }
}

/** Fetches what the call has in store for a failure; `repeated` are the parameters of the request that led to it. */
export async function fetchFallback(
  network: Network,
  leg: Leg,
  failure: Failure,
  repeated: readonly Parameter[],
): Promise<Fetched> {
  const { fallback: stored } = leg
  // Looked at after the wait: nobody is left to be saved by a fallback when the caller has hung up.
  if (stored === undefined || leg.isOver) return { kind: 'failed' }
  const errors: Parameter[] = [
    ['ErrorCode', String(failure.code)],
    ['ErrorUrl', failure.url],
  ]
  const own = network.settings.fallbackRepeatsParams ? repeated : []
  const fallback = { purpose: 'fallback', ...stored } as const
  const second = await fetchOnce(network, leg, fallback, [...own, ...errors])
  if ('code' in second) {
    warnOfSameHost(network, leg, failure.url, stored.url)
    return { kind: 'failed' }
  }
  return second.kind === 'document' ? { ...second, isFallback: true } : second
}

/** Source: reference twiml-voice.md §12 row 31. */
function warnOfSameHost(network: Network, leg: Leg, failed: string, fallback: string): void {
  if (!URL.canParse(failed) || new URL(failed).host !== new URL(fallback).host) return
  const message = 'The fallback failed as well, on the same host as what it stands in for.'
  const help = 'Serve the fallback from somewhere else, so that both cannot fail at once.'
  network.report({ callSid: leg.callSid, severity: 'warning', message, help })
}

/** It has no address, so nothing in it can be relative to one. */
async function readGiven(network: Network, leg: Leg, { twiml }: GivenDocument): Promise<Fetched> {
  const requestId = network.nextRequestId()
  network.journal.append({ kind: 'document-given', callSid: leg.callSid, requestId, body: twiml })
  const answer = {
    kind: 'answer',
    requestId,
    url: '',
    status: 200,
    contentType: 'text/xml',
    headers: {},
    body: twiml,
  } as const
  const document = read(network, leg, answer)
  return 'code' in document ? fetchFallback(network, leg, document, []) : document
}

async function fetchOnce(
  network: Network,
  leg: Leg,
  request: Omit<DocumentRequest, 'purpose' | 'parameters'> & { purpose: DocumentRequest['purpose'] | 'fallback' },
  own: readonly Parameter[],
): Promise<Fetched | Failure> {
  const { purpose, url, method } = request
  const parameters = standardParameters(leg, network.accountSid).concat(own)
  const question = { leg, purpose, url, method, parameters }
  const isCached = network.settings.cacheDocuments && method === 'GET'
  const reply = await (isCached ? askThroughCache(network, question) : askApp(network, question))
  if (reply.kind === 'answer') return read(network, leg, reply)
  return fail(network, leg, reply, reply.code, reply.message, reply.help === undefined ? {} : { help: reply.help })
}

function read(network: Network, leg: Leg, reply: Extract<Reply, { kind: 'answer' }>): Fetched | Failure {
  const { status, requestId, url } = reply
  if (status < 200 || status >= 300) {
    const message = `The app answered with status ${status} instead of a document.`
    return fail(network, leg, reply, 11200, message, status === 403 ? { help: aboutSignatures } : {})
  }
  if (reply.body.length === 0 && reply.headers['transfer-encoding'] !== undefined) {
    return fail(network, leg, reply, 11770, 'The answer came in chunks and was empty.')
  }
  const answer = parseAnswer({ contentType: reply.contentType, body: reply.body })
  if (answer.kind === 'audio') {
    const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'latin1') : reply.body
    return { kind: 'audio', requestId, url, contentType: answer.mediaType, body }
  }
  if (answer.kind === 'unparsable') {
    const { code, message, line, column } = answer
    return fail(network, leg, reply, code, message, { line, column })
  }
  const { document, findings, positionOf, errorIn } = answer
  const { unknownVerb } = network.settings
  const stopsAt = unknownVerb === 'skip' ? undefined : findings.find(isAboutUnknownVerb)
  for (const finding of findings) {
    const isFatal = unknownVerb === 'strict' && isAboutUnknownVerb(finding)
    reportFinding(network, leg, requestId, isFatal ? { ...finding, severity: 'error' } : finding)
  }
  return { kind: 'document', requestId, url, document, isFallback: false, stopsAt, positionOf, errorIn }
}

/** Source: reference twiml-voice.md §12 row 19. */
const aboutSignatures =
  'If it checks X-Twilio-Signature: compare with the auth token of this account, the whole address as it was asked (proxy, port, query), and every parameter, also those it does not know.'

/** Whether an element right below Response is none of the verbs. */
function isAboutUnknownVerb({ at = '' }: Finding): boolean {
  const tag = /^Response\/([^/[]+)\[\d+\]$/.exec(at)?.[1]
  const verbs: readonly string[] = rulesByTag('Response')?.children ?? []
  return tag !== undefined && !verbs.includes(tag)
}

function fail(
  network: Network,
  leg: Leg,
  reply: Reply,
  code: number,
  message: string,
  more?: { line?: number; column?: number; help?: string },
): Failure {
  const { callSid } = leg
  const { requestId, url } = reply
  network.report({
    callSid,
    requestId,
    severity: 'error',
    code,
    message,
    ...more,
  })
  return { code, url }
}

function reportFinding(network: Network, leg: Leg, requestId: string, finding: Finding): void {
  const { code, severity, message, help, line, column } = finding
  network.report({
    callSid: leg.callSid,
    requestId,
    severity,
    message,
    ...(typeof code === 'number' && { code }),
    ...(help !== undefined && { help }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })
}
