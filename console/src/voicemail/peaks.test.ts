import { expect, test } from 'vitest'
import { encodeWav } from '../sound/wav.ts'
import { peaksOf } from './peaks.ts'

test('the outline follows the loudness, measured by the loudest stretch', () => {
  const wav = encodeWav(Float32Array.of(0.1, -0.2, 0.4, 0.1, 0, 0))
  expect(peaksOf(wav, 3).map((peak) => Number(peak.toFixed(2)))).toEqual([0.5, 1, 0])
})

test('silence has a flat outline, and what is no recording has none', () => {
  expect(peaksOf(encodeWav(new Float32Array(8)), 2)).toEqual([0, 0])
  expect(peaksOf(new ArrayBuffer(20), 2)).toEqual([])
})
