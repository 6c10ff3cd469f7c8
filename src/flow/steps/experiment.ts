import { z } from 'zod'
import { isWithheld } from '../../phone/withheld.ts'
import { targetShape } from '../json-shapes.ts'
import type { Session } from '../session.ts'
import type { Mistake, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** One way of an experiment. */
export interface Way<Target extends string = string> {
  /** How many of a hundred callers go this way, whole. */
  readonly percent: number
  readonly then: Target
}

/** Lets a share of the callers go each way. */
export interface ExperimentStep<Target extends string = string> extends ExperimentOptions<Target> {
  readonly kind: 'experiment'
}

/** Options of {@link experiment}. */
export interface ExperimentOptions<Target extends string> {
  /** The ways with their shares, which make 100 together. */
  readonly ways: readonly Way<Target>[]
  /** The key of the session's data that is to hold the name of the step the caller was led to. Default: none. */
  readonly into?: string
}

/**
 * A step that lets a share of the callers go each way: `experiment({ ways: [{ percent: 90, then: 'a' }, …] })`.
 *
 * The same number goes the same way at every call, as long as the shares stay as they are; a caller who hides the number
 * is drawn anew each time. Two experiments of a flow draw independently.
 */
export function experiment<const Target extends string>(options: ExperimentOptions<Target>): ExperimentStep<Target> {
  return { kind: 'experiment', ...options }
}

export const experimentBehaviour: StepBehaviour<ExperimentStep> = {
  enter: choose,
  take: (step, _event, context) => choose(step, context),
  exits: (step) =>
    step.ways.map(({ percent, then }, index) => ({
      to: then,
      label: `${percent} %`,
      isAutomatic: true,
      at: `ways.${index}.then`,
    })),
  prompts: () => [],
  title: (step) =>
    `Leads callers ${step.ways.length} ways: ${step.ways.map(({ percent }) => `${percent} %`).join(', ')}`,
  ranges: (step) =>
    step.ways.map(({ percent }, index) => ({ at: `ways.${index}.percent`, value: percent, least: 0, most: 100 })),
  mistakes: (step): readonly Mistake[] => {
    const all = step.ways.reduce((sum, { percent }) => sum + percent, 0)
    if (all === 100) return []
    return [{ at: 'ways', message: `The shares make ${all} %.`, help: 'Let them make 100 % together.' }]
  },
  shape: z.strictObject({
    kind: z.literal('experiment'),
    ways: z.array(z.strictObject({ percent: z.number(), then: targetShape })),
    into: z.string().optional(),
  }),
}

function choose({ ways, into }: ExperimentStep, { session }: StepContext): Move {
  const lot = lotOf(`${session.flow}/${session.step} ${whoCalls(session)}`)
  const to = (ways.find((_way, index) => lot < shareUpTo(ways, index)) ?? ways.at(-1))?.then ?? ''
  return { kind: 'go', to, ...(into !== undefined && { learned: { [into]: to } }) }
}

const shareUpTo = (ways: readonly Way[], last: number): number =>
  ways.slice(0, last + 1).reduce((sum, { percent }) => sum + percent, 0)

// Everybody who hides the number is told of with the same word.
const whoCalls = ({ from, callSid }: Session): string => (isWithheld(from) ? callSid : from)

/** A number from 0 to 99, the same for the same text: FNV-1a, its bits mixed once more, as its low ones are poor. */
function lotOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % 100
}
