import type { Flow } from '../define.ts'
import { reachableFrom } from '../graph.ts'
import type { FlowFinding } from './rule.ts'

/** Every step can be reached from the start, as the last resort, or when the caller is gone. */
export function stepUnreachable(flow: Flow): readonly FlowFinding[] {
  const reached = reachableFrom(flow, flow.start)
  const inNeed = flow.lastResort === undefined ? new Set<string>() : reachableFrom(flow, flow.lastResort)
  const afterwards = flow.onHangUp === undefined ? new Set<string>() : reachableFrom(flow, flow.onHangUp)
  return Object.keys(flow.steps)
    .filter((name) => !reached.has(name) && !inNeed.has(name) && !afterwards.has(name))
    .map((name) => ({
      code: 'STEP_UNREACHABLE',
      severity: 'warning',
      at: `${flow.name}/${name}`,
      message: `No path leads to "${name}".`,
      help: `Let a choice or a "then" lead to "${name}", or delete it.`,
    }))
}
