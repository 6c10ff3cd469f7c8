/**
 * Call scripts: phone calls written down as YAML, played to any app over HTTP in virtual time.
 */
export { coverageOf } from './coverage.ts'
export { callScriptSchema } from './json-schema.ts'
export { junit } from './junit.ts'
export { describeMistake, type Mistake } from './mistake.ts'
export { playScripts, type ScriptResult } from './play-scripts.ts'
export { readScript } from './read-script.ts'
export { isPassed, reportScript, reportSummary, resultsAsData } from './report.ts'
export { reportCoverage } from './report-coverage.ts'
export type { Script } from './script.ts'
export { writeScript } from './write-script.ts'
