/** What a leg is waiting for from the person at its end. */
export type Awaiting = 'answer' | 'keys' | 'speech' | 'keys-or-speech' | 'recording' | null

/**
 * Who listens to a leg at the moment: a Gather, a Record, a bridge. Nobody else hears keys or voice.
 */
export interface Ears {
  readonly awaits: Awaiting
  /** Whether keys and words are nobody else's business: the journal shows that there were some, never which. */
  readonly isSecret?: boolean
  /** Whether the journal shows that there were keys and words, and never which; whoever records hears them. */
  readonly isPrivate?: boolean
  /** Whether this key means something now. */
  heedsKey(key: string): boolean
  /** Whether words mean something now. */
  heedsSpeech(): boolean
  /** A key was pressed, heeded or not. */
  key?(key: string): void
  /** The person begins to make a sound. */
  voiceStarted?(): void
  /** Words were understood; comes just before the voice stops. */
  words?(text: string, confidence: number): void
  voiceStopped?(): void
}
