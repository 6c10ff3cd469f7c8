import type { Fact, Question } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'

/** What somebody has decided by hand about the hours of a step. When the database cannot tell, their schedule holds. */
export async function findOverride(store: Store, log: Log, { flow, step }: Question): Promise<Fact> {
  try {
    const override = await store.overrides.find(flow, step)
    return { kind: 'known', value: override === undefined ? null : { isOpen: override.isOpen, until: override.until } }
  } catch (error) {
    log.warn({ flow, step, err: error }, 'whether somebody has opened or closed by hand is unknown; the schedule holds')
    return { kind: 'known', value: null }
  }
}
