/** `hookswitch check`: what the checks say of a file's flows. */

import { systemFindings } from '../app/system-findings.ts'
import { checkCampaigns } from '../campaign/define.ts'
import { systemClock } from '../clock/system-clock.ts'
import { type FlowFinding, flowSchema } from '../flow/index.ts'
import { feedsOf, findingsOf, tryCalendars } from '../holidays/holiday-calendars.ts'
import { loadFlows } from './load-flows.ts'

/** Prints every finding; the exit code is 1 when there is an error. With `schema` it prints what flows as JSON look like. */
export async function check(
  file: string | undefined,
  options: { readonly json: boolean; readonly schema: boolean },
): Promise<number> {
  if (options.schema) {
    process.stdout.write(`${JSON.stringify(flowSchema(), null, 2)}\n`)
    return 0
  }
  const { flows, mailboxes, queues, limits, campaigns, path } = await loadFlows(file)
  const reveal = ({ secret }: { readonly secret: string }) => process.env[secret]
  const unread = await tryCalendars(feedsOf(flows, mailboxes), reveal, systemClock.now())
  const findings = [
    ...systemFindings(flows, { mailboxes, queues, limits }),
    ...checkCampaigns(campaigns, flows),
    ...findingsOf(unread, flows, mailboxes),
  ]
  if (options.json) process.stdout.write(`${JSON.stringify({ file: path, findings }, null, 2)}\n`)
  else for (const line of describe(flows.length, path, findings)) process.stdout.write(`${line}\n`)
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0
}

function* describe(flows: number, path: string, findings: readonly FlowFinding[]): Iterable<string> {
  for (const { severity, at, message, help, code } of findings) {
    yield `${severity} ${at}: ${message}`
    yield `  ${help} (${code})`
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  yield `${flows} ${flows === 1 ? 'flow' : 'flows'} in ${path}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`
}

const count = (amount: number, what: string) => `${amount === 0 ? 'no' : amount} ${what}${amount === 1 ? '' : 's'}`
