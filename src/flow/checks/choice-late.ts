import type { Flow } from '../define.ts'
import { heardChoices } from '../listening-time.ts'
import type { FlowFinding } from './rule.ts'

/** Callers who wait longer than this for their choice press 0 or hang up. */
const LONGEST_SECONDS = 30

/** Nobody has to listen for long before he hears of what he called for. */
export function choiceLate(flow: Flow): readonly FlowFinding[] {
  return heardChoices(flow)
    .filter(({ after }) => after > LONGEST_SECONDS * 1000)
    .map(({ step, key, label, after }) => ({
      code: 'CHOICE_LATE',
      severity: 'warning',
      at: `${flow.name}/${step}/choices.${key}`,
      message: `It takes ${Math.round(after / 1000)} s until a caller hears of "${label}".`,
      help: 'Shorten what comes before, offer what most people want first, or offer less at once.',
    }))
}
