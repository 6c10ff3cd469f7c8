/** The outline of a WAV file: how loud each stretch of it is. */

/** Bytes before the samples in the WAV files of this system. */
const HEADER = 44

/**
 * The loudest sample of each of `count` equal stretches, between 0 and 1, the loudest of all being 1.
 *
 * Reads mono files of 16 bits a sample; anything else, or too short a file, has no outline.
 */
export function peaksOf(wav: ArrayBuffer, count: number): readonly number[] {
  if (wav.byteLength < HEADER + 2 * count) return []
  const view = new DataView(wav)
  const isMono16 = view.getUint16(22, true) === 1 && view.getUint16(34, true) === 16
  if (!isMono16) return []
  const samples = Math.floor((wav.byteLength - HEADER) / 2)
  const peaks = Array.from({ length: count }, (_, stretch) => {
    const to = Math.floor(((stretch + 1) * samples) / count)
    let peak = 0
    for (let at = Math.floor((stretch * samples) / count); at < to; at++) {
      peak = Math.max(peak, Math.abs(view.getInt16(HEADER + at * 2, true)))
    }
    return peak
  })
  const loudest = Math.max(...peaks)
  return loudest === 0 ? peaks : peaks.map((peak) => peak / loudest)
}
