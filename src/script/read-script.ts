/**
 * Reads a call script: YAML in, a script or its mistakes out. Never throws for what stands in the file, and places no call.
 */
import type { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'
import { findImpossible } from './impossible.ts'
import { type Mistake, placeAt } from './mistake.ts'
import { keyword, type Offset, type Places, readYaml } from './read-yaml.ts'
import { bareWords, callSchema, scriptSchema, stepSchemas, stepWords } from './schema.ts'
import type { Script, ScriptedCall, Step } from './script.ts'
import { type Issue, tellIssue } from './tell-issue.ts'

/** What came of reading. */
export type ReadScript =
  | { readonly kind: 'script'; readonly script: Script }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }

const CALLER = '+12025550199'
const LINE = '+12025550100'

/**
 * Reads the text of a script.
 *
 * @param file what mistakes name as their place
 */
export function readScript(source: string, file: string): ReadScript {
  const mistakes: (Mistake & { readonly offset: Offset })[] = []
  const report = (offset: Offset, message: string) => {
    mistakes.push({ file, ...placeAt(source, offset), message, offset })
  }
  const yaml = readYaml(source)
  if (yaml.kind === 'broken') report(yaml.at, yaml.message)
  const script = yaml.kind === 'broken' ? undefined : new Reading(source, file, yaml.places, report).script(yaml.value)
  if (script !== undefined)
    for (const { line, message } of findImpossible(script)) report(startOfLine(source, line), message)
  if (script !== undefined && mistakes.length === 0) return { kind: 'script', script }
  const inOrder = mistakes.toSorted((a, b) => a.offset - b.offset)
  return { kind: 'mistakes', mistakes: inOrder.map(({ offset: _, ...mistake }) => mistake) }
}

function startOfLine(source: string, line: number): Offset {
  const lines = source.split('\n')
  const before = lines.slice(0, line - 1).reduce((total, text) => total + text.length + 1, 0)
  const [indent = ''] = /^[\s-]*/.exec(lines[line - 1] ?? '') ?? []
  return before + indent.length
}

type Report = (offset: Offset, message: string) => void
type Path = readonly PropertyKey[]

class Reading {
  readonly #source: string
  readonly #file: string
  readonly #places: Places
  readonly #report: Report

  constructor(source: string, file: string, places: Places, report: Report) {
    this.#source = source
    this.#file = file
    this.#places = places
    this.#report = report
  }

  script(value: unknown): Script | undefined {
    if (!isMap(value)) {
      this.#report(0, 'A script says which app to call and what happens then. Begin with "app:" and "calls:".')
      return undefined
    }
    if ('calls' in value) value.calls = this.#callsAsList(value.calls)
    const { calls: written = [], ...rest } = value
    const head = this.#parse(scriptSchema.omit({ calls: true }), rest, [])
    if (!('calls' in value)) this.#report(0, '"calls" is missing.')
    if (!Array.isArray(written) || written.length === 0) {
      if ('calls' in value) this.#report(this.#places.ofKey(['calls']), 'A script needs at least one call.')
      return undefined
    }
    const calls = written.map((call, index) => this.#call(call, ['calls', index], head))
    this.#refuseTwins(calls)
    if (head === undefined || calls.some((call) => call === undefined)) return undefined
    return {
      file: this.#file,
      source: this.#source,
      app: head.app,
      verified: head.verified ?? [],
      port: head.port,
      calls: calls.filter((call) => call !== undefined),
    }
  }

  /** Calls may be a list, or named steps; a call in a list may be its steps alone. */
  #callsAsList(calls: unknown): unknown {
    const places = this.#places
    const named = (name: string, call: unknown, at: Offset) =>
      Array.isArray(call) ? places.adopt({ name, steps: call }, at) : call
    if (Array.isArray(calls)) {
      const at = places.of(['calls'])
      const list = calls.map((call, index) => named(`call ${index + 1}`, call, places.of(['calls', index])))
      return places.adopt(list, at)
    }
    if (!isMap(calls)) return calls
    const list = Object.entries(calls).map(([name, call]) => {
      const at = places.ofKey(['calls', name])
      return isMap(call) ? places.adopt({ name, ...withKeywords(call) }, at) : named(name, call, at)
    })
    return places.adopt(list, places.of(['calls']))
  }

  #call(value: unknown, path: Path, head: Head | undefined): ScriptedCall | undefined {
    const call = this.#parse(callSchema, value, path)
    const steps = isMap(value) && Array.isArray(value.steps) ? value.steps : []
    const read = steps.map((step, index) => this.#step(step, [...path, 'steps', index]))
    if (call === undefined || read.some((step) => step === undefined)) return undefined
    return {
      name: call.name,
      line: this.#lineAt(path),
      from: call.from ?? head?.from ?? CALLER,
      to: call.line ?? head?.line ?? LINE,
      at: call.at ?? head?.at,
      parties: { ...head?.parties, ...call.parties },
      isStrict: (call.unexpected ?? head?.unexpected ?? 'fails') === 'fails',
      outbound: call['when the app calls'],
      steps: read.filter((step) => step !== undefined),
    }
  }

  #step(value: unknown, path: Path): Step | undefined {
    const step = typeof value === 'string' ? this.#bareStep(value, path) : value
    if (step === undefined) return undefined
    if (!isMap(step)) {
      this.#report(this.#places.of(path), 'A step is a word and what it takes, such as "hears: Press 1".')
      return undefined
    }
    const found = stepWords.filter((word) => word in step)
    const [word] = found
    if (word === undefined) {
      this.#reportUnknown(Object.keys(step), path)
      return undefined
    }
    if (found.length > 1) {
      const message = `"${found[0]}" and "${found[1]}" are two steps. Let each begin with a dash.`
      this.#report(this.#places.ofKey([...path, String(found[1])]), message)
      return undefined
    }
    const says = this.#parse(stepSchemas[word], step, path)
    if (says === undefined) return undefined
    return { word, line: this.#lineAt(path), says } as Step // the schema of the same word has read it
  }

  /** `hangs up`, and `reaches a person within 30s`. */
  #bareStep(text: string, path: Path): object | undefined {
    const [, written = '', within] = /^(.*?)(?:\s+within\s+(\S+(?:\s+[a-z]+)?))?$/i.exec(text.trim()) ?? []
    const bare = bareWords.find((word) => word === keyword(written))
    const at = this.#places.of(path)
    if (bare !== undefined) {
      return this.#places.adopt({ [bare]: null, ...(within !== undefined && { within }) }, at)
    }
    const begun = stepWords.find((word) => keyword(text).startsWith(`${word} `) || keyword(text) === word)
    if (begun === undefined) this.#reportUnknown([text], path)
    else this.#report(at, `After "${begun}" comes a colon: "${begun}: …".`)
    return undefined
  }

  #reportUnknown(keys: readonly string[], path: Path): void {
    const [word = ''] = keys
    const [modifier] = MODIFIERS.filter((one) => one === word)
    const message =
      modifier === undefined
        ? `There is no step "${word}".${didYouMean(word, stepWords) || ` Steps are: ${stepWords.join(', ')}.`}`
        : `"${word}" belongs to a step, and this one has no word of its own, such as "hears".`
    this.#report(this.#places.ofKey([...path, word]), message)
  }

  #refuseTwins(calls: readonly (ScriptedCall | undefined)[]): void {
    const seen = new Set<string>()
    for (const [index, call] of calls.entries()) {
      if (call === undefined) continue
      if (seen.has(call.name)) {
        this.#report(
          this.#places.of(['calls', index]),
          `There are two calls named "${call.name}". Give each its own name.`,
        )
      }
      seen.add(call.name)
    }
  }

  /** What the schema makes of a value; mistakes are reported. */
  #parse<S extends z.ZodType>(schema: S, value: unknown, path: Path): z.output<S> | undefined {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      for (const told of tellIssue(issue as Issue, schema)) {
        const full = [...path, ...told.path]
        const offset = told.isKey ? this.#places.ofKey(full) : this.#places.of(full)
        this.#report(offset, told.message + this.#commentHint(told.isEmpty, offset))
      }
    }
    return undefined
  }

  /** `presses: #` is nothing but a comment to YAML. */
  #commentHint(isEmpty: boolean, offset: Offset): string {
    const line = this.#source.slice(offset).split('\n', 1)[0] ?? ''
    return isEmpty && /:\s+#/.test(line) ? ' In YAML a # begins a comment; put it in quotes: "#".' : ''
  }

  #lineAt = (path: Path): number => placeAt(this.#source, this.#places.of(path)).line
}

type Head = Omit<z.output<typeof scriptSchema>, 'calls'>

const MODIFIERS: readonly string[] = ['within', 'person', 'as', 'who', 'seconds', 'confidence', 'parameters', 'method']

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A call below its name was read as the writer's own map only one level up; its own keys are keywords already. */
const withKeywords = (call: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(call).map(([key, value]) => [keyword(key), value]))
