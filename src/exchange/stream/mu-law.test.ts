import { expect, test } from 'vitest'
import { encodeMuLaw, hummingFrame, payloadBytes, silentFrame, soundLasts } from './mu-law.ts'

test('samples become the bytes that G.711 gives them', () => {
  const samples = [0, -1, 8, 100, -100, 1000, -1000, 10_000, 32_767, -32_768]
  expect(samples.map(encodeMuLaw)).toEqual([0xff, 0x7f, 0xfe, 0xf2, 0x72, 0xce, 0x4e, 0x9c, 0x80, 0x00])
})

test('a frame is 160 bytes, which last 20 ms', () => {
  for (const frame of [silentFrame, hummingFrame]) {
    expect(payloadBytes(frame)).toBe(160)
    expect(Buffer.from(frame, 'base64')).toHaveLength(160)
  }
  expect(soundLasts(160)).toBe(20)
})

test('the length of a payload is known without decoding it, and what is not base64 has none', () => {
  expect(['', '/w==', '//8=', '////', '/////w=='].map(payloadBytes)).toEqual([0, 1, 2, 3, 4])
  expect(['/', '/w=', 'a-_b', '====', 'ab c'].map(payloadBytes)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
