/**
 * Where everything of a flow answers. Written here and read here, so that the two cannot drift.
 *
 * The position is in the URL (it is signed, logs show it, no lookup is needed to know where a call is); the data is in
 * the session (nothing personal in a URL).
 */
import type { WaitRound } from '../flow/index.ts'

/** What a request is addressed to. */
export type Address =
  | {
      readonly kind: 'voice'
      readonly flow: string
      readonly step?: string
      readonly turn?: number
      /** The attempt of a campaign that led to this call. */
      readonly attempt?: string
    }
  | { readonly kind: 'recording' | 'transcription'; readonly flow: string; readonly step: string }
  | CalleeAddress
  | WaitAddress
  | CallbackAddress
  | { readonly kind: 'fallback'; readonly flow: string }
  | { readonly kind: 'message' }
  /** `outbox`: the id of what is reported on; absent for a call that came in. */
  | { readonly kind: 'message-status'; readonly outbox?: string }
  | { readonly kind: 'status'; readonly outbox?: string }

/** Where a callee answers before he is connected: whom the caller's turn is ringing, and how often he was asked. */
export interface CalleeAddress {
  readonly kind: 'callee'
  readonly flow: string
  readonly step: string
  readonly turn: number
  readonly callee: number
  readonly asked: number
}

/** Where somebody who waits in a queue hears what comes next: which turn of his waits, and how far the wait is. */
export interface WaitAddress extends WaitRound {
  readonly kind: 'wait'
  readonly flow: string
  readonly step: string
  readonly turn: number
}

/** Where somebody is led who picks up when he is called back, or the agent who is rung before him: which place in the queue is his, and which attempt this is. */
export interface CallbackAddress {
  readonly kind: 'callback'
  readonly flow: string
  readonly step: string
  readonly entry: string
  readonly attempt: number
  /** Whose call it is: his, or that of the agent who is rung first. */
  readonly leg: 'caller' | 'agent'
}

/** The addresses of flows; see {@link addressesBelow}. */
export interface Addresses {
  /** A line's voice URL. */
  line(flow: string): string
  /** Where a call begins that an attempt of a campaign has placed. */
  attempt(flow: string, attempt: string): string
  step(flow: string, step: string, turn: number): string
  recording(flow: string, step: string): string
  /** Where the network brings the text of a recording. */
  transcription(flow: string, step: string): string
  /** A path of ours, such as that of kept audio. */
  path(path: string): string
  callee(flow: string, step: string, turn: number, callee: number, asked: number): string
  wait(flow: string, step: string, turn: number, round: WaitRound): string
  callback(flow: string, step: string, entry: string, attempt: number, leg: CallbackAddress['leg']): string
  fallback(flow: string): string
  status(): string
  /** Where messages of people come in. */
  messages(): string
  messageStatus(): string
}

/** Addresses below `base`: an absolute URL, or a path prefix for addresses relative to the document's host. */
export function addressesBelow(base: string): Addresses {
  const root = base.replace(/\/+$/, '')
  return {
    line: (flow) => `${root}/voice/${flow}`,
    attempt: (flow, attempt) => `${root}/voice/${flow}?attempt=${attempt}`,
    step: (flow, step, turn) => `${root}/voice/${flow}/${step}?turn=${turn}`,
    recording: (flow, step) => `${root}/recordings/${flow}/${step}`,
    transcription: (flow, step) => `${root}/transcriptions/${flow}/${step}`,
    path: (path) => root + path,
    callee: (flow, step, turn, callee, asked) =>
      `${root}/callees/${flow}/${step}?turn=${turn}&callee=${callee}&asked=${asked}`,
    wait: (flow, step, turn, { round, said, told }) =>
      `${root}/waits/${flow}/${step}?turn=${turn}&round=${round}&said=${said}&told=${told}`,
    callback: (flow, step, entry, attempt, leg) =>
      `${root}/callbacks/${flow}/${step}?entry=${encodeURIComponent(entry)}&attempt=${attempt}${leg === 'agent' ? '&leg=agent' : ''}`,
    fallback: (flow) => `${root}/fallback/${flow}`,
    status: () => `${root}/status`,
    messages: () => `${root}/messages`,
    messageStatus: () => `${root}/messages/status`,
  }
}

/** Reads a request target, undefined for one that is none of ours. */
export function readAddress(target: string): Address | undefined {
  const [path = '', query = ''] = target.split('?', 2)
  const [, room, flow, step, ...rest] = path.split('/').map(decoded)
  if (rest.length > 0) return undefined
  if (room === 'status' && flow === undefined) return { kind: 'status', ...outboxIn(query) }
  if (room === 'messages' && flow === undefined) return { kind: 'message' }
  if (room === 'messages' && flow === 'status' && step === undefined) {
    return { kind: 'message-status', ...outboxIn(query) }
  }
  if (!flow) return undefined
  if (room === 'fallback' && step === undefined) return { kind: 'fallback', flow }
  if (room === 'recordings' && step) return { kind: 'recording', flow, step }
  if (room === 'transcriptions' && step) return { kind: 'transcription', flow, step }
  if (room === 'callees' && step) return calleeOf(flow, step, query)
  if (room === 'callbacks' && step) return callbackOf(flow, step, query)
  if (room === 'waits' && step) return waitOf(flow, step, query)
  if (room !== 'voice') return undefined
  const turn = numberIn(query, 'turn')
  const attempt = new URLSearchParams(query).get('attempt')
  return {
    kind: 'voice',
    flow,
    ...(step ? { step } : {}),
    ...(turn === undefined ? {} : { turn }),
    ...(attempt === null ? {} : { attempt }),
  }
}

function calleeOf(flow: string, step: string, query: string): CalleeAddress | undefined {
  const [turn, callee, asked] = ['turn', 'callee', 'asked'].map((name) => numberIn(query, name))
  if (turn === undefined || callee === undefined || asked === undefined) return undefined
  return { kind: 'callee', flow, step, turn, callee, asked }
}

function waitOf(flow: string, step: string, query: string): WaitAddress | undefined {
  const [turn, round, said, told] = ['turn', 'round', 'said', 'told'].map((name) => numberIn(query, name))
  if (turn === undefined || round === undefined || said === undefined || told === undefined) return undefined
  return { kind: 'wait', flow, step, turn, round, said, told }
}

function callbackOf(flow: string, step: string, query: string): CallbackAddress | undefined {
  const entry = new URLSearchParams(query).get('entry')
  const attempt = numberIn(query, 'attempt')
  if (entry === null || !/^CA[0-9a-f]{32}-\d{1,6}$/.test(entry) || attempt === undefined) return undefined
  const leg = new URLSearchParams(query).get('leg') === 'agent' ? 'agent' : 'caller'
  return { kind: 'callback', flow, step, entry, attempt, leg }
}

function numberIn(query: string, name: string): number | undefined {
  const text = new URLSearchParams(query).get(name)
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function outboxIn(query: string): { readonly outbox?: string } {
  const outbox = new URLSearchParams(query).get('outbox')
  return outbox === null ? {} : { outbox }
}
