import type { Flow } from '../define.ts'
import { isSilent } from '../prompt.ts'
import type { FlowFinding } from './rule.ts'

/** Nobody is hung up on without a word. */
export function silentHangUp(flow: Flow): readonly FlowFinding[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (step.kind === 'hang-up' && isSilent(step.says)) {
      return [finding(flow, `${name}/says`, `"${name}" hangs up without a word.`)]
    }
    if (step.kind === 'voicemail' && step.givingUp !== undefined && isSilent(step.givingUp)) {
      return [finding(flow, `${name}/givingUp`, `"${name}" hangs up on a silent caller without a word.`)]
    }
    return []
  })
}

const finding = (flow: Flow, at: string, message: string): FlowFinding => ({
  code: 'SILENT_HANG_UP',
  severity: 'error',
  at: `${flow.name}/${at}`,
  message,
  help: 'Say goodbye first, for example "Thank you for calling. Goodbye."',
})
