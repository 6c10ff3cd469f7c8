/**
 * Webhooks without a framework: a request in, an answer out.
 *
 * Every request is authenticated before anything of it is believed; there is no way around it. Whatever breaks behind
 * that door is answered with words for the caller, never with a bare 500.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import {
  type Arrival,
  type Effect,
  type Flow,
  limitedCall,
  type Mailbox,
  NO_LIMITS,
  type QueueDefinition,
  type Secret,
  settledCallback,
  stepNamed,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'
import { leave, pause, render, response } from '../twiml/index.ts'
import {
  type Address,
  type Addresses,
  addressesBelow,
  type CallbackAddress,
  type CalleeAddress,
  readAddress,
  type WaitAddress,
} from './addresses.ts'
import { NOTED, plain, twiml, type WebhookAnswer } from './answer.ts'
import { type CallLimits, findDialling } from './dialling.ts'
import { fallbackDocument } from './fallback.ts'
import { type Answerer, createFindOut } from './find-out.ts'
import { createFlowShelf, type FlowShelf } from './flow-shelf.ts'
import { type FormPairs, parseForm } from './form.ts'
import { findIdleness } from './idleness.ts'
import { findLanguage } from './language.ts'
import { createLookups } from './lookups.ts'
import { mailboxQuestions } from './mailbox-questions.ts'
import { createMediaLinks, type MediaLinks } from './media-links.ts'
import { createMessageDesk, type MessageDeskOptions, type ReadReply } from './messages.ts'
import { createNoting } from './noting.ts'
import { findOverride } from './overrides.ts'
import { type Addressed, type ProxyTrust, publicUrlOf } from './public-url.ts'
import { createQueueDesk } from './queue-desk.ts'
import { createRecordingCallbacks } from './recording-callbacks.ts'
import { createRefusals } from './refusals.ts'
import { createScripts } from './scripts.ts'
import { judgeSignature, type SigningTokens } from './signature.ts'
import { createTurnEngine } from './turn-engine.ts'
import {
  isNotAWebhook,
  type MessageWebhook,
  readCalleeWebhook,
  readCallStatus,
  readVoiceWebhook,
  type VoiceWebhook,
} from './wire.ts'

/** A request, free of any framework. */
export interface WebhookRequest extends Addressed {
  readonly method: string
  readonly body: Uint8Array
}

/** What the webhooks of some flows are made from. Credentials are passed in and kept; they appear in no answer and no log. */
export interface WebhooksOptions {
  readonly flows: readonly Flow[]
  /** Mailboxes that are defined; default none. */
  readonly mailboxes?: readonly Mailbox[]
  /** Where flows stand that come and go; default: one with `flows` alone. */
  readonly shelf?: FlowShelf
  /** The queues that flows lead into; default none. */
  readonly queues?: readonly QueueDefinition[]
  /** Which calls are let in and where they may be led to; default: all, and anywhere. */
  readonly limits?: CallLimits | undefined
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly tokens: SigningTokens
  /** The address the network knows us by; without one it is read from each request. */
  readonly publicUrl?: string | undefined
  /** Proxies whose forwarded headers are believed when there is no `publicUrl`; default none. */
  readonly isTrustedProxy?: ProxyTrust
  /** Links to kept audio; default made from the tokens. */
  readonly links?: MediaLinks
  /** Who answers more questions of steps, by kind. */
  readonly answerers?: Readonly<Record<string, Answerer>>
  /** The value of a secret that a flow names. */
  readonly reveal: (secret: Secret) => string | undefined
  /** How long a caller hears nothing while a lookup runs, in real milliseconds; default 2000. */
  readonly lookupPatience?: number | undefined
  /** Whether recordings of prompts can be had, so that the words of one that cannot are spoken; default: all can. */
  readonly isPlayable?: (url: string) => boolean
  /** What a call knows from its start that an attempt of a campaign has placed. Throws when that cannot be found out. */
  readonly brief?: (attempt: string, arrival: Arrival) => Promise<Pick<Arrival, 'inherits'>>
  /** Reads messages that are no keyword; default: they are kept for a person to read. */
  readonly readReply?: ReadReply | undefined
  /** Called when more is known of a call of ours, after that is committed. */
  readonly onOutbound?: () => void
  /** Told once or more often that a call is over; what it holds can be let go of. */
  readonly onCallOver?: (callSid: string) => Promise<void>
  /** Called when a recording's audio may be fetched, after that is committed. */
  readonly onRecording?: () => void
  /** Keeps what the network reports of a message; default: in the outbox, and nothing follows from it. */
  readonly takeReport?: MessageDeskOptions['takeReport']
  /** Called when there may be something to do outside a call, after that is committed. */
  readonly onTask?: () => void
  /** Called when a caller or an agent of a queue may be next, after that is committed; without a name: of any. */
  readonly onQueue?: (queue?: string) => void
}

/** The webhooks of some flows, free of any framework. */
export interface Webhooks {
  /** Answers a request; never throws. */
  answer(request: WebhookRequest): Promise<WebhookAnswer>
  /** Takes a message in of which no webhook told us, as it was written then; throws when it cannot be kept. */
  takeMissedMessage(message: MessageWebhook, at: Instant): Promise<void>
  /** The fallback document of each flow by name, as they are now. */
  fallbacks(): ReadonlyMap<string, string>
}

/** Nothing more is asked of a callee: the two are connected. */
const CONNECT = render(response(), { indent: 2 })

/** A webhook's body is never larger: the longest genuine ones are a few kilobytes. */
export const MOST_BODY_BYTES = 256 * 1024

/** The webhooks of some flows. */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { store, clock, log, publicUrl } = options
  const { shelf = createFlowShelf(options) } = options
  const { flows } = shelf
  const absolute = addressesBelow(publicUrl ?? '')
  const relative = addressesBelow(publicUrl === undefined ? '' : new URL(publicUrl).pathname)
  const mailboxes = new Map((options.mailboxes ?? []).map((mailbox) => [mailbox.name, mailbox]))
  const links = options.links ?? createMediaLinks(options.tokens, clock)
  const fallbackOf = (flow: Flow) => fallbackDocument(flow, absolute, options.reveal)
  const refusals = createRefusals(clock, log)
  const note = createNoting(log)
  const recordings = createRecordingCallbacks({ ...options, flows, note })
  const lookups = createLookups(flows, { clock, log, patience: options.lookupPatience })
  const { queues = [], limits } = options
  const holidays = options.answerers?.holidays
  const messages = createMessageDesk({
    ...{ store, clock, log, readReply: options.readReply },
    ...{ onReport: options.onOutbound, onTask: options.onTask, takeReport: options.takeReport },
  })
  const desk = createQueueDesk({ queues, store, clock, log, reveal: options.reveal })
  const engine = createTurnEngine({
    store,
    clock,
    log,
    context: {
      stepUrl: relative.step,
      recordingUrl: relative.recording,
      transcriptUrl: relative.transcription,
      calleeUrl: relative.callee,
      waitUrl: relative.wait,
      ...(limits !== undefined && {
        mayDial: limits.gate.mayDial,
        countsDialled: limits.gate.countsDialled,
      }),
      reveal: options.reveal,
      flowNamed: (name) => flows.get(name),
      ...(options.isPlayable && { isPlayable: options.isPlayable }),
      mailboxNamed: (name) => mailboxes.get(name),
    },
    findOut: createFindOut({
      lookup: lookups.find,
      dialling: ({ about }, session) => findDialling(limits, about, session),
      queue: desk.findState,
      agent: desk.findAgent,
      'queue-place': (_question, session) => desk.findPlace(session),
      script: createScripts(flows, { patience: options.lookupPatience }),
      idleness: (question) => findIdleness(store, log, question),
      language: (question, session) => findLanguage(store, log, question, session),
      override: (question) => findOverride(store, log, question),
      ...mailboxQuestions({ store, clock, log, links, address: relative.path, flows, holidays }),
      ...options.answerers,
    }),
    onCommitted: ({ effects }) => {
      const isAny = (...kinds: readonly Effect['kind'][]) => effects.some(({ kind }) => kinds.includes(kind))
      if (isAny('message-left', 'recording-announced')) options.onRecording?.()
      if (isAny('task-due', 'message-left', 'message-reviewed', 'outcome-learned')) options.onTask?.()
      if (isAny('slot-taken', 'offer-declined', 'waitlist-changed')) options.onTask?.()
      if (isAny('queue-joined', 'queue-changed', 'queue-callback', 'agent-set')) options.onQueue?.()
    },
  })

  async function answer(request: WebhookRequest): Promise<WebhookAnswer> {
    const address = readAddress(request.target)
    if (!address) return plain(404, 'Nothing answers here. A line answers at /voice/ and the name of its flow.')
    if (request.method !== 'POST' && request.method !== 'GET') return plain(405, 'Webhooks come as POST or GET.')
    if (request.body.byteLength > MOST_BODY_BYTES) return plain(413, `A webhook has at most ${MOST_BODY_BYTES} bytes.`)
    const form = formOf(request)
    if (form === undefined) {
      return plain(415, 'A webhook is a form (application/x-www-form-urlencoded) or JSON; this is neither.')
    }
    const url = publicUrlOf(request, publicUrl, options.isTrustedProxy ?? (() => false))
    const verdict = judgeSignature(
      {
        url,
        signature: headerOf(request, 'x-twilio-signature'),
        form: request.method === 'GET' ? [] : form.pairs,
        rawBody: form.isJson ? request.body : undefined,
      },
      options.tokens,
    )
    if (verdict.kind === 'refused') return refusals.refuse(request.remoteAddress, url, verdict.reason)
    const pairs = request.method === 'GET' ? parseForm(queryOf(request.target)) : form.pairs
    return route(address, pairs, url)
  }

  function route(address: Address, form: FormPairs, url: string): Promise<WebhookAnswer> | WebhookAnswer {
    switch (address.kind) {
      case 'voice':
        return answerVoice(address, form, url)
      case 'callee':
        return answerCallee(address, form)
      case 'callback':
        return answerCallback(address, form)
      case 'wait':
        return answerWaiting(address, form)
      case 'fallback':
        return answerFallback(address.flow, form)
      case 'recording':
        return recordings.takeRecording(address.flow, address.step, form)
      case 'transcription':
        return recordings.takeTranscription(address.flow, address.step, form)
      case 'status':
        return takeStatus(form, address.outbox)
      case 'message':
        return messages.receive(form)
      case 'message-status':
        return messages.report(form, address.outbox)
    }
  }

  /** A call that we have placed knows from its start what it is about. */
  async function briefed(arrival: Arrival, { attempt, step }: Address & { kind: 'voice' }): Promise<Arrival> {
    if (attempt === undefined || step !== undefined || options.brief === undefined) return arrival
    return { ...arrival, ...(await options.brief(attempt, arrival)) }
  }

  async function answerVoice(
    address: Address & { kind: 'voice' },
    form: FormPairs,
    url: string,
  ): Promise<WebhookAnswer> {
    // A flow of the database may have been changed by another process; a call that is under way finds it as it was.
    if (address.step === undefined || !flows.has(address.flow)) await shelf.refresh(address.flow)
    const flow = flows.get(address.flow)
    if (!flow) return unknownFlow(address.flow)
    const webhook = readVoiceWebhook(form, clock.now(), address.step === undefined)
    if (isNotAWebhook(webhook)) return plain(400, `This is not a voice webhook: ${webhook.message}.`)
    try {
      const { event } = webhook
      const arrival = await briefed(webhook.arrival, address)
      if (
        address.step === undefined &&
        event.kind === 'arrived' &&
        !arrival.isOutbound &&
        (await isLimited(flow, arrival))
      ) {
        return twiml(render(response(...limitedCall(flow, limits?.definition ?? NO_LIMITS, arrival)), { indent: 2 }))
      }
      // Before the next callee is rung: who was rung before him has room no longer.
      if (event.kind === 'dialled') await limits?.gate.legsOver(arrival.callSid, address.turn)
      const position = { flow, step: address.step, turn: address.turn, url }
      const document = await engine.answer(position, arrival, event)
      if (event.kind === 'hung-up') await note(arrival.callSid, () => callerGone(arrival.callSid))
      return twiml(document)
    } catch (error) {
      // Nothing was committed, so nothing is promised: the fixed document needs no database.
      const { callSid } = webhook.arrival
      log.error(
        { callSid, flow: flow.name, step: address.step, err: error },
        'turn not saved; the caller gets the fallback',
      )
      return twiml(fallbackOf(flow))
    }
  }

  /** Costs nothing where nobody may review his message. */
  const mayReview = () =>
    [...flows.values()].some(({ steps }) =>
      Object.values(steps).some((step) => step.kind === 'voicemail' && step.review),
    )
  async function doneReviewing(callSid: string): Promise<void> {
    if (!mayReview()) return
    await store.messages.settle(callSid, clock.now())
    options.onTask?.()
  }

  /** A call that was let in is not counted again when its first webhook comes twice. */
  async function isLimited(flow: Flow, { callSid, from, to }: Arrival): Promise<boolean> {
    if (limits?.gate.countsCalls !== true) return false
    const isKnown = await store.turns.session(callSid).then(
      (session) => session !== undefined,
      () => false,
    )
    return !isKnown && (await limits.gate.letIn({ flow: flow.name, from, to })) === 'limited'
  }

  /** Costs nothing where no flow has anything to do then. */
  const isAnyoneInterested = () =>
    [...flows.values()].some(
      ({ onHangUp, steps }) => onHangUp !== undefined || Object.values(steps).some(({ kind }) => kind === 'script'),
    )
  async function callerGone(callSid: string): Promise<void> {
    if (queues.length > 0) {
      const changed = await store.queues.gone(callSid, clock.now())
      for (const queue of changed) options.onQueue?.(queue)
    }
    if (isAnyoneInterested()) await engine.callerGone(callSid)
  }

  async function answerCallee(address: CalleeAddress, form: FormPairs): Promise<WebhookAnswer> {
    const flow = flows.get(address.flow)
    if (!flow) return unknownFlow(address.flow)
    const { step, turn, callee, asked } = address
    if (!stepNamed(flow, step)) return plain(404, `Flow "${flow.name}" has no step "${step}".`)
    const webhook = readCalleeWebhook(form, clock.now(), asked === 0)
    if (isNotAWebhook(webhook)) return plain(400, `This is not a callee's webhook: ${webhook.message}.`)
    const { arrival, event } = webhook
    try {
      const document = await engine.answerCallee({ flow, step, turn, callee, asked }, arrival, event)
      const isTaken = event.kind === 'digits' && document === CONNECT
      if (isTaken && stepNamed(flow, step)?.kind === 'queue') await store.queues.connect(arrival.callSid, clock.now())
      return twiml(document)
    } catch (error) {
      log.error(
        { callSid: arrival.callSid, flow: flow.name, step, err: error },
        'callee not asked; the two are connected',
      )
      return twiml(CONNECT)
    }
  }

  /** Somebody picks up who asked to be called back: a call of its own, which goes on with what the first one knew. */
  async function answerCallback(address: CallbackAddress, form: FormPairs): Promise<WebhookAnswer> {
    const flow = flows.get(address.flow)
    if (!flow) return unknownFlow(address.flow)
    const { step, entry, attempt, leg } = address
    if (stepNamed(flow, step)?.kind !== 'queue') return plain(404, `Flow "${flow.name}" has no queue "${step}".`)
    const webhook = readVoiceWebhook(form, clock.now(), true)
    if (isNotAWebhook(webhook)) return plain(400, `This is not a voice webhook: ${webhook.message}.`)
    const { callSid, from: line, to: called, at } = webhook.arrival
    try {
      if (leg === 'agent') return twiml(await answerAgentFirst(flow, address, webhook))
      await store.queueCallbacks.isCalled({ entry, attempt }, callSid)
      const before = await store.turns.session(entry.slice(0, callSid.length))
      // The one who is called is the caller of this flow.
      const arrival = { callSid, from: called, to: line, at, ...(before && { inherits: before }) }
      return twiml(await engine.answer({ flow, step, turn: 0 }, arrival, webhook.event))
    } catch (error) {
      log.error({ callSid, flow: flow.name, step, err: error }, 'somebody who was called back hears an apology')
      return twiml(fallbackOf(flow))
    }
  }

  /** An agent picks up who is to call somebody back: a call of its own, which knows what that person's first one knew. */
  async function answerAgentFirst(flow: Flow, address: CallbackAddress, { arrival, event }: VoiceWebhook) {
    const { step, entry, attempt } = address
    const { callSid, from: line, to: phone, at } = arrival
    const callback = await store.queueCallbacks.find({ entry, attempt })
    if (callback === undefined && (await store.turns.session(callSid)) === undefined) {
      return render(response(...settledCallback(flow, arrival)), { indent: 2 })
    }
    await store.queueCallbacks.isCalled({ entry, attempt }, callSid)
    const before = await store.turns.session(entry.slice(0, callSid.length))
    // The flow is about the person; the agent is spoken to in the flow's language.
    const inherits = { language: flow.language, data: before?.data ?? {} }
    const person = callback?.number ?? phone
    return engine.answer({ flow, step, turn: 0 }, { callSid, from: person, to: line, at, inherits }, event)
  }

  /** Somebody waits: costs a query or two, and changes nothing but what he asks for with a key. */
  async function answerWaiting(address: WaitAddress, form: FormPairs): Promise<WebhookAnswer> {
    const flow = flows.get(address.flow)
    if (!flow) return unknownFlow(address.flow)
    const { step, turn, round, said, told } = address
    if (stepNamed(flow, step)?.kind !== 'queue') return plain(404, `Flow "${flow.name}" has no queue "${step}".`)
    const webhook = readVoiceWebhook(form, clock.now(), false)
    if (isNotAWebhook(webhook)) return plain(400, `This is not a webhook of somebody who waits: ${webhook.message}.`)
    const { event, arrival } = webhook
    const { callSid } = arrival
    try {
      const place = await desk.place(callSid)
      const answer = await engine.answerWaiting({ flow, step, turn }, callSid, { round, said, told, event, place })
      if (answer?.wish !== undefined) await store.queues.wish(callSid, answer.wish)
      if (place?.state === 'waiting') options.onQueue?.(place.queue)
      return twiml(render(response(...(answer?.verbs ?? [leave()])), { indent: 2 }))
    } catch (error) {
      // The network asks again from the beginning of the wait, and the caller keeps his place.
      log.error({ callSid, flow: flow.name, step, err: error }, 'somebody who waits hears nothing for a while')
      return twiml(render(response(pause(10))))
    }
  }

  function answerFallback(name: string, form: FormPairs): WebhookAnswer {
    const flow = flows.get(name)
    if (flow === undefined) return unknownFlow(name)
    const document = fallbackOf(flow)
    const fields = new Map(form)
    log.error(
      { callSid: fields.get('CallSid'), flow: name, code: fields.get('ErrorCode'), url: fields.get('ErrorUrl') },
      'the network could not use our answer and asked for the fallback',
    )
    return twiml(document)
  }

  async function takeStatus(form: FormPairs, outbox?: string): Promise<WebhookAnswer> {
    const report = readCallStatus(form)
    if (isNotAWebhook(report)) return plain(400, `This is not a status callback: ${report.message}.`)
    if (!report.isFinal && outbox === undefined) return NOTED
    return note(report.callSid, async () => {
      if (outbox !== undefined) {
        const { callSid, status, answeredBy, seconds } = report
        await store.outbox.report({ id: outbox, sid: callSid, status, answeredBy, seconds, at: clock.now() })
        if (report.isFinal) options.onOutbound?.()
      }
      if (!report.isFinal) return
      await store.calls.end(report.callSid, report.status, clock.now())
      await options.onCallOver?.(report.callSid)
      await limits?.gate.legsOver(report.callSid)
      await doneReviewing(report.callSid)
      await callerGone(report.callSid)
    })
  }

  function unknownFlow(name: string): WebhookAnswer {
    return plain(404, `There is no flow "${name}". The flows are ${[...flows.keys()].join(', ')}.`)
  }

  return {
    answer,
    takeMissedMessage: messages.takeMissed,
    fallbacks: () => new Map([...flows].map(([name, flow]) => [name, fallbackOf(flow)])),
  }
}

/** The addresses to enter at Twilio for a line: its voice URL, fallback URL, status callback, and where messages come in. */
export function lineAddresses(
  publicUrl: string,
  flow: string,
): { voice: string; fallback: string; status: string; messages: string } {
  const addresses: Addresses = addressesBelow(publicUrl)
  return {
    voice: addresses.line(flow),
    fallback: addresses.fallback(flow),
    status: addresses.status(),
    messages: addresses.messages(),
  }
}

interface Body {
  readonly pairs: FormPairs
  readonly isJson: boolean
}

/** What the body says, or undefined when it is neither a form nor JSON. */
function formOf(request: WebhookRequest): Body | undefined {
  if (request.method === 'GET' || request.body.byteLength === 0) return { pairs: [], isJson: false }
  const type = (headerOf(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const text = new TextDecoder().decode(request.body)
  if (type === 'application/x-www-form-urlencoded') return { pairs: parseForm(text), isJson: false }
  if (type === 'application/json') return { pairs: pairsOfJson(text), isJson: true }
  return undefined
}

function pairsOfJson(text: string): FormPairs {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, part]) => (typeof part === 'object' ? [] : [[name, String(part)]]))
  } catch {
    return []
  }
}

function headerOf(request: WebhookRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

const queryOf = (target: string) => target.slice(target.indexOf('?') + 1 || target.length)
