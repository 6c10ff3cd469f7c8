import { choiceLate } from './checks/choice-late.ts'
import { choices } from './checks/choices.ts'
import { endlessLoop } from './checks/endless-loop.ts'
import { noWayOut } from './checks/no-way-out.ts'
import { nobodyListens } from './checks/nobody-listens.ts'
import { phraseMissing } from './checks/phrase-missing.ts'
import { promptTooLong } from './checks/prompt-too-long.ts'
import type { FlowFinding, FlowRule } from './checks/rule.ts'
import { secretInFlow } from './checks/secret-in-flow.ts'
import { silentHangUp } from './checks/silent-hang-up.ts'
import { stepUnreachable } from './checks/step-unreachable.ts'
import { targetMissing } from './checks/target-missing.ts'
import { translationMissing } from './checks/translation-missing.ts'
import { values } from './checks/values.ts'
import type { Flow } from './define.ts'
import { isSecret } from './secret.ts'

const RULES: readonly FlowRule[] = [
  values,
  targetMissing,
  stepUnreachable,
  noWayOut,
  silentHangUp,
  endlessLoop,
  nobodyListens,
  choices,
  promptTooLong,
  secretInFlow,
  phraseMissing,
  translationMissing,
  choiceLate,
]

/** Everything that is wrong with a flow, errors first; empty for a flow that may answer calls. Never throws. */
export function checkFlow(flow: Flow): readonly FlowFinding[] {
  const findings = RULES.flatMap((rule) => rule(flow))
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))]
}

const isError = ({ severity }: FlowFinding) => severity === 'error'

/** The names of the environment variables a flow needs, each once, sorted. */
export function secretsOf(flow: Flow): readonly string[] {
  const names = new Set<string>()
  collect(flow.steps, names)
  return [...names].sort()
}

function collect(value: unknown, names: Set<string>): void {
  if (isSecret(value)) names.add(value.secret)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collect(part, names)
}
