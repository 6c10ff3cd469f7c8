/**
 * Queues as data: who takes the calls of a queue, and by which rules. Shared by every flow that leads into it.
 */
import type { Secret } from '../secret.ts'

/** Somebody who takes calls of queues. The same person may serve several; see {@link agent}. */
export interface Agent {
  readonly kind: 'agent'
  /** What he enters to log in: 2 to 10 digits. */
  readonly number: string
  /** His name, for figures and the page. */
  readonly name: string
  /** The PIN he enters to log in: 4 to 10 digits, from the environment. */
  readonly pin: Secret
  /** Where he is rung. Absent: at the phone he logs in from. */
  readonly phone?: string | Secret
}

/** Somebody who takes calls: `agent('101', { name: 'Ann', pin: secret('ANN_PIN'), phone: secret('ANN_PHONE') })`. */
export function agent(
  number: string,
  options: { readonly name?: string; readonly pin: Secret; readonly phone?: string | Secret },
): Agent {
  return { kind: 'agent', number, ...options, name: options.name ?? `agent ${number}` }
}

/** Options of {@link defineQueue}. */
export interface QueueOfAgentsOptions {
  /** Who takes its calls. Who is next: the one among those logged in who has been idle longest. */
  readonly agents: readonly Agent[]
  /** How long an agent is rung, 5 to 600, default 20. */
  readonly ringSeconds?: number
  /** Time an agent has after a call before he is next again, 0 to 3600, default 10. */
  readonly wrapUpSeconds?: number
  /** After so many calls in a row that he was rung for and did not take, an agent is set away; 1 to 100, default 3. */
  readonly refusalsUntilAway?: number
  /** So many callers may wait, 1 to 1000, default 100. */
  readonly maximumLength?: number
  /**
   * What one step of priority is worth, in seconds of waiting; 1 to 3600, default 60. Somebody with priority 2 is treated
   * as if he had come two minutes earlier, so everybody's turn comes.
   */
  readonly priorityWorthSeconds?: number
  /** Within how many seconds a call should be answered, for the service level; 1 to 3600, default 20. */
  readonly answerWithinSeconds?: number
}

/** A queue and its rules, complete. */
export interface QueueDefinition extends Required<QueueOfAgentsOptions> {
  readonly kind: 'queue-definition'
  readonly name: string
}

/**
 * A queue. Export it beside the flows that lead into it.
 *
 * @param name letters, digits and `-`, at most 60
 */
export function defineQueue(name: string, options: QueueOfAgentsOptions): QueueDefinition {
  return {
    kind: 'queue-definition',
    name,
    ringSeconds: 20,
    wrapUpSeconds: 10,
    refusalsUntilAway: 3,
    maximumLength: 100,
    priorityWorthSeconds: 60,
    answerWithinSeconds: 20,
    ...options,
  }
}

/** Whether a value that a module exports is a queue. */
export const isQueue = (value: unknown): value is QueueDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'queue-definition'

/** All agents of some queues, each once. */
export function agentsOf(queues: readonly QueueDefinition[]): readonly Agent[] {
  return [...new Map(queues.flatMap(({ agents }) => agents.map((one) => [one.number, one] as const))).values()]
}

/** The conference in which an agent stays on the line. */
export const agentRoom = (agent: string): string => `agent-${agent}`
