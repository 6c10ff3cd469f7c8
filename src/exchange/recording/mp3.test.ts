import { parseBuffer } from 'music-metadata'
import { describe, expect, test } from 'vitest'
import { mp3From } from './mp3.ts'
import { hummingWav } from './wav.ts'

describe('the MP3 of a recording', () => {
  test.each([
    ['one channel', [[[500, 2500]]], 1],
    ['two channels', [[[500, 2500]], [[0, 400]]], 2],
  ] as const)('is as long as its WAV: %s', async (_, sides, channels) => {
    const wav = hummingWav(3000, ...(sides as unknown as [number, number][][]))

    const mp3 = await mp3From(wav)

    const { format } = await parseBuffer(mp3, { mimeType: 'audio/mpeg' }, { duration: true })
    expect(format).toMatchObject({ container: 'MPEG', sampleRate: 8000, numberOfChannels: channels })
    expect(Math.abs((format.duration ?? 0) - 3)).toBeLessThan(0.3)
    expect(mp3.byteLength).toBeLessThan(wav.byteLength / 3)
  })

  test('is not made of anything but a WAV of the telephone', async () => {
    const wav = Buffer.from(hummingWav(100, []))
    wav.writeUInt32LE(44_100, 24)

    await expect(mp3From(wav)).rejects.toThrow('16 bits and 8000 samples')
  })
})
