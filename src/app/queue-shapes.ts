/** JSON schemas of the routes about queues. */
import { listOf, nothing, orNull, problem, shape, text, whole } from './shape.ts'

const share = { type: 'number', minimum: 0, maximum: 1 } as const
const since = {
  type: 'integer',
  minimum: 0,
  description: 'Callers who came at that moment or later, epoch milliseconds; default 24 hours ago.',
} as const
const until = {
  type: 'integer',
  minimum: 0,
  description: 'Callers who came before that moment, epoch milliseconds; default now.',
} as const
const milliseconds = { type: 'integer', description: 'Milliseconds.' } as const

const figures = shape({
  came: whole,
  answered: whole,
  answeredInTime: whole,
  abandoned: whole,
  wentElsewhere: {
    type: 'object',
    additionalProperties: whole,
    description: 'Callers who went on elsewhere, by why: full, unstaffed, tooLong, message, callback-failed, …',
  },
  callbacksAsked: whole,
  callbacksAnswered: whole,
  serviceLevel: orNull(share),
  averageWait: orNull(milliseconds),
  averageTalk: orNull(milliseconds),
})

const agent = shape({
  number: text,
  name: text,
  state: { enum: ['out', 'away', 'available', 'wrapping-up', 'ringing', 'talking'] },
  isOnLine: { type: 'boolean', description: 'Whether he stays on the line and is not rung.' },
})

const waiter = shape({
  number: {
    type: 'string',
    description: 'The number he calls from, or is called back at; a word where he shows none.',
  },
  since: { type: 'integer', description: 'When he came, epoch milliseconds.' },
  priority: whole,
  state: { enum: ['waiting', 'choosing', 'offered', 'callback'] },
  isCallback: { type: 'boolean' },
  notBefore: orNull({ type: 'integer', description: 'He is not called back before, epoch milliseconds.' }),
  agent: orNull({ type: 'string', description: 'The number of the agent whose call he is.' }),
})

export const getQueues = {
  operationId: 'getQueues',
  summary: 'Each queue now, its agents, and how callers of a span of time fared.',
  tags: ['queues'],
  querystring: shape({ from: since, to: until }, ['from', 'to']),
  response: {
    200: shape({
      queues: listOf(
        shape({
          name: text,
          now: shape({ waiting: whole, longestWait: milliseconds, talking: whole, callbacks: whole }),
          waiting: listOf(waiter),
          agents: listOf(agent),
          answerWithinSeconds: whole,
          figures,
        }),
      ),
    }),
  },
}

export const putAgent = {
  operationId: 'setAgent',
  summary: 'Sets an agent available, away, or out. One who is rung or talks is left alone.',
  tags: ['queues'],
  params: shape({ number: { type: 'string', description: 'The number the agent logs in with.' } }),
  body: shape({ state: { enum: ['available', 'away', 'out'] } }),
  response: { 204: nothing, 404: problem, 409: problem },
}
