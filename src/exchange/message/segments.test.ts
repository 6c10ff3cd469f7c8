import { expect, test } from 'vitest'
import { segmentsOf } from './segments.ts'

test.each([
  ['nothing', '', 'GSM-7', 1],
  ['160 plain letters', 'a'.repeat(160), 'GSM-7', 1],
  ['161 plain letters', 'a'.repeat(161), 'GSM-7', 2],
  ['306 plain letters', 'a'.repeat(306), 'GSM-7', 2],
  ['307 plain letters', 'a'.repeat(307), 'GSM-7', 3],
  ['80 signs of the extension', '€'.repeat(80), 'GSM-7', 1],
  ['81 signs of the extension', '€'.repeat(81), 'GSM-7', 2],
  ['a sign of the extension that would be torn', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
  ['70 letters of another alphabet', 'ж'.repeat(70), 'UCS-2', 1],
  ['71 letters of another alphabet', 'ж'.repeat(71), 'UCS-2', 2],
  ['134 letters of another alphabet', 'ж'.repeat(134), 'UCS-2', 2],
  ['135 letters of another alphabet', 'ж'.repeat(135), 'UCS-2', 3],
  ['35 faces', '😀'.repeat(35), 'UCS-2', 1],
  ['a face that would be torn', `${'x'.repeat(66)}😀${'x'.repeat(66)}`, 'UCS-2', 3],
  ['one letter that the plain alphabet lacks', `${'a'.repeat(100)}ç`, 'UCS-2', 2],
])('%s', (_what, text, encoding, count) => {
  expect(segmentsOf(text)).toEqual({ encoding, count })
})
