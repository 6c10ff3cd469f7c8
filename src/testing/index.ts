/**
 * Phone calls in tests: ring up a flow or any app, and let people hear, press, speak and hang up, in virtual time.
 */
export { hours, minutes, seconds } from '../clock/duration.ts'
export { Callee } from './callee.ts'
export { ExpectationError } from './expectation-error.ts'
export { MailboxUnderTest } from './mailbox-under-test.ts'
export type { ExpectedMessage, Verdict } from './matchers.ts'
export * as matchers from './matchers.ts'
export { Person, type Saying } from './person.ts'
export { closeAllLines, type RingUpOptions, type RungLine, ringUp } from './ring-up.ts'
