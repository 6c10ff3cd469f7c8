import { type Flow, stepNamed } from '../define.ts'
import { didYouMean } from '../did-you-mean.ts'
import { exitsOf } from '../graph.ts'
import type { FlowFinding } from './rule.ts'

/** Every name a flow leads to is one of its steps. */
export function targetMissing(flow: Flow): readonly FlowFinding[] {
  const names = Object.keys(flow.steps)
  const missing = (at: string, target: string, who: string): readonly FlowFinding[] =>
    stepNamed(flow, target)
      ? []
      : [
          {
            code: 'TARGET_MISSING',
            severity: 'error',
            at,
            message: `${who} leads to "${target}", which is not a step of this flow.${didYouMean(target, names)}`,
            help: `Use one of ${names.join(', ')}, or add a step "${target}".`,
          },
        ]
  return [
    ...missing(`${flow.name}/start`, flow.start, 'The start'),
    ...(flow.lastResort === undefined ? [] : missing(`${flow.name}/lastResort`, flow.lastResort, 'The last resort')),
    ...(flow.onHangUp === undefined ? [] : missing(`${flow.name}/onHangUp`, flow.onHangUp, 'Hanging up')),
    ...Object.entries(flow.steps).flatMap(([name, step]) =>
      exitsOf(step).flatMap((exit) => missing(`${flow.name}/${name}/${exit.at}`, exit.to, `"${name}" (${exit.label})`)),
    ),
  ]
}
