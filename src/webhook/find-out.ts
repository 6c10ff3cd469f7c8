/**
 * Who answers what a turn has to know: one function for each kind of question.
 */
import type { Fact, Question, Session } from '../flow/index.ts'

/** Answers one kind of question; never throws, because a caller waits for it. */
export type Answerer = (question: Question, session: Session) => Promise<Fact>

/**
 * Passes each question on to who can answer it.
 *
 * @throws {TypeError} for a kind that nobody answers, which is a mistake of whoever added a step
 */
export function createFindOut(answerers: Readonly<Record<string, Answerer>>): Answerer {
  return async (question, session) => {
    const answerer = Object.hasOwn(answerers, question.kind) ? answerers[question.kind] : undefined
    if (answerer === undefined) throw new TypeError(`Nobody answers questions about ${question.kind}.`)
    return answerer(question, session)
  }
}
