import type { Message, Store } from '../store/index.ts'
import { type LineUnderTest, timePasses } from './line-under-test.ts'

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
    await timePasses(this.line, () => undefined)
    return this.#store.messages.list({ mailbox: this.name })
  }
}
