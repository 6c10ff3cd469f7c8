import type { Fact, Json, Question } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'

/** When each callee of a transfer has last talked. When the database cannot tell, they are rung as they stand. */
export async function findIdleness(store: Store, log: Log, { flow, step }: Question): Promise<Fact> {
  try {
    return { kind: 'known', value: (await store.callees.talkedAt(flow, step)) as Json }
  } catch (error) {
    log.warn({ flow, step, err: error }, 'which callee is idle longest is unknown; they are rung as they stand')
    return { kind: 'known', value: {} }
  }
}
