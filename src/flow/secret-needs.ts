import type { Flow } from './define.ts'
import type { Mailbox } from './mailbox/mailbox.ts'
import { isSecret } from './secret.ts'

/** What a secret has to hold: a phone number in international form, 4 to 10 digits, or any text. */
export type SecretKind = 'phone-number' | 'pin' | 'text'

/** A secret that flows or mailboxes need, and for what. */
export interface SecretNeed {
  readonly name: string
  readonly kind: SecretKind
  /** For people: `flow "acme"`, `mailbox "front-desk"`. */
  readonly neededBy: string
}

/** Where a secret stands says what it holds; everywhere else it is a phone number. */
const KIND_BY_PLACE: Readonly<Record<string, SecretKind>> = {
  pin: 'pin',
  url: 'text',
  token: 'text',
  secret: 'text',
  sip: 'text',
  holidayFeed: 'text',
}

/** Something that is exported beside flows: a queue, limits, a campaign. */
interface Other {
  /** Ends in `-definition`. */
  readonly kind: string
  readonly name?: string
}

const nameOf = ({ kind, name }: Other): string => {
  const what = kind.replace(/-definition$/, '')
  return name === undefined ? what : `${what} "${name}"`
}

/** Every secret that is needed, each once a kind, by name. */
export function secretNeeds(
  flows: readonly Flow[],
  mailboxes: readonly Mailbox[] = [],
  others: readonly Other[] = [],
): readonly SecretNeed[] {
  const needs = [
    ...flows.flatMap(({ name, steps }) => [...needsIn(steps, '', `flow "${name}"`)]),
    ...mailboxes.flatMap((mailbox) => [...needsIn(mailbox, '', `mailbox "${mailbox.name}"`)]),
    ...others.flatMap((one) => [...needsIn(one, '', nameOf(one))]),
  ]
  const byNameAndKind = new Map(needs.toReversed().map((need) => [`${need.name} ${need.kind}`, need]))
  return [...byNameAndKind.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function* needsIn(value: unknown, place: string, neededBy: string): Iterable<SecretNeed> {
  if (isSecret(value)) yield { name: value.secret, kind: KIND_BY_PLACE[place] ?? 'phone-number', neededBy }
  else if (Array.isArray(value)) for (const part of value) yield* needsIn(part, place, neededBy)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) yield* needsIn(part, key, neededBy)
  }
}
