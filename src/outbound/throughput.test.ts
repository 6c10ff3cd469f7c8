import { expect, test } from 'vitest'
import { segmentsIn } from './segments.ts'
import { costOf, kindOf } from './throughput.ts'

test.each([
  ['+12025550100', false, 'us-long-code'],
  ['+18005550100', false, 'toll-free'],
  ['12345', false, 'short-code'],
  ['+4930123456', false, 'long-code'],
  [`MG${'0'.repeat(32)}`, false, 'service'],
  ['+12025550100', true, 'whatsapp'],
] as const)('%s is known by how it is written', (sender, isWhatsApp, kind) => {
  expect(kindOf(sender, isWhatsApp)).toBe(kind)
})

test('a message keeps its sender busy by its segments, or as its campaign says', () => {
  expect(costOf('Hello', '+12025550100', false)).toBe(800)
  expect(costOf('x'.repeat(161), '+12025550100', false)).toBe(1600)
  expect(costOf('Hello', '+12025550100', false, 10)).toBe(100)
  expect(costOf('x'.repeat(1600), '+12025550100', true)).toBe(13)
})

test('a text is counted as the network counts it', () => {
  expect([segmentsIn(''), segmentsIn('x'.repeat(160)), segmentsIn('x'.repeat(161))]).toEqual([1, 1, 2])
  expect([segmentsIn('ж'.repeat(70)), segmentsIn('ж'.repeat(71)), segmentsIn('€'.repeat(80))]).toEqual([1, 2, 1])
})
