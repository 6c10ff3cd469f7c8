/** What is wrong with queues, and with the flows that lead into them. */
import { isE164 } from '../phone/e164.ts'
import type { FlowFinding } from './checks/rule.ts'
import type { Flow } from './define.ts'
import { agentsOf, type QueueDefinition } from './queues/define-queue.ts'
import { isSecret } from './secret.ts'

/** Everything that is wrong with queues and with steps that name one; empty when calls may wait in them. Never throws. */
export function checkQueues(queues: readonly QueueDefinition[], flows: readonly Flow[]): readonly FlowFinding[] {
  return [
    ...queues.flatMap(mistakesOf),
    ...agentsOf(queues).flatMap(mistakesOfAgent),
    ...flows.flatMap(unknownQueues),
    ...flows.flatMap(endsWithItsAgent),
  ]

  function unknownQueues({ name: flow, steps }: Flow): readonly FlowFinding[] {
    return Object.entries(steps).flatMap(([name, step]) => {
      const named = step.kind === 'queue' ? [step.queue] : step.kind === 'agents' ? (step.queues ?? []) : []
      return named
        .filter((queue) => !queues.some((one) => one.name === queue))
        .map((queue) => unusable(`${flow}/${name}`, `There is no queue "${queue}".`, namesOf(queues)))
    })
  }
}

/** The network ends the leg that an agent has dialled together with his own (decision 0018), so nobody is left to lead on. */
function endsWithItsAgent({ name: flow, steps }: Flow): readonly FlowFinding[] {
  return Object.entries(steps).flatMap(([name, step]): readonly FlowFinding[] => {
    if (step.kind !== 'queue' || step.afterwards === undefined || step.callback?.first !== 'agent') return []
    return [
      {
        code: 'VALUE_UNUSABLE',
        severity: 'warning',
        at: `${flow}/${name}/afterwards`,
        message:
          'Whoever is called back by an agent is not led there, because that call is the agent’s and ends with him.',
        help: 'Use callback.first "caller" if everybody must come there, or leave it to those who waited on the phone.',
      },
    ]
  })
}

const namesOf = (queues: readonly QueueDefinition[]) =>
  queues.length === 0
    ? 'Export one beside the flow: export const support = defineQueue("support", …).'
    : `The queues are ${queues.map(({ name }) => name).join(', ')}.`

function mistakesOf(queue: QueueDefinition): readonly FlowFinding[] {
  const { name, agents } = queue
  const at = `queue ${name}`
  const isNamed = /^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/.test(name)
  return [
    ...(isNamed ? [] : [unusable(at, `"${name}" is no name for a queue.`, 'Use up to 60 letters, digits and "-".')]),
    ...(agents.length > 0 ? [] : [unusable(at, 'Nobody takes its calls.', 'Name agents made with agent().')]),
    ...RANGES.flatMap(([field, least, most]) => {
      const value = queue[field]
      if (Number.isInteger(value) && value >= least && value <= most) return []
      return [outOfRange(`${at}/${field}`, `${field} is ${value}.`, least, most)]
    }),
  ]
}

const RANGES = [
  ['ringSeconds', 5, 600],
  ['wrapUpSeconds', 0, 3600],
  ['refusalsUntilAway', 1, 100],
  ['maximumLength', 1, 1000],
  ['priorityWorthSeconds', 1, 3600],
  ['answerWithinSeconds', 1, 3600],
] as const

function mistakesOfAgent({ number, phone }: ReturnType<typeof agentsOf>[number]): readonly FlowFinding[] {
  const at = `agent ${number}`
  const isNumber = /^\d{2,10}$/.test(number)
  const isPhone = phone === undefined || isSecret(phone) || isE164(phone)
  return [
    ...(isNumber ? [] : [unusable(at, 'An agent has a number that he can key.', 'Use 2 to 10 digits.')]),
    ...(isPhone
      ? []
      : [
          {
            code: 'NUMBER_MALFORMED',
            severity: 'error',
            at: `${at}/phone`,
            message: 'This is not a phone number in international form.',
            help: 'Write it as + and country code, such as +12025550101, or use secret("NAME").',
          } satisfies FlowFinding,
        ]),
  ]
}

const unusable = (at: string, message: string, help: string): FlowFinding => ({
  code: 'VALUE_UNUSABLE',
  severity: 'error',
  at,
  message,
  help,
})

const outOfRange = (at: string, message: string, least: number, most: number): FlowFinding => ({
  code: 'OUT_OF_RANGE',
  severity: 'error',
  at,
  message,
  help: `Use a whole number from ${least} to ${most}.`,
})
