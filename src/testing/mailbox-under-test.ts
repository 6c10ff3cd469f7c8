import type { Message, Store } from '../store/index.ts'
import { comesToRest, type LineUnderTest } from './line-under-test.ts'

/** A mailbox as a test looks into it. */
export class MailboxUnderTest {
  readonly line: LineUnderTest
  readonly name: string
  readonly #store: Store

  constructor(line: LineUnderTest, name: string, store: Store) {
    this.line = line
    this.name = name
    this.#store = store
  }

  /** Its messages, newest first, after everything under way has come to rest. */
  async messages(): Promise<readonly Message[]> {
    await comesToRest(this.line)
    return this.#store.messages.list({ mailbox: this.name })
  }
}
