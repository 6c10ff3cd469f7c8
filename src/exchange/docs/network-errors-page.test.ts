import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { networkErrorsPage, networkErrorsPageFile } from './network-errors-page.ts'

test('the page of error codes says what the dictionary says', () => {
  expect(readFileSync(networkErrorsPageFile, 'utf8')).toBe(networkErrorsPage())
})
