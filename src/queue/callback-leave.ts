/**
 * Whether somebody who asked to be called back may be called at this very moment: asked just before an agent's leg dials
 * him. The answer is `true`, `false`, or `{ until }` for a no that ends by itself.
 */
import { type Fact, lineOf, type Question, type Session } from '../flow/index.ts'
import type { Outbound } from '../outbound/outbound.ts'

/** Answers questions of the kind `callback-leave`. A no is kept, as all are. */
export function createCallbackLeave({ gate }: Pick<Outbound, 'gate'>) {
  return async ({ about }: Question, session: Session): Promise<Fact> => {
    const to = typeof about === 'object' && about !== null && 'number' in about ? String(about.number) : ''
    const key = `callback-leave/${session.callSid}`
    const leave = await gate.ask({ to, from: lineOf(session), channel: 'call', purpose: 'requested', about: key })
    if (leave.kind === 'allowed') return { kind: 'known', value: true }
    return { kind: 'known', value: leave.until === undefined ? false : { until: leave.until } }
  }
}
