/** The people of a town, by seed: who they are, what they do when they are called, and what must come of it. */
import type { Random } from './random.ts'

/** What somebody does. Each does the same whenever he is called. */
export type Habit =
  | 'confirms'
  | 'cancels'
  | 'moves'
  | 'is-wrong'
  | 'presses-stop'
  | 'hangs-up'
  | 'says-nothing'
  | 'has-a-machine'
  | 'is-busy'
  | 'never-answers'
  | 'replies'
  | 'does-not-exist'
  | 'texts-stop'
  | 'lives-elsewhere'

/** What must come of a habit: all outcomes that are kept, in order, and with how many reminders. */
export interface Fate {
  readonly calls: number
  readonly texts: number
  readonly outcomes: readonly string[]
}

export const FATES: Readonly<Record<Habit, Fate>> = {
  confirms: { calls: 1, texts: 0, outcomes: ['confirmed'] },
  cancels: { calls: 1, texts: 0, outcomes: ['cancel-requested'] },
  moves: { calls: 1, texts: 0, outcomes: ['reschedule-requested'] },
  'is-wrong': { calls: 1, texts: 0, outcomes: ['wrong-number'] },
  'presses-stop': { calls: 1, texts: 0, outcomes: ['opted-out'] },
  'hangs-up': { calls: 1, texts: 0, outcomes: ['listened-no-response'] },
  'says-nothing': { calls: 1, texts: 0, outcomes: ['listened-no-response'] },
  'has-a-machine': { calls: 1, texts: 0, outcomes: ['voicemail-left'] },
  'is-busy': { calls: 3, texts: 1, outcomes: ['busy', 'busy', 'busy', 'sent'] },
  'never-answers': { calls: 2, texts: 1, outcomes: ['no-answer', 'no-answer', 'sent'] },
  replies: { calls: 2, texts: 1, outcomes: ['no-answer', 'no-answer', 'sent', 'confirmed'] },
  'does-not-exist': { calls: 1, texts: 1, outcomes: ['failed', 'failed'] },
  'texts-stop': { calls: 0, texts: 0, outcomes: ['skipped', 'skipped'] },
  'lives-elsewhere': { calls: 1, texts: 0, outcomes: ['confirmed'] },
}

/** The key that somebody presses when he has heard the menu. */
export const KEYS: Readonly<Partial<Record<Habit, string>>> = {
  confirms: '1',
  'lives-elsewhere': '1',
  moves: '2',
  cancels: '3',
  'presses-stop': '8',
  'is-wrong': '9',
}

/** Somebody in the town. */
export interface Townsman {
  readonly externalId: string
  readonly number: string
  readonly habit: Habit
  /** Where his number says that he lives. */
  readonly zone: string
  readonly appointmentAt: number
}

const PLACES = [
  ['202', 'America/New_York'],
  ['312', 'America/Chicago'],
  ['303', 'America/Denver'],
  ['213', 'America/Los_Angeles'],
  ['808', 'Pacific/Honolulu'],
] as const
const HOUR = 3_600_000

/** So many people, whose appointments are on the days from the third to the last. */
export function townOf(many: number, days: number, start: number, random: Random): readonly Townsman[] {
  const habits = Object.keys(FATES) as Habit[] // the keys of the table
  return Array.from({ length: many }, (_, place) => {
    const [area, zone] = PLACES[place % PLACES.length] ?? PLACES[0]
    // Everybody does something else at first, so that a small town has every habit in it.
    const habit = habits[place < habits.length ? place : random.below(habits.length)] ?? 'confirms'
    const line = String(Math.floor(place / PLACES.length)).padStart(4, '0')
    const day = 2 + random.below(days - 2)
    const appointmentAt = start + day * 24 * HOUR + random.below(40) * (HOUR / 4)
    return { externalId: `a${place}`, number: `+1${area}555${line}`, habit, zone, appointmentAt }
  })
}
