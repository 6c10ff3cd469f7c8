/**
 * Callees: when those of a transfer have last talked with a caller.
 */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

export interface Callees {
  /** When each callee of a step has last talked, by his place; who never has is not in it. */
  talkedAt(flow: string, step: string): Promise<Readonly<Record<number, Instant>>>
}

/** The callees of a database; they are written by the effect `callee-talked`. */
export function createCallees({ db }: OpenDatabase): Callees {
  return {
    async talkedAt(flow, step) {
      const found = db.selectFrom('callees').select(['place', 'talked_at']).where('flow', '=', flow)
      const rows = await found.where('step', '=', step).execute()
      return Object.fromEntries(rows.map((row) => [row.place, row.talked_at]))
    },
  }
}
