/** JSON schemas of the routes about people who are reached, and who are not. */
import { listOf, nothing, orNull, problem, shape, text, whole, yes } from './shape.ts'

const number = { type: 'string', description: 'In international form, such as +12025550101.' } as const
const reasons = listOf({
  type: 'object',
  additionalProperties: true,
  required: ['kind'],
  properties: { kind: text },
} as const)

const refusal = shape({ number: text, channel: text, purpose: text, at: whole, reasons, about: text })
const stop = shape({
  number: text,
  scope: text,
  since: whole,
  source: text,
  by: orNull(text),
  evidence: orNull(text),
  wording: orNull(text),
  lifted: orNull(shape({ at: whole, source: text, by: orNull(text), evidence: orNull(text) })),
})
const written = shape({
  sid: text,
  channel: text,
  from: text,
  to: text,
  text,
  files: whole,
  at: whole,
  meaning: { type: 'string', description: 'stop, start, help, words, or what a campaign read in it.' },
  answer: text,
})
const sent = shape({
  id: text,
  key: text,
  channel: text,
  purpose: text,
  to: text,
  from: text,
  state: { enum: ['claimed', 'asked', 'placed', 'ended', 'failed', 'refused'] },
  status: orNull(text),
  errorCode: orNull(whole),
  reason: orNull(text),
  at: whole,
  endedAt: orNull(whole),
})
const sender = shape(
  {
    number: { type: 'string', description: 'A number, a short code, or the SID of a messaging service.' },
    registration: { enum: ['registered', 'unregistered', 'unknown'] },
    perSecond: { ...orNull({ type: 'number', exclusiveMinimum: 0 }), description: 'Segments or messages in a second.' },
    dailySegments: {
      ...orNull({ type: 'integer', minimum: 1 }),
      description: 'Segments in a day that ends at midnight Pacific; what is more waits for the next.',
    },
    brand: { ...orNull(text), description: 'What all senders share that have one daily limit.' },
  },
  ['dailySegments', 'brand'],
)

const tags = ['people']

export const getRefusals = {
  operationId: 'getRefusals',
  summary: 'Whom we did not reach because we may not, newest first.',
  tags,
  response: { 200: shape({ refusals: listOf(refusal) }) },
}

export const getSuppressions = {
  operationId: 'getSuppressions',
  summary: 'Who has said stop, oldest first.',
  tags,
  querystring: shape({ after: { type: 'integer', minimum: 0 } }, ['after']),
  response: { 200: shape({ suppressions: listOf(stop) }) },
}

export const postPerson = {
  operationId: 'findPerson',
  summary: 'All that is known of one number.',
  tags,
  body: shape({ number }),
  response: {
    200: shape({
      isStopped: yes,
      isOnDoNotCall: yes,
      stops: listOf(stop),
      consents: listOf(shape({ channel: text, purpose: text, kind: text, at: whole, source: text, wording: text })),
      refusals: listOf(refusal),
      written: listOf(written),
      sent: listOf(sent),
    }),
    400: problem,
  },
}

export const postStop = {
  operationId: 'stopPerson',
  summary: 'Writes down that somebody wants no more calls and messages.',
  tags,
  body: shape({ number, wording: text, by: text }, ['wording', 'by']),
  response: { 204: nothing, 400: problem },
}

export const postAllow = {
  operationId: 'allowPerson',
  summary: 'Writes down that somebody may be reached again.',
  tags,
  body: shape({ number, by: text }, ['by']),
  response: { 204: nothing, 400: problem },
}

export const postConsent = {
  operationId: 'agreePerson',
  summary: 'Writes down what somebody has agreed to.',
  tags,
  body: shape(
    {
      number,
      channel: { enum: ['call', 'sms', 'whatsapp', 'any'] },
      purpose: { enum: ['conversational', 'requested', 'staff', 'reminder', 'marketing', 'any'] },
      kind: { enum: ['express', 'written'] },
      source: text,
      wording: text,
      at: whole,
    },
    ['at'],
  ),
  response: { 204: nothing, 400: problem },
}

export const getTexts = {
  operationId: 'getTexts',
  summary: 'What people have written to us, newest first.',
  tags,
  response: { 200: shape({ texts: listOf(written) }) },
}

export const getOutbox = {
  operationId: 'getOutbox',
  summary: 'Calls and messages that left, or are to, newest first.',
  tags,
  response: { 200: shape({ outbox: listOf(sent) }) },
}

export const getSenders = {
  operationId: 'getSenders',
  summary: 'Senders of ours as carriers know them, as far as somebody has written it down.',
  tags,
  response: { 200: shape({ senders: listOf(sender) }) },
}

export const putSender = {
  operationId: 'setSender',
  summary: 'Writes down whether carriers have registered a sender, and how fast its campaign may send.',
  tags,
  body: sender,
  response: { 204: nothing },
}
