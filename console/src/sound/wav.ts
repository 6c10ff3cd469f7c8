/** Sound as telephones keep it: mono, 8,000 samples a second, 16 bits, in a WAV file. */

const TELEPHONE_RATE = 8_000

/**
 * Samples at the telephone's rate. Each is the mean of those it replaces, which takes off what would alias.
 *
 * @param samples between -1 and 1, at `rate` a second; a rate below the telephone's repeats samples
 */
export function atTelephoneRate(samples: Float32Array, rate: number): Float32Array {
  const step = rate / TELEPHONE_RATE
  const length = Math.floor(samples.length / step)
  return Float32Array.from({ length }, (_, index) => {
    const from = Math.floor(index * step)
    const to = Math.max(from + 1, Math.floor((index + 1) * step))
    let sum = 0
    for (let at = from; at < to; at++) sum += samples[at] ?? 0
    return sum / (to - from)
  })
}

/** A WAV file of samples between -1 and 1 at the telephone's rate; what is louder is cut off. */
export function encodeWav(samples: Float32Array): ArrayBuffer {
  const file = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, letters: string) => {
    for (let i = 0; i < letters.length; i++) file.setUint8(at + i, letters.charCodeAt(i))
  }
  text(0, 'RIFF')
  file.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  file.setUint32(16, 16, true)
  file.setUint16(20, 1, true)
  file.setUint16(22, 1, true)
  file.setUint32(24, TELEPHONE_RATE, true)
  file.setUint32(28, TELEPHONE_RATE * 2, true)
  file.setUint16(32, 2, true)
  file.setUint16(34, 16, true)
  text(36, 'data')
  file.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, index) => {
    file.setInt16(44 + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true)
  })
  return file.buffer as ArrayBuffer // made above from an ArrayBuffer
}
