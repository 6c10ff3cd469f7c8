/** Somebody who may be dialled in a test. */
import type { Call } from '../exchange/index.ts'
import { fail, type LineUnderTest, timePasses } from './line-under-test.ts'
import { Person, type Within } from './person.ts'

/** A phone that rings when the app dials its number. Until told otherwise it rings and nobody picks up. */
export class Callee extends Person {
  readonly number: string

  constructor(line: LineUnderTest, number: string, name: string) {
    super(line, name, () => latestCallTo(line, number))
    this.number = number
    line.expected.add(number)
  }

  /** Picks up: after so many seconds when it rings later, at once when it rings now. */
  answers({ afterSeconds = 2 }: { readonly afterSeconds?: number } = {}): void {
    this.line.exchange.setParty(this.number, { kind: 'answers', afterSeconds })
    this.#ringing()?.answer()
  }

  /** Is on the phone already. */
  isBusy(): void {
    this.line.exchange.setParty(this.number, { kind: 'busy' })
    this.#ringing()?.beBusy()
  }

  /** Lets it ring. */
  doesNotAnswer(): void {
    this.line.exchange.setParty(this.number, { kind: 'no-answer' })
  }

  /** Presses the red button. */
  declines(): void {
    this.#ringing()?.decline()
  }

  /** Picks up and says nothing. */
  staysSilentOnAnswer({ afterSeconds = 2 }: { readonly afterSeconds?: number } = {}): void {
    this.line.exchange.setParty(this.number, { kind: 'silent', afterSeconds })
    this.#ringing()?.answer()
  }

  /** The network finds no way to the number. */
  cannotBeReached(): void {
    this.line.exchange.setParty(this.number, { kind: 'unreachable' })
  }

  /** A machine picks up, speaks its greeting and beeps. */
  isMachine(
    how: { readonly greeting?: string; readonly greetingSeconds?: number; readonly beeps?: boolean } = {},
  ): void {
    this.line.exchange.setParty(this.number, { kind: 'machine', ...how })
    this.#ringing()?.takeByMachine()
  }

  /**
   * Waits until this phone rings.
   *
   * @throws {ExpectationError} when it never does
   */
  async rings({ within }: Within = {}): Promise<void> {
    const call = await timePasses(this.line, () => this.#ringing(), within)
    if (call === undefined) fail(this.line, `${this.name} rings`, `nobody dialled ${this.number}`)
  }

  #ringing(): Call | undefined {
    return this.call?.status === 'ringing' ? this.call : undefined
  }
}

function latestCallTo({ exchange }: LineUnderTest, number: string): Call | undefined {
  return exchange.calls.findLast((call) => call.to === number && call.snapshot().direction !== 'inbound')
}
