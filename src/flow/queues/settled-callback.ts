/** What an agent hears whose callback has been settled before he picked up. */
import { hangup, type Verb } from '../../twiml/index.ts'
import type { Flow } from '../define.ts'
import { speak } from '../prompt.ts'
import { type Arrival, newSession } from '../session.ts'
import { queueWords } from './words.ts'

/** The whole document: a word why, and the end. */
export function settledCallback(flow: Flow, arrival: Arrival): readonly Verb[] {
  const session = newSession(flow.name, flow.start, flow.language, arrival)
  return [...speak(queueWords(flow.language).takenCareOf, session, flow.voice), hangup()]
}
