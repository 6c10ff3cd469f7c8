/**
 * Flows that come as JSON: read into the same values that `defineFlow` makes, with one sentence for every mistake.
 */
import { z } from 'zod'
import { defineFlow, type Flow } from './define.ts'
import { didYouMean } from './did-you-mean.ts'
import { FlowError } from './flow-error.ts'
import { promptShape, targetShape } from './json-shapes.ts'
import type { Step } from './step.ts'
import { stepKinds, stepShapes } from './steps/behaviour.ts'

const step = z.discriminatedUnion('kind', stepShapes())
/** A flow as JSON has it. */
export const flowShape = z.strictObject({
  name: z.string(),
  start: targetShape,
  steps: z.record(z.string(), step),
  language: z.string().optional(),
  // As `defineFlow` takes it, or as the flow it makes holds it.
  voice: z
    .union([
      z.string(),
      z.strictObject({ voice: z.string() }).transform(({ voice }) => voice),
      z.record(z.string(), z.string()).transform((voices) => (Object.keys(voices).length > 0 ? voices : undefined)),
    ])
    .optional(),
  voices: z.record(z.string(), z.string()).optional(),
  phrases: z.record(z.string(), promptShape).optional(),
  pronunciations: z.record(z.string(), z.union([z.string(), z.strictObject({ ipa: z.string() })])).optional(),
  lastResort: targetShape.optional(),
  onHangUp: targetShape.optional(),
})

/**
 * Reads a flow from JSON text. Targets are looked at by {@link checkFlow}, as with any flow.
 *
 * @throws {FlowError} `FLOW_UNREADABLE` with the place and the reason of every mistake
 */
export function flowFromJson(text: string): Flow {
  const value = parseJson(text)
  const result = flowShape.safeParse(value)
  if (!result.success) {
    const mistakes = result.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the flow'}: ${sentence(issue, value)}`,
    )
    throw new FlowError('FLOW_UNREADABLE', `This is not a flow. ${mistakes.join('. ')}.`)
  }
  const { name, steps, voices, ...rest } = result.data
  // The schema has checked every step; zod writes optional fields as `T | undefined`, which JSON cannot contain.
  return defineFlow(name, { ...rest, voice: voices ?? rest.voice, steps: steps as Record<string, Step> } as Parameters<
    typeof defineFlow
  >[1])
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  if (issue.code !== 'invalid_union' || issue.path.at(-1) !== 'kind') return issue.message
  const kind = issue.path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)?.[key], value)
  const kinds = stepKinds()
  return `"${String(kind)}" is not a kind of step (${kinds.join(', ')}).${didYouMean(String(kind), kinds)}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FlowError(
      'FLOW_UNREADABLE',
      `This is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    )
  }
}
