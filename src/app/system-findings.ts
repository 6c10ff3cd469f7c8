/** What the checks say of flows that are served together with mailboxes, queues and limits. */
import {
  checkFlow,
  checkLimits,
  checkMailboxes,
  checkQueues,
  type Flow,
  type FlowFinding,
  type LimitsDefinition,
  type Mailbox,
  NO_LIMITS,
  type QueueDefinition,
} from '../flow/index.ts'

/** What flows are served with; what is left out there is none of. */
export interface ServedWith {
  readonly mailboxes?: readonly Mailbox[] | undefined
  readonly queues?: readonly QueueDefinition[] | undefined
  readonly limits?: LimitsDefinition | undefined
}

/** Everything that is wrong with all of it. */
export function systemFindings(flows: readonly Flow[], servedWith: ServedWith): readonly FlowFinding[] {
  return [...flows.flatMap(checkFlow), ...findingsTogether(flows, servedWith)]
}

/** What is wrong with one of the flows, by itself and with what it is served with. */
export function findingsOfFlow(flow: Flow, flows: readonly Flow[], servedWith: ServedWith): readonly FlowFinding[] {
  const ofIt = findingsTogether(flows, servedWith).filter(({ at }) => at.startsWith(`${flow.name}/`))
  return [...checkFlow(flow), ...ofIt]
}

/** What is wrong between flows and what they are served with, beside what is wrong with each flow by itself. */
export function findingsTogether(
  flows: readonly Flow[],
  { mailboxes = [], queues = [], limits = NO_LIMITS }: ServedWith,
): readonly FlowFinding[] {
  return [...checkMailboxes(mailboxes, flows), ...checkQueues(queues, flows), ...checkLimits(limits, flows)]
}
