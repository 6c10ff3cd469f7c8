/** JSON schemas of the page's API: one constant a route. */

import { listOf, nothing, problem, shape, text, whole, yes } from './shape.ts'

const byId = shape({ id: { type: 'string', description: 'The id of a message.' } })

const finding = shape({ code: text, severity: { enum: ['error', 'warning'] }, at: text, message: text, help: text })

export const getSystem = {
  operationId: 'getSystem',
  summary: 'What this process is and which lines it answers.',
  tags: ['system'],
  response: {
    200: shape({
      name: text,
      version: text,
      mode: { enum: ['development', 'production'] },
      hasExchange: {
        type: 'boolean',
        description: 'Whether the emulated network runs here, so that the page can call.',
      },
      lines: listOf(shape({ number: text, flow: text, title: text })),
      callees: listOf(shape({ label: text, number: text })),
      callerNumber: text,
    }),
  },
}

export const getFlows = {
  operationId: 'getFlows',
  summary: 'Every flow as a graph, with what the checks found.',
  tags: ['flows'],
  response: {
    200: shape({
      flows: listOf(
        shape({
          name: text,
          start: text,
          steps: listOf(shape({ name: text, kind: text, title: text, says: text })),
          edges: listOf(shape({ from: text, to: text, label: text, isAutomatic: yes })),
          isStored: { type: 'boolean', description: 'Whether it is kept in the database and can be replaced.' },
          findings: listOf(finding),
        }),
      ),
    }),
  },
}

const byFlow = shape({ flow: { type: 'string', description: 'The name of a flow.' } })

export const getFlow = {
  operationId: 'getFlow',
  summary: 'A flow of the database, as JSON.',
  tags: ['flows'],
  params: byFlow,
  response: {
    200: shape({
      name: text,
      version: whole,
      updatedAt: { type: 'integer', description: 'Epoch milliseconds.' },
      flow: { type: 'object', additionalProperties: true },
    }),
    404: problem,
  },
}

export const putFlow = {
  operationId: 'putFlow',
  summary: 'Keeps a flow in the database; it answers at once, unless the checks find an error.',
  tags: ['flows'],
  params: byFlow,
  body: { type: 'object', additionalProperties: true, description: 'A flow as docs/flow.schema.json has it.' },
  response: {
    200: shape({ version: whole, findings: listOf(finding) }),
    422: shape({ error: shape({ code: text, message: text, help: text }), findings: listOf(finding) }),
  },
}

export const deleteFlow = {
  operationId: 'deleteFlow',
  summary: 'Takes a flow out of the database; its line answers no more.',
  tags: ['flows'],
  params: byFlow,
  response: { 204: nothing, 404: problem },
}

const message = shape({
  id: text,
  mailbox: text,
  from: { type: 'string', description: 'The caller as the network says: a number, or a word such as anonymous.' },
  callSid: text,
  at: { type: 'integer', description: 'When it was left, epoch milliseconds.' },
  seconds: whole,
  status: { enum: ['saved', 'waiting-for-audio', 'audio-lost'] },
  isHeard: yes,
  isUrgent: { type: 'boolean', description: 'Whether the caller has marked it as urgent.' },
  transcript: {
    anyOf: [text, { type: 'null' }],
    description: 'What was said, as somebody has written it down; null while nobody has.',
  },
})

export const getMessages = {
  operationId: 'getMessages',
  summary: 'Messages: urgent ones that nobody has heard first, then the newest first.',
  tags: ['messages'],
  querystring: shape({ mailbox: text }, ['mailbox']),
  response: { 200: shape({ messages: listOf(message) }) },
}

export const getAudio = {
  operationId: 'getMessageAudio',
  summary: 'The audio of a message, WAV.',
  tags: ['messages'],
  params: byId,
  response: {
    200: {
      description: 'The recording.',
      content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } },
    },
    404: problem,
  },
}

export const postHeard = {
  operationId: 'setMessageHeard',
  summary: 'Marks a message as heard or new.',
  tags: ['messages'],
  params: byId,
  body: shape({ isHeard: yes }),
  response: { 204: nothing, 404: problem },
}

export const deleteMessage = {
  operationId: 'removeMessage',
  summary: 'Takes a message out of its mailbox.',
  tags: ['messages'],
  params: byId,
  response: { 204: nothing, 404: problem },
}

const hoursStep = shape({ flow: text, step: text })
const byHand = {
  isOpen: yes,
  until: {
    type: 'integer',
    minimum: 0,
    description: 'Epoch milliseconds from which the schedule holds again; left out: until somebody decides otherwise.',
  },
} as const

export const getHours = {
  operationId: 'getHours',
  summary: 'What was last decided by hand about opening hours.',
  tags: ['hours'],
  params: hoursStep,
  response: {
    200: shape({
      override: {
        anyOf: [{ type: 'null' }, shape({ isOpen: yes, until: { type: ['integer', 'null'] } })],
      },
    }),
    404: problem,
  },
}

export const putHours = {
  operationId: 'setHours',
  summary: 'Opens or closes by hand, whatever the schedule says.',
  tags: ['hours'],
  params: hoursStep,
  body: shape(byHand, ['until']),
  response: { 204: nothing, 404: problem },
}

export const deleteHours = {
  operationId: 'unsetHours',
  summary: 'Gives the opening hours back to their schedule.',
  tags: ['hours'],
  params: hoursStep,
  response: { 204: nothing, 404: problem },
}

const plays = { enum: ['by-hours', 'standard', 'after-hours'], description: 'Which greeting plays.' } as const
const ofMailbox = shape({ mailbox: text })
const greeting = shape({ mailbox: text, greeting: { enum: ['standard', 'after-hours'] } })

export const getGreetings = {
  operationId: 'getGreetings',
  summary: 'Which greetings somebody has recorded or uploaded for a mailbox, and which plays.',
  tags: ['mailboxes'],
  params: ofMailbox,
  response: { 200: shape({ plays, hasStandard: yes, hasAfterHours: yes }), 404: problem },
}

export const putGreetings = {
  operationId: 'chooseGreeting',
  summary: 'Says which greeting of a mailbox plays.',
  tags: ['mailboxes'],
  params: ofMailbox,
  body: shape({ plays }),
  response: { 204: nothing, 404: problem },
}

export const putGreeting = {
  operationId: 'uploadGreeting',
  summary: 'Uploads a greeting: a WAV or MP3 file of at most 10 MB as the body.',
  tags: ['mailboxes'],
  params: greeting,
  response: { 204: nothing, 404: problem, 415: problem },
}

export const deleteGreeting = {
  operationId: 'removeGreeting',
  summary: 'Gives a greeting back to the definition of its mailbox.',
  tags: ['mailboxes'],
  params: greeting,
  response: { 204: nothing, 404: problem },
}
