/** Whether somebody speaks: loudness over a threshold that follows the room, with a little patience at the end. */

/** Softer than this is silence in any room. */
const QUIETEST_VOICE = 0.012
/** A voice is this many times as loud as the room. */
const OVER_THE_ROOM = 3
/** People breathe between words: so long a voice is still held to speak. */
const PATIENCE_MILLISECONDS = 500

export interface VoiceActivity {
  /** Takes in the next samples and says whether somebody speaks at their end. */
  hear(samples: Float32Array, milliseconds: number): boolean
}

export function createVoiceActivity(): VoiceActivity {
  let room = QUIETEST_VOICE / OVER_THE_ROOM
  let patience = 0
  return {
    hear(samples, milliseconds) {
      const loudness = rootMeanSquare(samples)
      if (loudness > Math.max(QUIETEST_VOICE, room * OVER_THE_ROOM)) {
        patience = PATIENCE_MILLISECONDS
        return true
      }
      room = room * 0.95 + loudness * 0.05
      patience = Math.max(0, patience - milliseconds)
      return patience > 0
    },
  }
}

/** The loudness of samples between -1 and 1: 0 for none, 0.7 for the loudest tone. */
export function rootMeanSquare(samples: Float32Array): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.sqrt(sum / samples.length)
}
