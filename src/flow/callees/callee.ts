/**
 * Callees: whom a transfer may connect the caller with, and how each stands in a Dial.
 */
import { z } from 'zod'
import { client, type DialNoun, number, sip } from '../../twiml/index.ts'
import { numberShape, secondsShape } from '../json-shapes.ts'
import { isSecret, type Secret } from '../secret.ts'

/** Somebody a transfer may ring: a phone number, a browser or app, or a SIP device. */
export type Callee =
  | string
  | Secret
  | { readonly number: string | Secret; readonly ringSeconds?: number }
  | { readonly client: string; readonly ringSeconds?: number }
  | { readonly sip: string | Secret; readonly ringSeconds?: number }

const rung = { ringSeconds: secondsShape }
const calleeShape = z.union([
  numberShape,
  z.strictObject({ number: numberShape, ...rung }),
  z.strictObject({ client: z.string(), ...rung }),
  z.strictObject({ sip: numberShape, ...rung }),
])

/** One callee or a list of them, as JSON has it. */
export const calleesShape = z.union([calleeShape, z.array(calleeShape)])

/** The callees of a transfer as a list. */
export const calleesOf = (to: Callee | readonly Callee[]): readonly Callee[] => (isList(to) ? to : [to])

/** The phone number of a callee as the flow has it; undefined for a browser or a SIP device. */
export function phoneOf(callee: Callee): string | Secret | undefined {
  if (typeof callee === 'string' || isSecret(callee)) return callee
  return 'number' in callee ? callee.number : undefined
}

/** How long this callee is rung, when that is said for him alone. */
export const ringSecondsOf = (callee: Callee): number | undefined =>
  typeof callee === 'object' && 'ringSeconds' in callee ? callee.ringSeconds : undefined

/** The noun of a callee in a Dial, undefined when the environment does not have his secret. */
export function nounOf(
  callee: Callee,
  reveal: (secret: Secret) => string | undefined,
  url?: string,
): DialNoun | undefined {
  const asked = url === undefined ? {} : { url }
  const revealed = (value: string | Secret) => (isSecret(value) ? reveal(value) : value)
  if (typeof callee === 'object' && 'client' in callee) return client(callee.client, asked)
  const isSip = typeof callee === 'object' && 'sip' in callee
  const address = revealed(isSip ? callee.sip : (phoneOf(callee) ?? ''))
  if (!address) return undefined
  return isSip ? sip(address, asked) : number(address, asked)
}

const isList = (to: Callee | readonly Callee[]): to is readonly Callee[] => Array.isArray(to)
