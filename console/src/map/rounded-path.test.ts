import { expect, test } from 'vitest'
import { roundedPath } from './rounded-path.ts'

test('a straight way is a line, a corner is rounded', () => {
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 40, y: 0 },
    ]),
  ).toBe('M0,0L40,0')
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 40 },
    ]),
  ).toBe('M0,0L30,0Q40,0 40,10L40,40')
})

test('two corners close to each other share what there is between them', () => {
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 40 },
    ]),
  ).toBe('M0,0L2,0Q4,0 4,10L4,40')
})

test('fewer than two points are no way', () => {
  expect(roundedPath([{ x: 1, y: 1 }])).toBe('')
})
