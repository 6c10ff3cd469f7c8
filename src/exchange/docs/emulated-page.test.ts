import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emulatedPage, emulatedPageFile } from './emulated-page.ts'

test('docs/emulated.md is up to date (else run: node src/exchange/docs/write.ts)', () => {
  expect(readFileSync(emulatedPageFile, 'utf8')).toBe(emulatedPage())
})
