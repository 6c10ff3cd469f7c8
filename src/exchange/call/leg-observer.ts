import type { Duration } from '../../clock/clock.ts'
import type { Leg } from './leg.ts'

/** Who follows what is said and heard on a leg without taking part, as a transcription or machine detection does. */
export interface LegObserver {
  /** The person begins to say these words. */
  says?(text: string, lasts: Duration, confidence: number): void
  /** The one the person is talking to begins to say these words. */
  peerSays?(text: string, lasts: Duration, confidence: number): void
  /** A prompt of words begins; what is returned is called at its end. */
  hears?(text: string, lasts: Duration): ((isWhole: boolean) => void) | undefined
  /** The one the person is talking to presses a key. */
  hearsKey?(key: string): void
  /** A voice begins to be heard from this end, and ceases to be. */
  voiceStarted?(): void
  voiceStopped?(): void
  /** A key was pressed that nobody listens to. */
  pressedInVain?(): void
  /** The far end makes a sound that is no voice. */
  sounded?(sound: 'beep' | 'fax'): void
  /** The person begins to talk to somebody. */
  bridged?(peer: Leg): void
}
