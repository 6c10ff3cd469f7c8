import type { Duration } from '../clock/clock.ts'

/**
 * How long a voice needs for plain words, in milliseconds: at least one second.
 *
 * An estimate: real voices differ. Source: reference twiml-voice.md §4.1, our inference.
 *
 * @param text plain words; strip markup before
 * @param wordsPerSecond above 0; the default 2.5 is a calm voice
 */
export function speakingTime(text: string, wordsPerSecond = 2.5): Duration {
  const words = text.trim().split(/\s+/).length
  return Math.round(Math.max(1, words / wordsPerSecond) * 1000)
}
