/**
 * The language of call scripts: every word, what it takes, and which words go with it. The JSON Schema for editors is made
 * from this and nothing else.
 */
import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { partySchema } from './party.ts'
import { address, amount, oneOf, text } from './values.ts'

/** Words to be heard: part of a prompt, or a pattern between slashes. */
const words = text
  .transform((value, context): string | RegExp => {
    const [, pattern, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(value) ?? []
    if (pattern === undefined) return value
    try {
      return new RegExp(pattern, flags)
    } catch {
      context.addIssue('This pattern cannot be read. Between slashes stands a regular expression.')
      return z.NEVER
    }
  })
  .describe(
    'Part of what is spoken; case and white space do not matter. A pattern stands between slashes: /order \\d+/.',
  )

const keys = text
  .refine((value) => /^[0-9*#A-Da-d]+$/.test(value), {
    error: 'A phone has the keys 0-9, *, # and A-D. Put * and # in quotes, for YAML reads them otherwise.',
  })
  .transform((value) => value.toUpperCase())
  .describe('Keys of a phone; * and # in quotes.')

/** A word that needs nothing after its colon, and no colon. */
const nothing = z.null()

const within = durationSchema.optional().describe('The longest time from the end of the step before.')
const person = address
  .optional()
  .describe('Whose step it is, when it is not that of the caller: a number that was dialled.')

const FINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const

const message = z.strictObject({ to: address.optional(), from: address.optional(), body: words.optional() })

const recording = z.strictObject({ seconds: amount(0, 86_400).optional(), source: text.optional() })

/** What each word takes. */
export const stepSchemas = {
  hears: z
    .strictObject({ hears: words, within, person })
    .describe('Time passes until these words have been spoken to the end.'),
  'does not hear': z
    .strictObject({ 'does not hear': words, within, person })
    .describe('These words were not heard in this call until now; with within, nor in the time that then passes.'),
  presses: z.strictObject({ presses: keys, person }).describe('Presses keys now, or after what is being said.'),
  says: z
    .strictObject({ says: text, seconds: amount(0, 600).optional(), confidence: amount(0, 1).optional(), person })
    .describe('Speaks as soon as somebody listens: the app, a recording, the other party.'),
  'stays silent': z.strictObject({ 'stays silent': durationSchema }).describe('Time passes, and nobody does anything.'),
  'hangs up': z.strictObject({ 'hangs up': nothing, person }).describe('Hangs up now, or after what is being said.'),
  dials: z
    .strictObject({
      dials: z.union([address, z.array(address).min(1)]),
      as: address.optional().describe('The caller id that is shown.'),
      who: partySchema.optional(),
      within,
    })
    .describe('Time passes until the app has dialled this number, or these in order, and no other before.'),
  'talks to': z.strictObject({ 'talks to': address, within }).describe('Time passes until the two can talk.'),
  'reaches a person': z
    .strictObject({ 'reaches a person': nothing, within })
    .describe('Time passes until the caller can talk to anybody who is no machine.'),
  recorded: z
    .strictObject({
      recorded: z.union([
        nothing,
        durationSchema.transform((lasts): z.output<typeof recording> => ({ seconds: lasts / 1000 })),
        recording,
      ]),
      within,
    })
    .describe('Time passes until one more recording is over.'),
  messages: z
    .strictObject({ messages: z.union([message, z.array(message).min(1)]), within })
    .describe('Time passes until the app has sent these text messages, in order.'),
  requests: z
    .strictObject({
      requests: text.refine((value) => value.startsWith('/'), { error: 'A path begins with a slash: /voice/menu.' }),
      method: oneOf(['GET', 'POST']).optional(),
      parameters: z.record(z.string(), text).optional(),
      within,
    })
    .describe('Time passes until the app has been asked at this path, with these parameters among others.'),
  ended: z
    .strictObject({ ended: z.union([nothing, oneOf(FINAL)]), within, person })
    .describe('Time passes until the call is over; completed unless another status stands here.'),
} as const

/** The word a step begins with. */
export type Word = keyof typeof stepSchemas

/** A step as it was read. */
export type StepOf<W extends Word> = z.output<(typeof stepSchemas)[W]>

/** Every word. */
export const stepWords: readonly Word[] = Object.keys(stepSchemas) as Word[] // its own keys

/** Words that need nothing after them, and may stand without a colon. */
export const bareWords: readonly Word[] = ['hangs up', 'reaches a person', 'recorded', 'ended']

const parties = z.record(z.string(), partySchema).describe('Who is at the end of which number.')

const moment = text
  .transform((value, context) => {
    const at = /T\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
    if (!Number.isNaN(at)) return at
    context.addIssue(`"${value}" is not a moment with its offset from UTC. Write 2026-11-23T08:59:00-05:00.`)
    return z.NEVER
  })
  .describe('When the call begins, with its offset from UTC: 2026-11-23T08:59:00-05:00.')

const trigger = z
  .strictObject({
    post: text.optional(),
    get: text.optional(),
    form: z.record(z.string(), text).optional(),
    json: z.unknown().optional(),
    headers: z.record(z.string(), text).optional(),
  })
  .refine(({ post, get }) => (post === undefined) !== (get === undefined), {
    error: 'Name one address, by post or by get.',
  })
  .describe('What makes the app call: a request to it. Addresses may be relative to that of the app.')

const outbound = z.strictObject({
  trigger,
  to: address.optional().describe('Whom the app calls; needed when it calls several.'),
  within: durationSchema.optional().describe('How long the app may take, in real time; default 10s.'),
})

/** A call without its steps. */
export const callSchema = z.strictObject({
  name: text.describe('What this call is about.'),
  from: address.optional().describe('Who calls; default +12025550199.'),
  line: address.optional(),
  at: moment.optional(),
  parties: parties.optional(),
  unexpected: oneOf(['fails', 'passes'])
    .optional()
    .describe('Whether an unexpected dial or message, or anything left over, fails the call.'),
  'when the app calls': outbound
    .optional()
    .describe('The app places the call, and the steps are those of whom it calls.'),
  steps: z.array(z.unknown()).min(1, { error: 'A call needs at least one step.' }),
})

const app = z.strictObject({
  url: text.refine(isHttpUrl, { error: 'This is not a voice URL. Write it in full: http://localhost:5000/voice.' }),
  start: text.optional().describe('A command that starts the app; it is stopped at the end.'),
  ready: text.optional().describe('A path that answers once the app is ready; default: any answer at all.'),
  'ready within': durationSchema.optional().describe('How long starting may take; default 30s.'),
  environment: z.record(z.string(), text).optional().describe('Further variables for the app that is started.'),
  token: text.optional().describe('What webhooks are signed with; better in TWILIO_AUTH_TOKEN.'),
  fallback: text.optional(),
  'status callback': text.optional(),
})

/** A script without the steps of its calls. */
export const scriptSchema = z.strictObject({
  app: z.union([
    text
      .refine(isHttpUrl, { error: 'This is not a voice URL. Write it in full: http://localhost:5000/voice.' })
      .transform((url): z.output<typeof app> => ({ url })),
    app,
  ]),
  line: address.optional().describe('The number that is called; default +12025550100.'),
  from: address.optional().describe('Who calls; default +12025550199.'),
  at: moment.optional(),
  parties: parties.optional(),
  verified: z.array(address).optional().describe('Numbers the app may show besides its line.'),
  port: amount(1, 65_535)
    .optional()
    .describe('Where the network serves its API, for an app that runs already; default any.'),
  unexpected: oneOf(['fails', 'passes']).optional(),
  calls: z.array(callSchema).min(1, { error: 'A script needs at least one call.' }),
})

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value)
}
