/**
 * Expectations for runners without `expect.extend`, such as `node:test`.
 */
import { ExpectationError } from './expectation-error.ts'
import type { MailboxUnderTest } from './mailbox-under-test.ts'
import * as matchers from './matchers.ts'
import type { Person } from './person.ts'
import type { OpenLine } from './ring-up.ts'

type Matchers = typeof matchers

/** The matchers that take such a subject, without it: they throw, or reject, when what they say is not so. */
export type Expectations<Subject> = {
  readonly [Name in keyof Matchers as Matchers[Name] extends (subject: infer Taken, ...rest: never[]) => unknown
    ? Subject extends Taken
      ? Name
      : never
    : never]: Matchers[Name] extends (subject: never, ...rest: infer Rest) => infer Verdict
    ? (...rest: Rest) => Verdict extends Promise<unknown> ? Promise<void> : void
    : never
}

/**
 * The same expectations as the matchers for `expect`, as functions: `await expectThat(caller).toBeTalkingTo(sales)`.
 *
 * @throws {ExpectationError} from each of them when what it says is not so
 */
export function expectThat<Subject extends Person | OpenLine | MailboxUnderTest>(
  subject: Subject,
): Expectations<Subject> {
  const expectations = Object.entries(matchers).map(([name, matcher]) => [
    name,
    (...rest: unknown[]) => {
      const verdict = (matcher as (subject: unknown, ...rest: unknown[]) => Outcome)(subject, ...rest) // by the type above
      return verdict instanceof Promise ? verdict.then(enforce) : enforce(verdict)
    },
  ])
  return Object.fromEntries(expectations) as Expectations<Subject>
}

type Outcome = matchers.Verdict | Promise<matchers.Verdict>

function enforce(verdict: matchers.Verdict): void {
  if (!verdict.pass) throw new ExpectationError(verdict.message())
}
