/**
 * What a script can do with its call, one line after the other.
 */
import type { Instant } from '../../clock/clock.ts'
import type { Answer } from '../answers/answer.ts'
import type { MenuKey } from '../choice.ts'
import type { Prompt } from '../prompt.ts'
import type { Session } from '../session.ts'
import type { Learned } from '../step-behaviour.ts'
import type { AskOptions } from '../steps/ask.ts'
import type { MenuOptions } from '../steps/menu.ts'
import type { TransferOptions } from '../steps/transfer.ts'
import type { VoicemailOptions } from '../steps/voicemail.ts'

/** What a script is made of: an ordinary function that waits for each answer. */
export type Script<Target extends string = string> = (call: ScriptCall<Target>) => Promise<void>

/** A question of a script: what {@link AskOptions} has, without the ways on. */
export type Question<A extends Answer = Answer> = Omit<AskOptions<never>, 'for' | 'into' | 'then' | 'otherwise'> & {
  readonly for: A
}

/** What a question comes to, by what was asked for. */
export type AnswerTo<A extends Answer> = A extends { readonly answer: 'yes-no' }
  ? boolean
  : A extends { readonly answer: 'money' }
    ? number
    : string

/** The choices of a menu of a script, by key. */
export type Choices = {
  readonly [key in MenuKey]?: { readonly label: string; readonly synonyms?: readonly string[] }
}

/** A menu of a script: its choices have labels, and the key is what comes back. */
export type Choosing<C extends Choices = Choices> = Omit<
  MenuOptions<never>,
  'choices' | 'otherwise' | 'person' | 'back'
> & { readonly choices: C }

/** A transfer of a script. */
export type Transferring = Omit<
  TransferOptions<never>,
  'to' | 'unanswered' | 'busy' | 'noAnswer' | 'failed' | 'declined' | 'afterwards'
>

/** How a transfer of a script ended. */
export type TransferOutcome = 'answered' | 'busy' | 'no-answer' | 'failed' | 'declined' | 'canceled' | 'mixed'

/** What a function that a script runs is lent. */
export interface RunContext {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal
  /** The same whenever this very function is run for this call: hand it to a system that must not do a thing twice. */
  readonly key: string
}

/** How a function of a script is run. */
export interface RunOptions {
  /** Longest time, 1 to 60 seconds, default 8. */
  readonly seconds?: number
}

/**
 * A call, in the hands of a script.
 *
 * Everything that waits for somebody or asks another system is recorded with the session. When the script goes on after an
 * answer, it is played again from its beginning with what was recorded: so it survives a killed process, and any server can
 * take the next turn. Whatever is not the same each time (the clock, chance, another system) has to stand in {@link run}.
 */
export interface ScriptCall<Target extends string = string> {
  readonly callSid: string
  /** As the network says it: E.164, `client:…`, `anonymous`, …; never assume a number. */
  readonly from: string
  readonly to: string
  readonly language: string
  readonly startedAt: Instant
  /** What the call knows: what it knew when it came to the script, and what the script has remembered since. */
  readonly data: Session['data']
  /** Says something, before whatever comes next. */
  say(prompt: Prompt): Promise<void>
  /** Asks for a value; undefined when the attempts are used up. */
  ask<const A extends Answer>(question: Question<A>): Promise<AnswerTo<A> | undefined>
  /** Asks for one key; undefined when the attempts are used up. */
  choose<const C extends Choices>(choosing: Choosing<C>): Promise<`${keyof C & (string | number)}` | undefined>
  /** Connects the caller with somebody, and goes on when they have talked or nobody took it. */
  transfer(to: TransferOptions<never>['to'], options?: Transferring): Promise<TransferOutcome>
  /** Takes a message into a mailbox. */
  voicemail(options: Omit<VoicemailOptions<never>, 'then'>): Promise<void>
  /**
   * Runs a function of yours once and records what it gives, as JSON has it. It may be run again when the process dies
   * before the turn is kept.
   *
   * @param name tells it from the other things the script does
   * @throws {RunFailed} when it throws or takes too long, now and whenever the script is played again
   */
  run<T>(name: string, work: (context: RunContext) => T | Promise<T>, options?: RunOptions): Promise<T>
  /** Writes into the session's data, for later steps; null takes a value out. */
  remember(values: Learned): Promise<void>
  /** Leaves the script for one of its ways. Nothing after it happens. */
  goTo(step: Target): Promise<never>
  /** Says goodbye and ends the call. Nothing after it happens. */
  hangUp(goodbye: Prompt): Promise<never>
}

/** The caller has hung up: thrown by whatever was waiting for him, and by whatever would. `run` still works. */
export class HungUp extends Error {
  override readonly name = 'HungUp'

  constructor() {
    super('The caller has hung up.')
  }
}

/** A function that a script ran has thrown or has taken too long; `reason` is its own words. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed'
  readonly reason: string

  constructor(run: string, reason: string) {
    super(`"${run}" failed: ${reason}`)
    this.reason = reason
  }
}
