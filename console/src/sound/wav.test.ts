import { expect, test } from 'vitest'
import { atTelephoneRate, encodeWav } from './wav.ts'

test('a second at 48,000 samples becomes a second at 8,000', () => {
  expect(atTelephoneRate(new Float32Array(48_000), 48_000)).toHaveLength(8_000)
})

test('a rate that is no multiple of the telephone’s keeps its length in time', () => {
  expect(atTelephoneRate(new Float32Array(44_100), 44_100)).toHaveLength(8_000)
})

test('each sample is the mean of those it replaces', () => {
  expect([...atTelephoneRate(Float32Array.of(0, 1, 0.5, 0.5), 16_000)]).toEqual([0.5, 0.5])
})

test('the file says what it holds, and what is too loud is cut off', () => {
  const file = new DataView(encodeWav(Float32Array.of(0, 1, -2)))
  const text = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(at + i)))
  expect([text(0), text(8), text(36)]).toEqual(['RIFF', 'WAVE', 'data'])
  expect([file.getUint32(4, true), file.getUint32(24, true), file.getUint32(40, true)]).toEqual([42, 8_000, 6])
  expect([44, 46, 48].map((at) => file.getInt16(at, true))).toEqual([0, 32_767, -32_767])
})
