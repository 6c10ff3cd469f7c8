/**
 * Who is at the end of a number that is dialled, in the words of a script: `busy`, `answers: 3s`, `machine: …`.
 *
 * The command line knows the same words: `--party +12025550101=answers:3s`.
 */
import { z } from 'zod'
import type { PartyBehaviour } from '../exchange/index.ts'
import { durationSchema, readDuration } from './duration.ts'
import { amount, flag, oneOf, text } from './values.ts'

/** Every party that needs no further word. */
const PARTIES: Readonly<Record<string, PartyBehaviour>> = {
  answers: { kind: 'answers' },
  busy: { kind: 'busy' },
  'does not answer': { kind: 'no-answer' },
  rings: { kind: 'rings' },
  unreachable: { kind: 'unreachable' },
  machine: { kind: 'machine' },
  fax: { kind: 'fax' },
  silent: { kind: 'silent' },
}

/** The words for parties, as scripts and the command line take them. */
export const partyWords: readonly string[] = Object.keys(PARTIES)

const seconds = durationSchema.transform((duration) => duration / 1000)

const answers = z.strictObject({
  after: seconds.optional(),
  says: text.optional(),
  'hangs up after': seconds.optional(),
})

const machine = z.strictObject({
  after: seconds.optional(),
  greeting: text.optional().describe('What it says, or how long that takes.'),
  beeps: flag.optional(),
})

const worded = oneOf(partyWords).transform((word): PartyBehaviour => PARTIES[word] as PartyBehaviour) // one of the keys

const described = z.union([
  z.strictObject({ answers: z.union([seconds, answers]) }).transform(({ answers }): PartyBehaviour => {
    if (typeof answers === 'number') return { kind: 'answers', afterSeconds: answers }
    return defined({
      kind: 'answers' as const,
      afterSeconds: answers.after,
      says: answers.says,
      hangsUpAfterSeconds: answers['hangs up after'],
    })
  }),
  z.strictObject({ machine }).transform(({ machine: { after, greeting, beeps } }): PartyBehaviour => {
    const greetingLasts = greeting === undefined ? undefined : readDuration(greeting)
    return defined({
      kind: 'machine' as const,
      afterSeconds: after,
      beeps,
      ...(greetingLasts === undefined ? { greeting } : { greetingSeconds: greetingLasts / 1000 }),
    })
  }),
  z.strictObject({ fax: seconds }).transform(({ fax }): PartyBehaviour => ({ kind: 'fax', afterSeconds: fax })),
  z
    .strictObject({ silent: seconds })
    .transform(({ silent }): PartyBehaviour => ({ kind: 'silent', afterSeconds: silent })),
  z
    .strictObject({ refuses: amount(400, 699) })
    .transform(({ refuses }): PartyBehaviour => ({ kind: 'refuses', sipCode: refuses })),
])

/** A party as a script describes it. */
export const partySchema = z.union([worded, described]).describe('Who is at the end of a number.')

/** A party in one text, as on the command line: `busy`, `answers`, `answers:3s`. Undefined for anything else. */
export function readParty(said: string): PartyBehaviour | undefined {
  const [word = '', after] = said.toLowerCase().replaceAll('-', ' ').split(':')
  const party = Object.hasOwn(PARTIES, word) ? PARTIES[word] : undefined
  if (after === undefined || party === undefined) return party
  const lasts = readDuration(after)
  if (lasts === undefined || !('afterSeconds' in party || TAKES_TIME.has(party.kind))) return undefined
  return { ...party, afterSeconds: lasts / 1000 } as PartyBehaviour // of a kind that takes it
}

const TAKES_TIME: ReadonlySet<string> = new Set(['answers', 'machine', 'fax', 'silent'])

/** The object without what is undefined, for types that tell absent from undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> } // what is left is defined
}
