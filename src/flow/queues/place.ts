/** What is known of a caller who waits, as the store tells it: the answer to questions of the kind `queue-place`. */
import type { Fact } from '../question.ts'

/** A caller's place in a queue. */
export interface QueuePlace {
  /**
   * `waiting`: in line. `choosing`: he is asked about a callback or leaves a message. `offered`: an agent is his, and is
   * to be rung. `talking`: the two talk, or did. `callback`: he has hung up and is to be called back. `ended`: over.
   */
  readonly state: 'waiting' | 'choosing' | 'offered' | 'talking' | 'callback' | 'ended'
  readonly queue: string
  /** 1 for the one who is next. */
  readonly position: number
  readonly waitedSeconds: number
  /** Agents of the queue who are logged in, away ones too. */
  readonly loggedIn: number
  /** How much longer it may take; null when nobody can tell. */
  readonly expectedSeconds: number | null
  /** Whether he is being called back and has not said yet that he is there. */
  readonly isCalledBack: boolean
  /** The attempt to call him back that is under way; null when there is none. */
  readonly callback: CallbackUnderWay | null
  /** What he has asked for with a key. */
  readonly wish: 'callback' | 'message' | null
  /** Who is his. */
  readonly agent: OfferedAgent | null
}

/** An attempt to call somebody back. */
export interface CallbackUnderWay {
  /** E.164. */
  readonly number: string
  /** In which he is spoken to, BCP 47; null: the flow's. */
  readonly language: string | null
  /** Whose call this is: his, or that of the agent who is rung first. */
  readonly leg: 'caller' | 'agent'
}

/** The agent whose turn it is. */
export interface OfferedAgent {
  readonly number: string
  /** Where to ring him: empty when nobody knows, null when he is on the line and waits in his conference. */
  readonly phone: string | null
  readonly ringSeconds: number
}

/** How it is in a queue: the answer to questions of the kind `queue`. */
export interface QueueState {
  /** Callers in line. */
  readonly waiting: number
  readonly isFull: boolean
  /** Agents who are logged in, away ones too. */
  readonly loggedIn: number
  /** What one step of priority is worth, in seconds. */
  readonly priorityWorthSeconds: number
}

/** What is known of an agent's number: the answer to questions of the kind `agent`. */
export interface KnownAgent {
  /** The environment variable that holds his PIN. */
  readonly pinSecret: string
  /** Whether his definition names a phone; otherwise he is rung where he logs in from. */
  readonly hasPhone: boolean
}

/** The agent in a fact; undefined for a number that is nobody's. */
export function agentIn(fact: Fact): KnownAgent | undefined {
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return undefined
  return fact.value as unknown as KnownAgent // written by the webhooks, from the definitions
}

/** The place in a fact; undefined for somebody who does not wait. */
export function placeIn(fact: Fact): QueuePlace | undefined {
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return undefined
  return fact.value as unknown as QueuePlace // written by the webhooks, from the store
}

/** The state in a fact; undefined when nobody could tell. */
export function stateIn(fact: Fact): QueueState | undefined {
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return undefined
  return fact.value as unknown as QueueState // written by the webhooks, from the store
}
