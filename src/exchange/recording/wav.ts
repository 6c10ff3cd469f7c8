/**
 * WAV files of the telephone kind: 8000 samples a second, 16 bits, one channel.
 */
import type { Duration } from '../../clock/clock.ts'

const samplesPerSecond = 8000
const headerBytes = 44

/** From and to, in milliseconds from the start of the file. */
export type Sound = readonly [from: Duration, to: Duration]

/**
 * A file of `lasts` milliseconds that is silent except for a soft hum during `sounds`.
 *
 * About 16 kB a second.
 */
export function hummingWav(lasts: Duration, sounds: readonly Sound[]): Uint8Array {
  const samples = Math.round((lasts / 1000) * samplesPerSecond)
  const file = Buffer.alloc(headerBytes + samples * 2)
  writeHeader(file, samples * 2)
  for (const [from, to] of sounds) {
    const first = Math.max(0, Math.round((from / 1000) * samplesPerSecond))
    const last = Math.min(samples, Math.round((to / 1000) * samplesPerSecond))
    for (let sample = first; sample < last; sample++) {
      const seconds = sample / samplesPerSecond
      // Two tones that beat against each other: plainly not speech, and not tiring to hear.
      const level = Math.sin(2 * Math.PI * 180 * seconds) + Math.sin(2 * Math.PI * 183 * seconds)
      file.writeInt16LE(Math.round(level * 1800), headerBytes + sample * 2)
    }
  }
  return file
}

function writeHeader(file: Buffer, dataBytes: number): void {
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + dataBytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(1, 22) // channels
  file.writeUInt32LE(samplesPerSecond, 24)
  file.writeUInt32LE(samplesPerSecond * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(dataBytes, 40)
}
