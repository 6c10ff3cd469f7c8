/**
 * Phone calls in tests: ring up a flow or any app, and let people hear, press, speak and hang up, in virtual time.
 */
export { hours, minutes, seconds } from '../clock/duration.ts'
export { Callee } from './callee.ts'
export { type Expectations, expectThat } from './expect-that.ts'
export { ExpectationError } from './expectation-error.ts'
export { MailboxUnderTest } from './mailbox-under-test.ts'
export type { ExpectedMessage, ExpectedRecording, ExpectedText, Verdict } from './matchers.ts'
export * as matchers from './matchers.ts'
export { Person, type Saying, type Within } from './person.ts'
export type { Shares } from './population.ts'
export type { Reaction } from './reactions.ts'
export { closeAllLines, type OpenLine, openLine, type RingUpOptions, type RungLine, ringUp } from './ring-up.ts'
