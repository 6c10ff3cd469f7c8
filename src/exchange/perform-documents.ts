/**
 * The interpreter: fetches a document, does its verbs top to bottom, and follows where they lead.
 *
 * Source: reference twiml-voice.md §0.3, §1.4–1.7 and §2.8.
 */
import { explain, type Finding, type TwimlDocument, type Verb } from '../twiml/index.ts'
import { speakingTime } from '../twiml/speaking-time.ts'
import type { Leg } from './call/leg.ts'
import type { Scope } from './call/scope.ts'
import type { Network } from './network.ts'
import {
  type DocumentKind,
  type DocumentRequest,
  type Ending,
  type GivenDocument,
  type Outcome,
  Performance,
  type Source,
} from './performance.ts'
import { audioDuration } from './request/audio-duration.ts'
import { type Fetched, fetchDocument, fetchFallback } from './request/fetch-document.ts'
import { reportTraps, watchForEarlyKeys } from './traps.ts'
import { mayStandIn, refuse } from './verbs/may-stand-in.ts'
import { performPay } from './verbs/pay.ts'
import { performVerb, tagOf } from './verbs/perform-verb.ts'
import { performRedirect } from './verbs/redirect.ts'

/** What a caller hears when no document can be had. Source: reference twiml-voice.md §2.8. */
const apology = 'We are sorry, an application error has occurred. Goodbye.'

/**
 * Performs documents on `leg`, beginning with `request`, until they end or `within` is cut.
 *
 * Does not end the leg, except after an application error; never throws for what the app does.
 */
export async function performDocuments(
  network: Network,
  leg: Leg,
  request: DocumentRequest | GivenDocument,
  kind: DocumentKind,
  within = leg.course,
): Promise<Ending> {
  const scope = within.inner()
  const endWork = network.beginWork(`documents of ${leg.callSid}`)
  try {
    return await followDocuments(network, leg, request, kind, scope)
  } finally {
    scope.cut()
    endWork()
  }
}

async function followDocuments(
  network: Network,
  leg: Leg,
  first: DocumentRequest | GivenDocument,
  kind: DocumentKind,
  scope: Scope,
): Promise<Ending> {
  let request = first
  let inARow = 0
  let fetched = await fetchDocument(network, leg, request, kind)
  for (;;) {
    // The answer to what was asked after the hang-up is not performed.
    if (scope.isCut) return 'over'
    if (fetched.kind === 'failed') return giveUp(network, leg, scope, kind)
    const source = sourceOf(network, fetched, kind)
    const performance = new Performance(network, leg, source, scope)
    if (fetched.kind !== 'document') return performAudio(fetched, performance)
    const startedAt = network.clock.now()
    const { inputs } = leg
    const outcome = await performDocument(fetched, performance)
    if (outcome === 'document-ended') return scope.isCut ? 'over' : 'document-ended'
    if (outcome.kind === 'hang-up') return 'hung-up'
    if (outcome.kind === 'leave') return 'left'
    if (outcome.kind === 'fail') {
      if (kind !== 'call' || fetched.isFallback) return giveUp(network, leg, scope, kind)
      const repeated = 'parameters' in request ? request.parameters : []
      fetched = await fetchFallback(network, leg, { code: outcome.code, url: fetched.url }, repeated)
      continue
    }
    if (outcome.kind === 'reject') return reject(network, leg, outcome.reason)
    if (outcome.kind !== 'ask') return 'document-ended'
    if (scope.isCut && !leg.isOver && !outcome.isOwed) return 'over'
    const url = performance.resolve(outcome.url)
    if (url === undefined) {
      const code = reportAddress(outcome, performance)
      if (kind !== 'call' || fetched.isFallback) return giveUp(network, leg, scope, kind)
      fetched = await fetchFallback(network, leg, { code, url: fetched.url }, outcome.parameters)
      continue
    }
    const isStill = network.clock.now() === startedAt && leg.inputs === inputs
    const isHeadlong = onlyLeadsOn(fetched.document) || isStill
    inARow = isHeadlong ? inARow + 1 : 0
    if (inARow >= network.settings.redirectLoopLimit) return endLoop(network, leg, scope, kind, url)
    request = { purpose: outcome.purpose, url, method: outcome.method, parameters: outcome.parameters }
    const fetching = fetchDocument(network, leg, request, kind)
    outcome.asked?.()
    fetched = await fetching
  }
}

/** Source: reference twiml-voice.md §2.1: what came with a request to the API has no address of its own. */
function reportAddress(outcome: Extract<Outcome, { kind: 'ask' }>, performance: Performance): number {
  const { callSid } = performance.leg
  const { requestId, url } = performance.source
  const isGiven = url === ''
  const code = isGiven && outcome.purpose === 'action' && outcome.url !== '' ? 15004 : 11100
  const message = isGiven
    ? 'A document given to the API has no address, so the one to go on with must be absolute.'
    : 'The address to go on with is not a valid URL.'
  const help = isGiven ? 'Write an absolute URL.' : 'Write an absolute URL, or one relative to the document.'
  performance.network.report({ callSid, requestId, severity: 'error', code, message, help })
  return code
}

async function performDocument(
  fetched: Extract<Fetched, { kind: 'document' }>,
  performance: Performance,
): Promise<Outcome | 'document-ended'> {
  const { network, leg, source, scope } = performance
  const { document, requestId } = fetched
  const { callSid } = leg
  const explanations = document.children.map((verb) =>
    explain(verb, { documentUrl: fetched.url, isLast: source.isLast(verb) }),
  )
  const verbs = document.children.map((verb, place) => ({
    verb: tagOf(verb),
    line: source.lineOf(verb),
    column: fetched.positionOf(verb)?.column ?? 1,
    explanation: explanations[place] ?? '',
  }))
  network.journal.append({ kind: 'document-started', callSid, requestId, verbs })
  reportTraps(document, performance)
  for (const [place, verb] of document.children.entries()) {
    if (isAfter(fetched.positionOf(verb), fetched.stopsAt)) break
    const { verb: tag, line, explanation } = verbs[place] as (typeof verbs)[number] // made from the same list
    network.journal.append({ kind: 'verb-started', callSid, requestId, verb: tag, line, explanation })
    const endWatch = watchForEarlyKeys(verb, document.children[place + 1], performance)
    const outcome = await performOrRefuse(verb, fetched.errorIn(verb), performance)
    endWatch()
    network.journal.append({ kind: 'verb-ended', callSid, requestId, verb: tag, line, outcome: outcome.says })
    if (outcome.kind !== 'next') return outcome
    if (scope.isCut) return owedRedirect(verb, document.children[place + 1], performance) ?? 'document-ended'
  }
  if (fetched.stopsAt !== undefined && network.settings.unknownVerb === 'strict') {
    return { kind: 'fail', code: 12200, says: 'the document holds an element that is no verb' }
  }
  if (!document.children.some(holdsAnswerBack)) leg.answer()
  return 'document-ended'
}

type Place = { readonly line?: number; readonly column?: number }

const isAfter = (one: Place | undefined, other: Place | undefined): boolean =>
  one?.line !== undefined &&
  other?.line !== undefined &&
  (one.line > other.line || (one.line === other.line && (one.column ?? 1) > (other.column ?? 1)))

/**
 * A Dial without action that is cut by the API lets the next verb begin, and only a Redirect there is still asked.
 *
 * Source: reference twiml-voice.md §1.7, documented.
 */
function owedRedirect(verb: Verb, following: Verb | undefined, performance: Performance): Outcome | undefined {
  if (performance.leg.isOver || verb.verb !== 'dial' || following?.verb !== 'redirect') return undefined
  const outcome = performRedirect(following, performance)
  return outcome.kind === 'ask' ? { ...outcome, isOwed: true } : outcome
}

/**
 * A verb that may not stand in such a document, or is fatally wrong, stops the document when its turn comes.
 *
 * Source: reference twiml-voice.md §1.3; its effect by §2.8 is our inference.
 */
function performOrRefuse(verb: Verb, error: Finding | undefined, performance: Performance): Outcome | Promise<Outcome> {
  if (!mayStandIn(performance.source.kind, verb)) return refuse(verb, performance)
  if (verb.verb === 'start' && performance.network.settings.startAnswers) performance.leg.answer()
  if (error === undefined) return performVerb(verb, performance)
  // What is wrong with a payment is told to its action, if that can be asked. Source: §4.13, documented.
  if (verb.verb === 'pay' && error.code !== 64016) return performPay(verb, performance, error)
  const code = typeof error.code === 'number' ? error.code : 12200
  return { kind: 'fail', code, says: `it cannot be performed: error ${code}` }
}

/** An audio file in place of a document: played; then a call is hung up, and anything else goes on. */
async function performAudio(
  { body, contentType, url, requestId }: Extract<Fetched, { kind: 'audio' }>,
  performance: Performance,
): Promise<Ending> {
  const { leg, network } = performance
  leg.answer()
  const release = network.clock.hold('the length of an audio answer')
  const lasts = await audioDuration(body, contentType)
  release()
  if (lasts === undefined) {
    const message = `The answer came as ${contentType} and cannot be played.`
    network.report({ callSid: leg.callSid, requestId, severity: 'error', code: 13420, message })
  }
  // Before a conference a file goes on from its beginning, without being fetched again.
  const isRepeated = performance.source.kind === 'conference-wait' && !!lasts
  do {
    await performance.hears({ kind: 'audio', url }, lasts ?? 0)
  } while (isRepeated && !performance.scope.isCut)
  if (performance.scope.isCut) return 'over'
  return performance.source.kind.endsWith('-wait') ? 'document-ended' : 'hung-up'
}

/** Nothing more can be had: a call apologizes and ends; what somebody hears on the way does without. */
async function giveUp(network: Network, leg: Leg, scope: Scope, kind: DocumentKind): Promise<Ending> {
  if (scope.isCut) return 'over'
  return kind === 'call' || kind === 'whisper' ? apologize(network, leg, scope) : 'failed'
}

async function apologize(network: Network, leg: Leg, scope: Scope): Promise<Ending> {
  leg.answer()
  const source: Source = { ...nowhere, perform: async () => 'failed' }
  const lasts = speakingTime(apology, network.settings.wordsPerSecond)
  const prompt = { kind: 'speech', text: apology, language: 'en-US' } as const
  await new Performance(network, leg, source, scope).hears(prompt, lasts)
  leg.finish('completed', 'the app gave no usable document')
  return 'failed'
}

function endLoop(network: Network, leg: Leg, scope: Scope, kind: DocumentKind, url: string): Promise<Ending> {
  network.report({
    callSid: leg.callSid,
    severity: 'error',
    message: `${network.settings.redirectLoopLimit} documents in a row only led to another one; the last leads to ${url}.`,
    help: 'Break the loop: let the caller hear something, or wait for input, before asking again.',
  })
  return giveUp(network, leg, scope, kind)
}

/** Source: reference twiml-voice.md §4.10: the caller hears why, and the call is never answered. */
function reject(network: Network, leg: Leg, reason: 'rejected' | 'busy'): Ending {
  const tone = reason === 'busy' ? 'busy' : 'not-in-service'
  leg.stopTone()
  network.journal.append({ kind: 'tone-started', callSid: leg.callSid, tone, lasts: 3000 })
  if (reason === 'busy') leg.finish('busy', 'the app refused the call as busy', 486)
  else leg.finish('no-answer', 'the app refused the call', 603)
  return 'rejected'
}

function sourceOf(network: Network, fetched: Exclude<Fetched, { kind: 'failed' }>, kind: DocumentKind): Source {
  const isDocument = fetched.kind === 'document'
  return {
    kind,
    url: fetched.url,
    requestId: fetched.requestId,
    lineOf: (element) => (isDocument ? (fetched.positionOf(element)?.line ?? 1) : 1),
    isLast: (verb) => isDocument && fetched.document.children.at(-1) === verb,
    perform: (leg, request, otherKind, within) => performDocuments(network, leg, request, otherKind, within),
  }
}

/** A document that ran out is answered at its end at the latest, unless it held the answer back on purpose. */
const holdsAnswerBack = (verb: Verb): boolean =>
  verb.verb === 'pause' || (verb.verb === 'dial' && !!verb.answerOnBridge)

const nowhere = { kind: 'call', url: '', requestId: '', lineOf: () => 1, isLast: () => true } as const

const onlyLeadsOn = (document: TwimlDocument): boolean =>
  document.children.find((verb: Verb) => verb.verb !== 'start')?.verb === 'redirect'
