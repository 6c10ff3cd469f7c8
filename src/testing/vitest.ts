/**
 * For Vitest: `setupFiles: ['hookswitch/testing/vitest']` adds the matchers and closes every line after its test; a test
 * that has passed fails when something happened, or is left, that it does not mention.
 */
import { afterEach, expect } from 'vitest'
import * as matchers from './matchers.ts'
import { closeAllLines } from './ring-up.ts'

expect.extend({ ...matchers })
// What a test did not mention is looked for only when all it mentioned was so.
afterEach(({ task }) => closeAllLines(task.result?.state !== 'fail'))

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Lets time pass until the two can talk to each other. */
    toBeTalkingTo(other: import('./person.ts').Person, within?: import('./person.ts').Within): Promise<void>
    /** Words heard until now, as part of a prompt. */
    toHaveHeard(words: string | RegExp): void
    /** Lets time pass until the call is over, by default `completed`. */
    toHaveEnded(status?: string): Promise<void>
    /** The numbers dialled until now, in order: for this person, or on the whole line; `as` is what they were shown. */
    toHaveDialled(numbers: readonly string[], shown?: { readonly as?: string }): void
    /** Exactly these recordings were made until now; without any, exactly one of any length. */
    toHaveRecorded(...expected: readonly matchers.ExpectedRecording[]): void
    /** Exactly these text messages left until now, in order. */
    toHaveSent(...expected: readonly matchers.ExpectedText[]): void
    /** The app was asked at this path until now, with these parameters among others. */
    toHaveAsked(path: string, parameters?: Readonly<Record<string, string>>): void
    /** Lets everything come to rest; then exactly one message is in the mailbox, and it is this one. */
    toHaveReceived(expected?: matchers.ExpectedMessage): Promise<void>
  }
}
