/**
 * A flow as a graph: which step leads where, and why. Checks walk it, the page draws it.
 */
import { type Flow, stepNamed } from './define.ts'
import { type Reading, wordsOf } from './prompt.ts'
import type { Step } from './step.ts'
import type { Exit } from './step-behaviour.ts'
import { behaviourOf } from './steps/behaviour.ts'

/** One step of a drawn flow. */
export interface GraphStep {
  readonly name: string
  readonly kind: Step['kind']
  /** One line for people: what the caller meets here. */
  readonly title: string
  /** What the caller hears first, empty when only the call itself knows. */
  readonly says: string
}

/** One way from a step to another. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly isAutomatic: boolean
}

/** A flow, drawn. */
export interface FlowGraph {
  readonly name: string
  readonly start: string
  readonly steps: readonly GraphStep[]
  readonly edges: readonly GraphEdge[]
}

/** The graph of a flow, steps in the order they were written. */
export function graphOf(flow: Flow): FlowGraph {
  return {
    name: flow.name,
    start: flow.start,
    steps: Object.entries(flow.steps).map(([name, step]) => ({
      name,
      kind: step.kind,
      title: behaviourOf(step).title(step),
      says: firstWords(step, flow),
    })),
    edges: Object.entries(flow.steps).flatMap(([from, step]) =>
      exitsOf(step).map(({ to, label, isAutomatic }) => ({ from, to, label, isAutomatic })),
    ),
  }
}

/** Every way on from a step. */
export const exitsOf = (step: Step): readonly Exit[] => behaviourOf(step).exits(step)

/** The names of the steps that can be reached from `start` over exits that `isUsed` accepts, `start` included. */
export function reachableFrom(flow: Flow, start: string, isUsed: (exit: Exit) => boolean = () => true): Set<string> {
  const reached = new Set<string>()
  const open = [start]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const step = stepNamed(flow, name)
    if (!step || reached.has(name)) continue
    reached.add(name)
    open.push(
      ...exitsOf(step)
        .filter(isUsed)
        .map(({ to }) => to),
    )
  }
  return reached
}

function firstWords(step: Step, reading: Reading): string {
  const words = behaviourOf(step)
    .prompts(step)
    .map(({ prompt }) => wordsOf(prompt, reading))
  return step.kind === 'menu' ? words.slice(0, 2).filter(Boolean).join(' ') : (words.find(Boolean) ?? '')
}
