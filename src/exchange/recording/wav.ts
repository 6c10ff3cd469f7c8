/**
 * WAV files of the telephone kind: 8000 samples a second, 16 bits, one channel or two.
 */
import type { Duration } from '../../clock/clock.ts'

const samplesPerSecond = 8000
const headerBytes = 44

/** From and to, in milliseconds from the start of the file. */
export type Sound = readonly [from: Duration, to: Duration]

/**
 * A file of `lasts` milliseconds that is silent except for a soft hum during `sounds`; one list makes one channel.
 *
 * About 16 kB a second and channel.
 */
export function hummingWav(lasts: Duration, ...sounds: readonly (readonly Sound[])[]): Uint8Array {
  const samples = Math.round((lasts / 1000) * samplesPerSecond)
  const channels = Math.max(1, sounds.length)
  const file = Buffer.alloc(headerBytes + samples * channels * 2)
  writeHeader(file, channels, samples)
  for (const [channel, spans] of sounds.entries()) {
    for (const [from, to] of spans) {
      const first = Math.max(0, Math.round((from / 1000) * samplesPerSecond))
      const last = Math.min(samples, Math.round((to / 1000) * samplesPerSecond))
      for (let sample = first; sample < last; sample++) {
        file.writeInt16LE(humAt(sample / samplesPerSecond), headerBytes + (sample * channels + channel) * 2)
      }
    }
  }
  return file
}

/** Two tones that beat against each other: plainly not speech, and not tiring to hear. */
function humAt(seconds: number): number {
  return Math.round((Math.sin(2 * Math.PI * 180 * seconds) + Math.sin(2 * Math.PI * 183 * seconds)) * 1800)
}

function writeHeader(file: Buffer, channels: number, samples: number): void {
  const dataBytes = samples * channels * 2
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + dataBytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(samplesPerSecond, 24)
  file.writeUInt32LE(samplesPerSecond * channels * 2, 28)
  file.writeUInt16LE(channels * 2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(dataBytes, 40)
}
