import { expect, test } from 'vitest'
import { formatNumber, formatTime, secondsToSay } from './format.ts'

test('a North American number is spaced as people read it, others stay as they are', () => {
  expect(['+12025550100', '+442079460000'].map(formatNumber)).toEqual(['+1 202 555 0100', '+442079460000'])
})

test('time counts up in minutes and seconds', () => {
  expect([-5, 7_900, 61_000, 750_000].map(formatTime)).toEqual(['0:00', '0:07', '1:01', '12:30'])
})

test('five words are said in two seconds, and nothing in less than one', () => {
  expect([secondsToSay('Please call me back soon'), secondsToSay('Hi')]).toEqual([2, 1])
})
