/**
 * Flows that come as JSON: read into the same values that `defineFlow` makes, with one sentence for every mistake.
 */
import { z } from 'zod'
import { defineFlow, type Flow } from './define.ts'
import { didYouMean } from './did-you-mean.ts'
import { FlowError } from './flow-error.ts'
import type { Step } from './step.ts'
import { stepKinds } from './steps/behaviour.ts'

const secretShape = z.strictObject({ secret: z.string().regex(/^[A-Z][A-Z0-9_]*$/) })
const prompt: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ audio: z.url({ protocol: /^https?$/ }), says: z.string().optional() }),
    z.strictObject({ ssml: z.array(z.union([z.string(), z.looseObject({ verb: z.string() })])) }),
    z.strictObject({ languages: z.record(z.string(), prompt) }),
    z.array(prompt),
  ]),
)
const target = z.string()
const seconds = z.number().optional()
const choice = z.strictObject({ label: z.string(), then: target, synonyms: z.array(z.string()).optional() })

const shapes = {
  menu: z.strictObject({
    kind: z.literal('menu'),
    greeting: prompt.optional(),
    prompt: prompt.optional(),
    choices: z.partialRecord(z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#']), choice),
    otherwise: target,
    attempts: z.number().optional(),
    timeoutSeconds: seconds,
    silence: z.array(prompt).optional(),
    mistake: z.array(prompt).optional(),
    givingUp: prompt.optional(),
    speech: z.boolean().optional(),
  }),
  say: z.strictObject({ kind: z.literal('say'), says: prompt, then: target }),
  transfer: z.strictObject({
    kind: z.literal('transfer'),
    announce: prompt.optional(),
    to: z.union([z.string(), secretShape]),
    ringSeconds: seconds,
    callerId: z.union([z.string(), secretShape]).optional(),
    sorry: prompt.optional(),
    unanswered: target,
    busy: target.optional(),
    failed: target.optional(),
    afterwards: target.optional(),
  }),
  voicemail: z.strictObject({
    kind: z.literal('voicemail'),
    mailbox: z.string(),
    greeting: prompt.optional(),
    maximumSeconds: seconds,
    minimumSeconds: seconds,
    silenceSeconds: seconds,
    attempts: z.number().optional(),
    nothingHeard: prompt.optional(),
    givingUp: prompt.optional(),
    thanks: prompt.optional(),
    then: target.optional(),
  }),
  'go-to': z.strictObject({ kind: z.literal('go-to'), to: target }),
  'hang-up': z.strictObject({ kind: z.literal('hang-up'), says: prompt }),
} satisfies { [K in Step['kind']]: z.ZodType }

const step = z.discriminatedUnion('kind', [
  shapes.menu,
  shapes.say,
  shapes.transfer,
  shapes.voicemail,
  shapes['go-to'],
  shapes['hang-up'],
])
const flowShape = z.strictObject({
  name: z.string(),
  start: target,
  steps: z.record(z.string(), step),
  language: z.string().optional(),
  // As `defineFlow` takes it, or as the flow it makes holds it.
  voice: z
    .union([z.string(), z.strictObject({ voice: z.string().optional() }).transform(({ voice }) => voice)])
    .optional(),
  lastResort: target.optional(),
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
  const { name, steps, ...rest } = result.data
  // The schema has checked every step; zod writes optional fields as `T | undefined`, which JSON cannot contain.
  return defineFlow(name, { ...rest, steps: steps as Record<string, Step> } as Parameters<typeof defineFlow>[1])
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
