import type { RawBuilder } from 'kysely'
import type { Effect } from '../../flow/index.ts'
import type { FinishedTurn } from '../turns.ts'

/**
 * How one kind of effect is written in the statement that commits turns.
 *
 * All rows of a batch come as one JSON array. Join them with `fresh (call_sid, turn)`: a turn that was committed before
 * changes nothing.
 */
export interface EffectWriter<E extends Effect> {
  /** One row of the JSON array. `call_sid` and `turn` are added. */
  rowOf(effect: E, turn: FinishedTurn): Readonly<Record<string, unknown>>
  /** Common table expressions, separated by commas, that write the rows. Their names begin with the kind. */
  write(rows: RawBuilder<unknown>, table: (name: string) => RawBuilder<unknown>): RawBuilder<unknown>
}
