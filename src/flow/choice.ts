import { inLanguage, type LanguagesPrompt } from './prompt.ts'

/** The keys a menu may offer. */
export type MenuKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'

/** One choice of a menu. */
export interface Choice<Target extends string = string> {
  /** What the caller gets, as it reads after "For": `sales`, or `to leave a message`; one for each language where there are several. */
  readonly label: Label
  readonly then: Target
  /** Other words that mean this choice when the menu listens to speech. */
  readonly synonyms?: readonly string[]
}

/** A label: a text, or one for each language. */
export type Label = string | LanguagesPrompt<string>

/** A label in a language. */
export const labelIn = (label: Label, language: string): string =>
  typeof label === 'string' ? label : (inLanguage(label, language) ?? '')
