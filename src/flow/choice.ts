/** The keys a menu may offer. */
export type MenuKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'

/** One choice of a menu. */
export interface Choice<Target extends string = string> {
  /** What the caller gets, as it reads after "For": `sales`, or after "Press 3": `to leave a message`. */
  readonly label: string
  readonly then: Target
  /** Other words that mean this choice when the menu listens to speech. */
  readonly synonyms?: readonly string[]
}
