import { expect, test } from 'vitest'
import { spokenWords, wordAt } from './words.ts'

test('a long word takes more of the time than a short one, and a full stop is heard', () => {
  const words = spokenWords('Hi there. Go')
  expect(words.map(({ text, endsAt }) => [text, Number(endsAt.toFixed(2))])).toEqual([
    ['Hi', 0.15],
    ['there.', 0.85],
    ['Go', 1],
  ])
})

test('the word being said moves on with the time and ends behind the last', () => {
  const words = spokenWords('one two')
  expect([0, 0.49, 0.5, 0.99, 1].map((share) => wordAt(words, share))).toEqual([0, 0, 1, 1, 2])
})

test('a prompt without words has none being said', () => {
  expect(wordAt(spokenWords('  '), 0)).toBe(0)
})
