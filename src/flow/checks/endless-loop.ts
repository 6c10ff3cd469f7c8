import { type Flow, stepNamed } from '../define.ts'
import { exitsOf } from '../graph.ts'
import type { FlowFinding } from './rule.ts'

/** No ring of steps goes round by itself: a caller who does nothing comes to an end some time. */
export function endlessLoop(flow: Flow): readonly FlowFinding[] {
  const seen = new Set<string>()
  return Object.keys(flow.steps).flatMap((name) => {
    const ring = ringThrough(flow, name)
    if (ring.length === 0 || ring.some((step) => seen.has(step))) return []
    for (const step of ring) seen.add(step)
    return [
      {
        code: 'ENDLESS_LOOP',
        severity: 'error',
        at: `${flow.name}/${name}`,
        message: `A caller who does nothing goes round for ever: ${[...ring, name].join(' → ')}.`,
        help: 'Let one of these lead to a voicemail, a person or a goodbye instead.',
      } satisfies FlowFinding,
    ]
  })
}

/** The shortest ring of automatic exits through `name`, beginning with it; empty when there is none. */
function ringThrough(flow: Flow, name: string): readonly string[] {
  const paths = [[name]]
  const visited = new Set<string>()
  for (let path = paths.shift(); path; path = paths.shift()) {
    for (const next of automaticTargets(flow, path.at(-1) ?? name)) {
      if (next === name) return path
      if (visited.has(next)) continue
      visited.add(next)
      paths.push([...path, next])
    }
  }
  return []
}

function automaticTargets(flow: Flow, name: string): readonly string[] {
  const step = stepNamed(flow, name)
  return step ? exitsOf(step).flatMap((exit) => (exit.isAutomatic ? [exit.to] : [])) : []
}
