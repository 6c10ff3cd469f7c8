import { isE164 } from '../../phone/e164.ts'
import type { Flow } from '../define.ts'
import type { NumberRange } from '../step-behaviour.ts'
import { behaviourOf } from '../steps/behaviour.ts'
import type { FlowFinding } from './rule.ts'

/** Names, numbers and lengths are what the network accepts. */
export function values(flow: Flow): readonly FlowFinding[] {
  const names = [flow.name, ...Object.keys(flow.steps)].filter((name) => !/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name))
  return [
    ...names.map((name) => ({
      code: 'NAME_MALFORMED' as const,
      severity: 'error' as const,
      at: name === flow.name ? name : `${flow.name}/${name}`,
      message: `"${name}" cannot stand in an address.`,
      help: 'Use letters, digits and "-" only.',
    })),
    ...Object.entries(flow.steps).flatMap(([name, step]) => [
      ...(behaviourOf(step).numbers?.(step) ?? []).flatMap(([at, number]) =>
        malformed(`${flow.name}/${name}/${at}`, number),
      ),
      ...(behaviourOf(step).mistakes?.(step) ?? []).map(
        ({ at, ...mistake }): FlowFinding => ({
          code: 'VALUE_UNUSABLE',
          severity: 'error',
          at: `${flow.name}/${name}/${at}`,
          ...mistake,
        }),
      ),
      ...(behaviourOf(step).ranges?.(step) ?? []).flatMap((range) => outOfRange(`${flow.name}/${name}`, range)),
    ]),
  ]
}

function malformed(at: string, number: string): readonly FlowFinding[] {
  if (isE164(number)) return []
  return [
    {
      code: 'NUMBER_MALFORMED',
      severity: 'error',
      at,
      message: 'This is not a phone number in international form.',
      help: 'Write it as + and country code, such as +12025550101, or use secret("NAME").',
    },
  ]
}

function outOfRange(at: string, { at: field, value, least, most }: NumberRange): readonly FlowFinding[] {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return []
  return [
    {
      code: 'OUT_OF_RANGE',
      severity: 'error',
      at: `${at}/${field}`,
      message: `${field} is ${value}.`,
      help: `Use a whole number from ${least} to ${most}.`,
    },
  ]
}
