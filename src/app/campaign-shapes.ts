/** JSON schemas of the routes about campaigns and their reminders. */
import { listOf, nothing, orNull, problem, shape, text, whole } from './shape.ts'

const tags = ['campaigns']
const byName = shape({ campaign: text })
const byId = shape({ campaign: text, id: text })
const state = { enum: ['running', 'paused', 'stopped'] } as const
const fields = { type: 'object', additionalProperties: true } as const

const given = {
  externalId: { type: 'string', minLength: 1, description: 'What the appointment is called where it comes from.' },
  number: { type: 'string', description: 'In international form, such as +12025550101.' },
  name: text,
  language: { ...orNull(text), description: 'BCP 47; null for the flow’s own.' },
  zone: { ...orNull(text), description: 'Where the person lives, IANA; null to go by the number.' },
  appointmentAt: { type: 'integer', description: 'Epoch milliseconds.' },
  appointmentZone: { type: 'string', description: 'IANA.' },
  data: { ...fields, description: 'What the flow and the texts want to say besides.' },
} as const

const reminder = shape({
  id: text,
  ...given,
  state: { enum: ['open', 'answered', 'withdrawn'] },
  outcome: orNull(text),
  outcomeAt: orNull(whole),
  isHeldOut: { type: 'boolean', description: 'Not reminded, to compare.' },
})
const attempt = shape({
  id: text,
  channel: text,
  offset: whole,
  tries: whole,
  dueAt: whole,
  notAfter: whole,
  state: { enum: ['planned', 'claimed', 'placed', 'ended', 'cancelled'] },
  outcome: orNull(text),
  reason: orNull(text),
  endedAt: orNull(whole),
})
const learnt = shape({ attemptId: orNull(text), outcome: text, at: whole, source: text, detail: orNull(text) })

export const getCampaigns = {
  operationId: 'getCampaigns',
  summary: 'The campaigns, and whether they run.',
  tags,
  response: {
    200: shape({
      campaigns: listOf(
        shape({ name: text, flow: text, state, reason: orNull(text), spent: { type: 'number' }, underWay: whole }),
      ),
    }),
  },
}

const share = {
  ...orNull({ type: 'number' }),
  description: '0 to 1; null when there is nothing to divide by.',
} as const
const money = { ...orNull({ type: 'number' }), description: 'As estimated; null without spending.' } as const
const compared = shape({
  people: whole,
  confirmed: whole,
  cancelled: whole,
  cancelledInTime: whole,
  rescheduled: whole,
  attended: whole,
  noShow: whole,
  noShowRate: share,
})

export const getMetrics = {
  operationId: 'getCampaignMetrics',
  summary: 'How many people a campaign has reached, what they said, and what that cost.',
  tags,
  params: byName,
  querystring: shape(
    {
      from: { type: 'integer', minimum: 0, description: 'Appointments at that moment or later, epoch milliseconds.' },
      to: { type: 'integer', minimum: 0, description: 'Appointments before that moment, epoch milliseconds.' },
    },
    ['from', 'to'],
  ),
  response: {
    200: shape({
      people: whole,
      attempted: whole,
      reached: whole,
      rightParty: whole,
      confirmed: whole,
      cancelled: whole,
      cancelledInTime: whole,
      rescheduled: whole,
      optedOut: whole,
      wrongNumber: whole,
      reachRate: share,
      rightPartyRate: share,
      confirmationRate: share,
      optOutRate: share,
      wrongNumberRate: share,
      cancelledInTimeRate: share,
      calls: whole,
      messages: whole,
      voicemail: whole,
      voicemailRate: share,
      responses: listOf(
        shape({ channel: text, attempt: whole, made: whole, answered: whole, voicemail: whole, responseRate: share }),
      ),
      skipped: listOf(shape({ reason: text, count: whole })),
      slots: {
        ...shape({ freed: whole, refilled: whole, refillRate: share, offered: whole, accepted: whole, waiting: whole }),
        description: 'Times that people have left, and what became of them.',
      },
      timeToResponse: {
        ...orNull(whole),
        description: 'Milliseconds from the first call or message to the first answer, the median.',
      },
      cost: money,
      costPerConfirmed: money,
      comparison: shape({ reminded: compared, heldOut: compared }),
    }),
    404: problem,
  },
}

export const getOutcomesCalendar = {
  operationId: 'getOutcomesCalendar',
  summary: 'What came of it as a calendar to subscribe to: appointments of the last 30 days and all to come.',
  tags,
  params: byName,
  response: {
    200: {
      description: 'A calendar, ICS.',
      content: { 'text/calendar': { schema: { type: 'string' } } },
    },
    404: problem,
  },
}

export const putAttendance = {
  operationId: 'setAttendance',
  summary: 'Writes down whether somebody came to his appointment.',
  tags,
  params: byName,
  body: shape({ externalId: text, hasCome: { type: 'boolean' } }),
  response: { 204: nothing, 404: problem },
}

export const putState = {
  operationId: 'setCampaignState',
  summary: 'Pauses a campaign, lets it go on, or stops it for good.',
  tags,
  params: byName,
  body: shape({ state, reason: text }, ['reason']),
  response: { 204: nothing, 404: problem, 409: problem },
}

export const getReminders = {
  operationId: 'getReminders',
  summary: 'The reminders of a campaign, the next appointment first.',
  tags,
  params: byName,
  querystring: shape(
    {
      after: {
        type: 'string',
        pattern: '^\\d{1,15}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        description: 'What `next` of the page before says; default: from the beginning.',
      },
      limit: { type: 'integer', minimum: 1, maximum: 200, description: 'At most so many; default 200.' },
      from: { type: 'integer', minimum: 0, description: 'Appointments at that moment or later, epoch milliseconds.' },
      outcome: {
        type: 'string',
        description: 'Only those with this outcome, or `none` for those of whom nothing is known.',
      },
    },
    ['after', 'limit', 'from', 'outcome'],
  ),
  response: {
    200: shape({
      reminders: listOf(reminder),
      next: {
        ...orNull(text),
        description: 'What to give as `after` for the page that follows; null when there is none.',
      },
    }),
    404: problem,
  },
}

export const getReminder = {
  operationId: 'getReminder',
  summary: 'One reminder with its attempts and all that was learnt.',
  tags,
  params: byId,
  response: { 200: shape({ reminder, attempts: listOf(attempt), outcomes: listOf(learnt) }), 404: problem },
}

export const putReminder = {
  operationId: 'putReminder',
  summary: 'Takes a reminder in, new or changed, and plans it.',
  tags,
  params: byName,
  body: shape(
    {
      ...given,
      waitlist: {
        ...orNull(shape({ notBefore: orNull(whole) })),
        description: 'Whether an earlier time is wanted, and from when on; null: not any more. Left out: as it is.',
      },
    },
    ['language', 'zone', 'data', 'waitlist'],
  ),
  response: {
    200: shape({ id: text, change: { enum: ['new', 'changed', 'same'] } }),
    400: problem,
    404: problem,
  },
}

const appointment = {
  type: 'object',
  additionalProperties: true,
  description:
    'externalId, number, name, language, zone, appointmentAt (ISO 8601 or epoch milliseconds), appointmentZone, data, waitlist (true, false, or { notBefore }); or externalId and a status that begins with cancel, delete or void.',
} as const

export const postAppointments = {
  operationId: 'postAppointments',
  summary: 'Takes appointments in as another system posts them, one or up to 1000; each is judged by itself.',
  tags,
  params: byName,
  querystring: shape(
    {
      region: {
        type: 'string',
        pattern: '^[A-Z]{2}$',
        description: 'Where numbers without a country code belong; default US.',
      },
      zone: { type: 'string', description: 'Where times without an offset are told, IANA; default UTC.' },
    },
    ['region', 'zone'],
  ),
  body: {
    anyOf: [
      { type: 'array', maxItems: 1000, items: {} },
      shape(
        {
          appointments: { type: 'array', maxItems: 1000, items: {} },
          consent: shape({ source: { type: 'string', minLength: 1 }, wording: { type: 'string', minLength: 1 } }),
        },
        ['consent'],
      ),
      { ...appointment, not: { required: ['appointments'] } },
    ],
  },
  response: {
    200: shape({
      added: whole,
      changed: whole,
      same: whole,
      withdrawn: whole,
      unusable: whole,
      appointments: listOf(
        shape({
          index: whole,
          externalId: orNull(text),
          result: { enum: ['new', 'changed', 'same', 'withdrawn', 'unusable'] },
          reason: orNull(text),
        }),
      ),
    }),
    400: problem,
    404: problem,
  },
}

export const postWithdraw = {
  operationId: 'withdrawReminder',
  summary: 'Says that an appointment is gone; nothing is made for it any more.',
  tags,
  params: byName,
  body: shape({ externalId: text }),
  response: { 204: nothing, 404: problem },
}

export const postOutcome = {
  operationId: 'addOutcome',
  summary: 'Writes down what somebody has said to your staff.',
  tags,
  params: byId,
  body: shape(
    {
      outcome: {
        enum: [
          'confirmed',
          'cancel-requested',
          'cancelled',
          'reschedule-requested',
          'rescheduled',
          'callback-requested',
          'wrong-number',
        ],
      },
      by: text,
      detail: text,
    },
    ['detail'],
  ),
  response: { 204: nothing, 404: problem },
}
