import type { Fact, Question, Session } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'

/** The language a caller has chosen another day. When the database cannot tell, he is asked. */
export async function findLanguage(store: Store, log: Log, question: Question, { from }: Session): Promise<Fact> {
  try {
    return { kind: 'known', value: (await store.languages.find(from)) ?? null }
  } catch (error) {
    const { flow, step } = question
    log.warn({ flow, step, err: error }, 'which language the caller has chosen before is unknown; he is asked')
    return { kind: 'known', value: null }
  }
}
