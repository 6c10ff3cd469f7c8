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
