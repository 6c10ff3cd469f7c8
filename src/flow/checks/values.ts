import { isE164 } from '../../phone/e164.ts'
import type { Flow } from '../define.ts'
import { isSecret } from '../secret.ts'
import type { Step } from '../step.ts'
import type { FlowFinding } from './rule.ts'

interface Range {
  readonly at: string
  readonly value: number | undefined
  readonly least: number
  readonly most: number
}

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
      ...numbersOf(step).flatMap(([at, number]) => malformed(`${flow.name}/${name}/${at}`, number)),
      ...rangesOf(step).flatMap((range) => outOfRange(`${flow.name}/${name}`, range)),
    ]),
  ]
}

function numbersOf(step: Step): readonly (readonly [string, string])[] {
  if (step.kind !== 'transfer') return []
  return [['to', step.to] as const, ['callerId', step.callerId] as const].flatMap(([at, value]) =>
    value === undefined || isSecret(value) ? [] : [[at, value] as const],
  )
}

function rangesOf(step: Step): readonly Range[] {
  switch (step.kind) {
    case 'menu':
      return [
        { at: 'attempts', value: step.attempts, least: 1, most: 10 },
        { at: 'timeoutSeconds', value: step.timeoutSeconds, least: 1, most: 120 },
      ]
    case 'transfer':
      return [{ at: 'ringSeconds', value: step.ringSeconds, least: 5, most: 600 }]
    case 'voicemail':
      return [
        { at: 'maximumSeconds', value: step.maximumSeconds, least: 2, most: 3600 },
        { at: 'minimumSeconds', value: step.minimumSeconds, least: 0, most: 60 },
        { at: 'silenceSeconds', value: step.silenceSeconds, least: 0, most: 60 },
        { at: 'attempts', value: step.attempts, least: 1, most: 10 },
      ]
    default:
      return []
  }
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

function outOfRange(at: string, { at: field, value, least, most }: Range): readonly FlowFinding[] {
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
