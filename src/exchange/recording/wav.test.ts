import { expect, test } from 'vitest'
import { audioDuration } from '../request/audio-duration.ts'
import { hummingWav } from './wav.ts'

test('a made recording is a WAV file of its length that hums only where somebody spoke', async () => {
  const file = Buffer.from(hummingWav(3000, [[1000, 2000]]))

  expect(await audioDuration(file, 'audio/wav')).toBe(3000)
  const loudest = (from: number, to: number) => {
    let level = 0
    for (let sample = from; sample < to; sample++) level = Math.max(level, Math.abs(file.readInt16LE(44 + sample * 2)))
    return level
  }
  expect(loudest(0, 8000)).toBe(0)
  expect(loudest(8000, 16_000)).toBeGreaterThan(1000)
  expect(loudest(16_000, 24_000)).toBe(0)
})

test('what is no audio has no length', async () => {
  expect(await audioDuration(Buffer.from('<html>'), 'audio/wav')).toBeUndefined()
  expect(await audioDuration(Buffer.alloc(4000), 'audio/ulaw')).toBe(500)
})
