/**
 * What a step has to know that neither the session nor the event tells: asked of the world between two tries of a turn.
 *
 * A turn stays pure: it says what it needs, whoever drives it finds out, and the same turn is taken again with the answer.
 */
import type { Json, Session } from './session.ts'

/** One thing to find out. Equal questions of a turn are asked once. */
export interface Question {
  /** What kind of thing; who answers is chosen by it. */
  readonly kind: string
  readonly flow: string
  readonly step: string
  /** Anything that makes two questions of the same step different. */
  readonly about?: Json
}

/** What is known of a question: the answer, or that it takes longer and the caller should hear something meanwhile. */
export type Fact = { readonly kind: 'known'; readonly value: Json } | { readonly kind: 'later' }

/** What tells a question from others. */
export const keyOf = ({ kind, flow, step, about = null }: Question): string => JSON.stringify([kind, flow, step, about])

/** Thrown by a step's context, and caught by whoever takes the turn: this is not known yet. */
export class Unanswered extends Error {
  readonly question: Question
  /** What the call knew when it came to the step, with what it has learned in this very turn. */
  readonly session: Session

  constructor(question: Question, session: Session) {
    super(`The turn needs to know about ${question.kind} in step "${question.step}".`)
    this.question = question
    this.session = session
  }
}
