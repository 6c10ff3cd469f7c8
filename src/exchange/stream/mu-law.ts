/**
 * The sound of a stream: mu-law, 8000 samples a second, in frames of 20 ms.
 *
 * Only two frames are ever sent: silence, and a hum that stands for a voice.
 */
import type { Duration } from '../../clock/clock.ts'

/** How long a frame lasts. */
export const frameLasts: Duration = 20

const samplesPerFrame = 160

/** A sample of 16 bits as one byte of mu-law. Source: ITU-T G.711. */
export function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132
  const exponent = Math.floor(Math.log2(magnitude)) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}

/** A frame of silence, in base64. */
export const silentFrame = frameOf(() => 0)

/** A frame of a hum of 200 Hz, in base64; frames follow each other without a click. */
export const hummingFrame = frameOf((sample) => Math.round(Math.sin((2 * Math.PI * 200 * sample) / 8000) * 3600))

function frameOf(sampleAt: (sample: number) => number): string {
  const bytes = Uint8Array.from({ length: samplesPerFrame }, (_, sample) => encodeMuLaw(sampleAt(sample)))
  return Buffer.from(bytes).toString('base64')
}

/** How long so many bytes of sound last, in milliseconds; not always whole. */
export const soundLasts = (bytes: number): number => bytes / 8

/** How many bytes of sound a payload holds; undefined when it is not base64. */
export function payloadBytes(payload: string): number | undefined {
  if (payload.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(payload)) return undefined
  return (payload.length / 4) * 3 - (payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0)
}
