/**
 * Whether a call may be led to a number: what a transfer has to know before it rings somebody.
 */
import { type Fact, type Json, type LimitsDefinition, lineOf, type Session } from '../flow/index.ts'
import type { Limits } from '../limits/limits.ts'

/** The limits of calls as they are defined, and who keeps count of them. */
export interface CallLimits {
  readonly definition: LimitsDefinition
  readonly gate: Limits
}

/** `true`, `false`, or what a caller hears for whom there is no room. */
export async function findDialling(
  limits: CallLimits | undefined,
  about: Json | undefined,
  { callSid, turn, ...session }: Session,
): Promise<Fact> {
  if (limits === undefined) return { kind: 'known', value: true }
  const { gate, definition } = limits
  const { number = '', hasRoom = false } = (about ?? {}) as { number?: string; hasRoom?: boolean } // asked by our steps
  const line = lineOf({ callSid, turn, ...session })
  const leg = { key: `${callSid}/${turn}/${number}`, line, holder: callSid, turn, legs: 1 }
  if (!hasRoom && !(await gate.takeRoom(leg))) {
    return { kind: 'known', value: { sorry: (definition.outgoing?.sorry ?? null) as Json } } // a prompt is plain data
  }
  return { kind: 'known', value: await gate.countDialled(number, line) }
}
