import { type Flow, stepNamed } from '../define.ts'
import { reachableFrom } from '../graph.ts'
import type { Step } from '../step.ts'
import type { FlowFinding } from './rule.ts'

/** What can be done without a caller; the last two are an end there. */
const WITHOUT_CALLER: readonly Step['kind'][] = ['set', 'branch', 'lookup', 'experiment', 'go-to', 'go-back', 'hang-up']

/** When the caller is gone, no step talks to him. */
export function nobodyListens(flow: Flow): readonly FlowFinding[] {
  if (flow.onHangUp === undefined) return []
  return [...reachableFrom(flow, flow.onHangUp)].flatMap((name) => {
    const kind = stepNamed(flow, name)?.kind
    if (kind === undefined || WITHOUT_CALLER.includes(kind)) return []
    return [
      {
        code: 'NOBODY_LISTENS',
        severity: 'error',
        at: `${flow.name}/${name}`,
        message: `"${name}" (${kind}) needs a caller, but onHangUp leads there when the caller is gone.`,
        help: 'Use set, branch, lookup, experiment and goTo there, and end with goBack.',
      } satisfies FlowFinding,
    ]
  })
}
