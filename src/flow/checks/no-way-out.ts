import { type Flow, stepNamed } from '../define.ts'
import { reachableFrom } from '../graph.ts'
import type { FlowFinding } from './rule.ts'

/** From every step that can be reached, some path ends: in a goodbye, a conversation, or a message left. */
export function noWayOut(flow: Flow): readonly FlowFinding[] {
  const trapped = [...reachableFrom(flow, flow.start)].filter(
    (name) => ![...reachableFrom(flow, name)].some((reached) => canEnd(flow, reached)),
  )
  return trapped.map((name) => ({
    code: 'NO_WAY_OUT',
    severity: 'error',
    at: `${flow.name}/${name}`,
    message: `A caller who gets to "${name}" can never finish the call.`,
    help: 'Let a choice lead to hangUp, goBack, voicemail or transfer.',
  }))
}

function canEnd(flow: Flow, name: string): boolean {
  const step = stepNamed(flow, name)
  if (step?.kind === 'hang-up' || step?.kind === 'go-back') return true
  if (step?.kind === 'inbox' || step?.kind === 'override') return true
  if (step?.kind === 'voicemail') return step.then === undefined
  return (
    step?.kind === 'agents' ||
    ((step?.kind === 'transfer' || step?.kind === 'queue' || step?.kind === 'directory') &&
      step.afterwards === undefined)
  )
}
