/**
 * For Vitest: `setupFiles: ['hookswitch/testing/vitest']` adds the matchers and closes every line after its test.
 */
import { afterEach, expect } from 'vitest'
import * as matchers from './matchers.ts'
import { closeAllLines } from './ring-up.ts'

expect.extend({ ...matchers })
afterEach(closeAllLines)

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Lets time pass until the two can talk to each other. */
    toBeTalkingTo(other: import('./person.ts').Person): Promise<void>
    /** Words heard until now, as part of a prompt. */
    toHaveHeard(words: string | RegExp): void
    /** Lets time pass until the call is over, by default `completed`. */
    toHaveEnded(status?: string): Promise<void>
    /** The numbers dialled for this person until now, in order. */
    toHaveDialled(numbers: readonly string[]): void
    /** Lets everything come to rest; then exactly one message is in the mailbox, and it is this one. */
    toHaveReceived(expected?: matchers.ExpectedMessage): Promise<void>
  }
}
