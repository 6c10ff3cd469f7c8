import type { Flow } from './define.ts'
import type { LimitsDefinition } from './limits/define-limits.ts'
import type { Mailbox } from './mailbox/mailbox.ts'
import type { QueueDefinition } from './queues/define-queue.ts'
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

/** Every secret that is needed, each once a kind, by name. */
export function secretNeeds(
  flows: readonly Flow[],
  mailboxes: readonly Mailbox[] = [],
  others: readonly (QueueDefinition | LimitsDefinition)[] = [],
): readonly SecretNeed[] {
  const needs = [
    ...flows.flatMap(({ name, steps }) => [...needsIn(steps, '', `flow "${name}"`)]),
    ...mailboxes.flatMap((mailbox) => [...needsIn(mailbox, '', `mailbox "${mailbox.name}"`)]),
    ...others.flatMap((one) => [...needsIn(one, '', 'name' in one ? `queue "${one.name}"` : 'limits')]),
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
