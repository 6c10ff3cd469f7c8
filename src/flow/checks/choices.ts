import type { Flow } from '../define.ts'
import { choicesOf } from '../steps/menu.ts'
import type { FlowFinding } from './rule.ts'

/** A menu has something to choose, and not more than a caller can keep in mind. */
export function choices(flow: Flow): readonly FlowFinding[] {
  return Object.entries(flow.steps).flatMap(([name, step]): readonly FlowFinding[] => {
    if (step.kind !== 'menu') return []
    const count = choicesOf(step).length
    const at = `${flow.name}/${name}/choices`
    if (count === 0) return [{ ...NONE, at, message: `"${name}" asks for a key but offers none.` }]
    if (count <= 5) return []
    return [
      { ...TOO_MANY, severity: count > 9 ? 'error' : 'warning', at, message: `"${name}" offers ${count} choices.` },
    ]
  })
}

const NONE = { code: 'NO_CHOICES', severity: 'error', help: 'Add at least one choice.' } as const
const TOO_MANY = {
  code: 'TOO_MANY_CHOICES',
  help: 'Callers keep about five in mind: put the rest into a second menu.',
} as const
