/** JSON schemas of the exchange's own HTTP API; OpenAPI is made of them. */

const text = { type: 'string' } as const
const instant = { type: 'integer', description: 'Milliseconds since 1970-01-01T00:00:00Z.' } as const
const callSid = { type: 'string', description: 'CA and 32 hex digits.' } as const

const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const

export const callSchema = {
  type: 'object',
  required: ['callSid', 'direction', 'from', 'to', 'status', 'startedAt', 'awaiting'],
  properties: {
    callSid,
    direction: { type: 'string', enum: ['inbound', 'outbound-api', 'outbound-dial'] },
    from: text,
    to: text,
    status: { type: 'string', enum: callStatuses },
    parentCallSid: { ...callSid, description: 'The call whose Dial made this one.' },
    startedAt: instant,
    answeredAt: instant,
    endedAt: instant,
    awaiting: {
      type: ['string', 'null'],
      enum: ['answer', 'keys', 'speech', 'keys-or-speech', 'recording', null],
      description: 'What the network waits for from this person.',
    },
  },
} as const

export const callsSchema = {
  type: 'object',
  required: ['calls'],
  properties: { calls: { type: 'array', items: callSchema } },
} as const

export const messageSchema = {
  type: 'object',
  required: ['messageSid', 'direction', 'from', 'to', 'body', 'media', 'status', 'createdAt'],
  properties: {
    messageSid: { type: 'string', description: 'SM or MM and 32 hex digits.' },
    direction: { type: 'string', enum: ['inbound', 'outbound-api', 'outbound-reply', 'outbound-call'] },
    from: text,
    to: text,
    body: text,
    media: {
      type: 'array',
      items: { type: 'object', required: ['url', 'contentType'], properties: { url: text, contentType: text } },
    },
    status: {
      type: 'string',
      enum: [
        'accepted',
        'scheduled',
        'canceled',
        'queued',
        'sent',
        'delivered',
        'undelivered',
        'failed',
        'read',
        'received',
      ],
    },
    errorCode: { type: 'integer', description: "Of the network's error dictionary." },
    createdAt: instant,
    sentAt: instant,
  },
} as const

export const messagesSchema = {
  type: 'object',
  required: ['messages'],
  properties: { messages: { type: 'array', items: messageSchema } },
} as const

export const linesSchema = {
  type: 'object',
  required: ['lines'],
  properties: {
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['number'],
        properties: { number: text, name: text, voiceUrl: text },
      },
    },
  },
} as const

export const journalSchema = {
  type: 'object',
  required: ['events'],
  properties: {
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sequence', 'at', 'kind'],
        properties: { sequence: { type: 'integer' }, at: instant, kind: text },
        additionalProperties: true,
      },
    },
  },
} as const

export const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'help'],
      properties: { code: text, message: text, help: text },
    },
  },
} as const

export const noContent = { type: 'null', description: 'Done.' } as const

export const callParams = { type: 'object', required: ['callSid'], properties: { callSid } } as const

export const recordingParams = {
  type: 'object',
  required: ['recordingSid'],
  properties: { recordingSid: { type: 'string', description: 'RE and 32 hex digits.' } },
} as const

export const sinceQuery = {
  type: 'object',
  properties: {
    since: { type: 'integer', minimum: 0, default: 0, description: 'Events after this sequence number.' },
  },
} as const

const body = <Properties extends object, Required extends readonly (keyof Properties)[]>(
  properties: Properties,
  required: Required,
) => ({ type: 'object', additionalProperties: false, required, properties }) as const

export const bodies = {
  placeCall: body({ to: { ...text, minLength: 1, maxLength: 64 }, from: { ...text, minLength: 1, maxLength: 64 } }, [
    'to',
  ]),
  sendMessage: body(
    {
      to: { ...text, minLength: 1, maxLength: 64 },
      from: { ...text, minLength: 1, maxLength: 64 },
      body: { ...text, maxLength: 1600 },
      mediaUrls: { type: 'array', items: text, maxItems: 10 },
      channel: { type: 'string', enum: ['sms', 'whatsapp'] },
    },
    ['to'],
  ),
  oneTimePassword: body({ mobile: { ...text, minLength: 1, maxLength: 64 } }, ['mobile']),
  keys: body({ keys: { type: 'string', pattern: '^[0-9*#A-D]{1,64}$' } }, ['keys']),
  speech: body(
    {
      text: { type: 'string', minLength: 1, maxLength: 4000 },
      seconds: { type: 'number', minimum: 0, maximum: 600 },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
    },
    ['text'],
  ),
  speaking: body({ isSpeaking: { type: 'boolean' } }, ['isSpeaking']),
  weather: body(
    {
      duplicate: { type: 'number', minimum: 0, maximum: 1, description: 'The share of callbacks that come twice.' },
      drop: { type: 'number', minimum: 0, maximum: 1, description: 'The share of callbacks that never come.' },
      delayMs: {
        type: 'array',
        items: { type: 'integer', minimum: 0 },
        minItems: 2,
        maxItems: 2,
        description: 'Shortest and longest delay, in milliseconds of call time.',
      },
      reorder: { type: 'boolean', description: 'Whether late callbacks may be overtaken by later ones of their call.' },
      seed: { type: 'integer', description: 'The same seed and the same calls meet the same fate.' },
    },
    [],
  ),
  answer: body({ as: { type: 'string', enum: ['person', 'busy', 'declined', 'ignored', 'voicemail'] } }, ['as']),
} as const
