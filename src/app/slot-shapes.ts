/** JSON schemas of the routes about free times and the waitlist. */
import { listOf, nothing, orNull, problem, shape, text, whole, yes } from './shape.ts'

const tags = ['campaigns']
const byName = shape({ campaign: text })
const fields = { type: 'object', additionalProperties: true } as const
const notBefore = { ...orNull(whole), description: 'Epoch milliseconds; null for at any time.' } as const

export const putSlots = {
  operationId: 'putSlots',
  summary: 'Takes free times in, new or changed; what is offered or taken stays as it is.',
  tags,
  params: byName,
  body: shape(
    {
      slots: {
        ...listOf(
          shape(
            {
              externalId: {
                type: 'string',
                minLength: 1,
                description: 'What it is called where it comes from; default its moment.',
              },
              at: { type: 'integer', description: 'Epoch milliseconds.' },
              zone: { type: 'string', description: 'IANA.' },
              data: { ...fields, description: 'What is different about it, such as place or with.' },
            },
            ['externalId', 'data'],
          ),
        ),
        maxItems: 1000,
      },
      isFreed: { type: 'boolean', description: 'Whether the waitlist is asked first; default false.' },
    },
    ['isFreed'],
  ),
  response: { 200: shape({ added: whole, changed: whole, same: whole }), 400: problem, 404: problem },
}

export const getSlots = {
  operationId: 'getSlots',
  summary: 'The times of a campaign that are still to come, the next first.',
  tags,
  params: byName,
  querystring: shape(
    {
      after: { type: 'integer', minimum: 0, description: 'So many are passed over; default 0.' },
      limit: { type: 'integer', minimum: 1, maximum: 200, description: 'At most so many; default 200.' },
      state: {
        enum: ['free', 'offered', 'taken'],
        description: 'Only those that stand so; offered: held for somebody now.',
      },
    },
    ['after', 'limit', 'state'],
  ),
  response: {
    200: shape({
      slots: listOf(
        shape({
          id: text,
          externalId: text,
          at: whole,
          zone: text,
          data: fields,
          state: { enum: ['free', 'offered', 'taken'] },
          isWaitlistFirst: yes,
          heldBy: { ...orNull(text), description: 'The reminder it is held for.' },
          heldUntil: orNull(whole),
          takenBy: { ...orNull(text), description: 'The reminder that has it.' },
        }),
      ),
      hasMore: { type: 'boolean', description: 'Whether others follow.' },
    }),
    404: problem,
  },
}

export const postWithdrawSlot = {
  operationId: 'withdrawSlot',
  summary: 'Takes a free time back, so that it is offered to nobody any more.',
  description: 'Answers 409 when somebody has taken it (SLOT_TAKEN), or when it is held for somebody (SLOT_HELD).',
  tags,
  params: byName,
  body: shape(
    {
      externalId: text,
      evenIfHeld: {
        type: 'boolean',
        description: 'Also when it is held for somebody, who hears that it is gone; default false.',
      },
    },
    ['evenIfHeld'],
  ),
  response: { 204: nothing, 404: problem, 409: problem },
}

export const getWaitlist = {
  operationId: 'getWaitlist',
  summary: 'Who waits for an earlier time, in line, and what was offered to whom.',
  tags,
  params: byName,
  response: {
    200: shape({
      people: listOf(
        shape({
          reminderId: text,
          externalId: text,
          name: text,
          appointmentAt: whole,
          appointmentZone: text,
          since: whole,
          notBefore,
          offers: whole,
        }),
      ),
      offers: listOf(
        shape({
          id: text,
          slotId: text,
          reminderId: text,
          state: { enum: ['asking', 'made', 'accepted', 'declined', 'expired', 'unreached', 'withdrawn'] },
          channel: orNull(text),
          at: whole,
          madeAt: orNull(whole),
          until: whole,
        }),
      ),
    }),
    404: problem,
  },
}

export const putWaitlist = {
  operationId: 'setWaitlist',
  summary: 'Puts somebody on the waitlist, or takes him off.',
  tags,
  params: byName,
  body: shape({ externalId: text, waits: yes, notBefore }, ['notBefore']),
  response: { 204: nothing, 404: problem },
}
