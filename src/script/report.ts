/** What came of scripts, for people: each call on a line, and of a failure everything that helps to mend it. */
import { time } from '../exchange/index.ts'
import type { CallResult, Failure } from './play-call.ts'
import type { ScriptResult } from './play-scripts.ts'
import type { Script } from './script.ts'

/** Lines of the script shown before the step that failed. */
const BEFORE = 2

/** One script: its calls, and why those failed that did. Ends with a line break; empty when no call was wanted. */
export function reportScript({ script, calls, error }: ScriptResult): string {
  if (calls.length === 0 && error === undefined) return ''
  const lines = calls.map((call) => `  ${call.failure === undefined ? '✓' : '✗'} ${call.name}  ${time(call.lasted)}`)
  const failures = calls.flatMap((call) =>
    call.failure === undefined ? [] : [reportFailure(script, call, call.failure)],
  )
  const why = error === undefined ? [] : [`  ${error.message}`]
  return `${[script.file, ...lines, ...why, ...failures.map((text) => `\n${text}\n`)].join('\n')}\n`
}

/** A call that failed: the step in the script, then expected, instead, the call so far, and the document. */
export function reportFailure(script: Script, { name }: CallResult, { line, message }: Failure): string {
  const lines = script.source.split(/\r?\n/)
  const from = Math.max(0, line - 1 - BEFORE)
  const shown = lines.slice(from, line).map((text, index) => {
    const number = from + index + 1
    return `${number === line ? '>' : ' '} ${String(number).padStart(3)}  ${text}`
  })
  return `✗ ${name}, at ${script.file}:${line}\n${shown.join('\n')}\n\n${message}`
}

/** How many passed and failed, and how long they were on the phone. Ends with a line break. */
export function reportSummary(results: readonly ScriptResult[], milliseconds: number): string {
  const calls = results.flatMap((result) => result.calls)
  const failed = calls.filter(({ failure }) => failure !== undefined).length
  const lasted = calls.reduce((total, call) => total + call.lasted, 0)
  const many = `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`
  return `\n${many}: ${calls.length - failed} passed, ${failed} failed. ${time(lasted)} on the phone in ${(milliseconds / 1000).toFixed(1)} s.\n`
}

/** The same as data: what `--json` prints. */
export function resultsAsData(results: readonly ScriptResult[]) {
  return {
    isPassed: isPassed(results),
    scripts: results.map(({ script, calls, error }) => ({
      file: script.file,
      ...(error !== undefined && { error: { code: error.code, message: error.message } }),
      calls: calls.map(({ name, line, lasted, failure }) => ({
        name,
        line,
        isPassed: failure === undefined,
        milliseconds: lasted,
        ...(failure !== undefined && { failure }),
      })),
    })),
  }
}

/** Whether everything that was played came true. */
export const isPassed = (results: readonly ScriptResult[]): boolean =>
  results.every(({ calls, error }) => error === undefined && calls.every(({ failure }) => failure === undefined))
