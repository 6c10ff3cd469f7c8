/** What a schema finds wrong, in the words of somebody who writes scripts. */
import { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'

/** A finding of zod, as far as it is looked at here. */
export interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly Issue[])[]
  readonly expected?: string
  readonly input?: unknown
}

/** One mistake, at its path within the value that was read. */
export interface ToldIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** Whether the key is wrong, and not what stands behind it. */
  readonly isKey: boolean
  /** Whether nothing stands there at all. */
  readonly isEmpty: boolean
}

/** The mistakes that one finding means; of alternatives, those of the one that was probably meant. */
export function tellIssue(issue: Issue, schema: z.ZodType, above: readonly PropertyKey[] = []): readonly ToldIssue[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path)
    return (issue.keys ?? []).map((key) => {
      const hint = didYouMean(key, known) || (known.length > 0 ? ` Here may stand: ${known.join(', ')}.` : '')
      return { path: [...path, key], message: `"${key}" is not understood here.${hint}`, isKey: true, isEmpty: false }
    })
  }
  if (issue.code === 'invalid_union') {
    const meant = nearest(issue.errors ?? [])
    if (meant.length > 0) return meant.flatMap((one) => tellIssue(one, schema, path))
  }
  return [{ path, ...worded(issue, path) }]
}

function worded(issue: Issue, path: readonly PropertyKey[]): Omit<ToldIssue, 'path'> {
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  if (issue.code !== 'invalid_type') return { message: issue.message, isKey: false, isEmpty: false }
  const received = /received (\w+)/.exec(issue.message)?.[1] ?? ''
  if (received === 'undefined') return { message: `"${String(name)}" is missing.`, isKey: true, isEmpty: false }
  if (received === 'null') {
    return { message: `"${String(name)}" needs something after its colon.`, isKey: true, isEmpty: true }
  }
  const wanted = WANTED[issue.expected ?? '']
  if (issue.expected === 'null') {
    return { message: `"${String(name)}" takes nothing after its colon.`, isKey: false, isEmpty: false }
  }
  return { message: `Here should stand ${wanted ?? 'something else'}.`, isKey: false, isEmpty: false }
}

const WANTED: Readonly<Record<string, string>> = {
  array: 'a list: lines that begin with a dash',
  object: 'words with a colon each, on lines of their own',
  record: 'words with a colon each, on lines of their own',
  string: 'a text',
  number: 'a number',
}

/** Of alternatives the one whose mistake lies deepest, then the one that says it in words of its own. */
function nearest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const score = (issues: readonly Issue[]) => {
    const depth = Math.max(...issues.map((issue) => depthOf(issue)))
    const isWorded = issues.some((issue) => issue.code === 'custom')
    return depth * 10 + (isWorded ? 5 : 0) - issues.length / 100
  }
  return branches.toSorted((a, b) => score(b) - score(a))[0] ?? []
}

const depthOf = (issue: Issue): number =>
  issue.path.length +
  (issue.code === 'unrecognized_keys' ? 0.1 : 0) +
  Math.max(0, ...(issue.errors ?? []).flat().map(depthOf))

/** The keys that an object of the schema knows; none when there are alternatives. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = schema
  for (const step of path) {
    here = unwrapped(here)
    if (here instanceof z.ZodObject) here = here.shape[String(step)]
    else if (here instanceof z.ZodArray) here = here.element
    else return []
  }
  const last = unwrapped(here)
  return last instanceof z.ZodObject ? Object.keys(last.shape) : []
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap())
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in)
  if (schema instanceof z.ZodUnion) {
    return schema.options.map(unwrapped).find((option) => option instanceof z.ZodObject)
  }
  return schema
}
