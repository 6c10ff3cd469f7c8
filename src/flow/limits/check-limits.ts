/** What is wrong with limits, and with numbers in flows that they forbid. */

import { judgeDestination } from '../../phone/destinations.ts'
import { isE164 } from '../../phone/e164.ts'
import type { FlowFinding } from '../checks/rule.ts'
import type { Flow } from '../define.ts'
import { isSecret } from '../secret.ts'
import { behaviourOf } from '../steps/behaviour.ts'
import type { LimitsDefinition, OutgoingLimits } from './define-limits.ts'
import { destinationRules } from './destinations.ts'

/** Everything that is wrong with limits, and every number in a flow that may not be dialled. Never throws. */
export function checkLimits(limits: LimitsDefinition, flows: readonly Flow[]): readonly FlowFinding[] {
  const rules = destinationRules(limits, flows.flatMap(numbersOf))
  const forbidden = literalNumbers(flows).flatMap(({ at, number }): readonly FlowFinding[] => {
    const verdict = judgeDestination(number, rules(undefined))
    if (verdict !== 'premium' && verdict !== 'not-allowed') return []
    const isPremium = verdict === 'premium'
    return [
      {
        code: 'VALUE_UNUSABLE',
        severity: 'error',
        at,
        message: isPremium
          ? 'Whoever owns this number is paid for each call to it.'
          : 'Limits do not allow calls to this country.',
        help: isPremium
          ? 'Use another number, or allow it with defineLimits({ allowPremiumNumbers: true }).'
          : 'Add the country or prefix to allowedDestinations of defineLimits.',
      },
    ]
  })
  return [...mistakesOf(limits), ...forbidden, ...flows.flatMap((flow) => withoutRoom(limits, flow))]
}

/** A callback that rings the agent first takes room for two at once, so with room for one it would wait for ever. */
function withoutRoom({ outgoing }: LimitsDefinition, { name: flow, steps }: Flow): readonly FlowFinding[] {
  if (outgoing?.atOnce !== 1) return []
  return Object.entries(steps).flatMap(([name, step]): readonly FlowFinding[] => {
    if (step.kind !== 'queue' || step.callback?.first !== 'agent') return []
    return [
      {
        code: 'VALUE_UNUSABLE',
        severity: 'error',
        at: `${flow}/${name}/callback.first`,
        message:
          'A callback that rings the agent first counts as two calls, and limits allow one at once: it could never be placed.',
        help: 'Let outgoing.atOnce of defineLimits be 2 or more, or use callback.first "caller".',
      },
    ]
  })
}

/** The phone numbers that stand in a flow to be dialled. */
export const numbersOf = (flow: Flow): readonly string[] => literalNumbers([flow]).map(({ number }) => number)

function literalNumbers(flows: readonly Flow[]): readonly { readonly at: string; readonly number: string }[] {
  return flows.flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([name, step]) =>
      (behaviourOf(step).numbers?.(step) ?? [])
        .filter(([at]) => at !== 'callerId')
        .map(([at, number]) => ({ at: `${flow.name}/${name}/${at}`, number })),
    ),
  )
}

const RATES = ['perCaller', 'withheld', 'perLine', 'perDestination'] as const

function mistakesOf(limits: LimitsDefinition): readonly FlowFinding[] {
  const { atOnce, outgoing, exempt = [], allowedDestinations = [] } = limits
  return [
    ...RATES.flatMap((name) => {
      const rate = limits[name]
      return rate === undefined
        ? []
        : [
            ...outOfRange(`limits/${name}/calls`, rate.calls, 1, 1_000_000),
            ...outOfRange(`limits/${name}/minutes`, rate.minutes, 1, 1440),
          ]
    }),
    ...(outgoing === undefined ? [] : mistakesOfOutgoing(outgoing)),
    ...(atOnce === undefined ? [] : outOfRange('limits/atOnce', atOnce, 1, 10_000)),
    ...exempt.flatMap((one, place): readonly FlowFinding[] =>
      isSecret(one) || isE164(one)
        ? []
        : [
            {
              code: 'NUMBER_MALFORMED',
              severity: 'error',
              at: `limits/exempt.${place}`,
              message: 'This is not a phone number in international form.',
              help: 'Write it as + and country code, such as +12025550101, or use secret("NAME").',
            },
          ],
    ),
    ...allowedDestinations.flatMap((one, place): readonly FlowFinding[] =>
      /^([A-Z]{2}|\+[1-9]\d{0,14})$/.test(one)
        ? []
        : [
            {
              code: 'VALUE_UNUSABLE',
              severity: 'error',
              at: `limits/allowedDestinations.${place}`,
              message: `"${one}" is neither a country nor a prefix.`,
              help: 'Use two capital letters, such as US, or a prefix such as +4420.',
            },
          ],
    ),
  ]
}

function mistakesOfOutgoing({ calls, minutes, atOnce }: OutgoingLimits): readonly FlowFinding[] {
  const isRate = calls !== undefined || minutes !== undefined || atOnce === undefined
  return [
    ...(isRate ? outOfRange('limits/outgoing/calls', calls, 1, 1_000_000) : []),
    ...(isRate ? outOfRange('limits/outgoing/minutes', minutes, 1, 1440) : []),
    ...(atOnce === undefined ? [] : outOfRange('limits/outgoing/atOnce', atOnce, 1, 10_000)),
  ]
}

function outOfRange(at: string, value: number | undefined, least: number, most: number): readonly FlowFinding[] {
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return []
  const help = `Use a whole number from ${least} to ${most}.`
  return [
    {
      code: 'OUT_OF_RANGE',
      severity: 'error',
      at,
      message: value === undefined ? 'This is missing.' : `This is ${value}.`,
      help,
    },
  ]
}
