/** Results in the XML that build servers read. */
import type { ScriptResult } from './play-scripts.ts'
import { reportFailure } from './report.ts'

/** A JUnit report: a suite a script, a case a call. Times are those of the network's clock, in seconds. */
export function junit(results: readonly ScriptResult[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${results.map(suite).join('')}</testsuites>\n`
}

function suite({ script, calls, error }: ScriptResult): string {
  const failed = calls.filter(({ failure }) => failure !== undefined).length
  const seconds = calls.reduce((total, { lasted }) => total + lasted, 0) / 1000
  const errors = error === undefined ? 0 : 1
  const head = `<testsuite name="${escaped(script.file)}" tests="${calls.length + errors}" failures="${failed}" errors="${errors}" time="${seconds}">`
  const cases = calls.map((call) => {
    const begin = `<testcase classname="${escaped(script.file)}" name="${escaped(call.name)}" time="${call.lasted / 1000}"`
    if (call.failure === undefined) return `    ${begin}/>\n`
    const [expected = ''] = call.failure.message.split('\n')
    const text = escaped(reportFailure(script, call, call.failure))
    return `    ${begin}>\n      <failure message="${escaped(expected)}">${text}</failure>\n    </testcase>\n`
  })
  const broken =
    error === undefined
      ? ''
      : `    <testcase classname="${escaped(script.file)}" name="start">\n      <error message="${error.code}">${escaped(error.message)}</error>\n    </testcase>\n`
  return `  ${head}\n${cases.join('')}${broken}  </testsuite>\n`
}

/** What XML cannot hold at all is left out. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
