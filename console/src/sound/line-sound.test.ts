import { expect, test } from 'vitest'
import { keyFrequencies } from './line-sound.ts'

test('each key has the two tones of its row and its column', () => {
  expect(['1', '5', '0', '#'].map(keyFrequencies)).toEqual([
    [697, 1209],
    [770, 1336],
    [941, 1336],
    [941, 1477],
  ])
})

test('what is no key has no tones', () => {
  expect(['x', ''].map(keyFrequencies)).toEqual([undefined, undefined])
})
