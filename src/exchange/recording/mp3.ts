/** Recordings as MP3, which Twilio serves beside WAV. The encoder is LAME, compiled to WebAssembly. */
import { createMp3Encoder } from 'wasm-media-encoders'

const kilobits = 32
const samplesAtATime = 8000

/**
 * The MP3 of a WAV file of 16 bits, 8000 samples a second, one channel or two: 32 kbit/s.
 *
 * @throws when the file is not such a WAV.
 */
export async function mp3From(wav: Uint8Array): Promise<Uint8Array> {
  const file = Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength)
  const channels = file.readUInt16LE(22)
  const sampleRate = file.readUInt32LE(24)
  if (sampleRate !== 8000 || file.readUInt16LE(34) !== 16 || (channels !== 1 && channels !== 2)) {
    throw new Error('This recording is not a WAV of 16 bits and 8000 samples a second, so it has no MP3.')
  }
  const encoder = await createMp3Encoder()
  encoder.configure({ channels, sampleRate, bitrate: kilobits })
  const data = file.subarray(file.indexOf('data', 36, 'latin1') + 8)
  const samples = Math.floor(data.length / (2 * channels))
  const parts: Buffer[] = []
  for (let from = 0; from < samples; from += samplesAtATime) {
    const count = Math.min(samplesAtATime, samples - from)
    const waves = Array.from({ length: channels }, (_, channel) =>
      waveOf(data, from * channels + channel, count, channels),
    )
    // What the encoder returns is its own memory, and overwritten by the next call.
    parts.push(Buffer.from(encoder.encode(waves as [Float32Array])))
  }
  parts.push(Buffer.from(encoder.finalize()))
  return Buffer.concat(parts)
}

function waveOf(data: Buffer, first: number, count: number, channels: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => data.readInt16LE((first + at * channels) * 2) / 0x8000)
}
