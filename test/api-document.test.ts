import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { DOCUMENT_FILE, makeDocument, makeTypes, TYPES_FILE } from '../scripts/api-document.ts'

test('the OpenAPI document and the page’s types are what the routes say (npm run api writes them)', async () => {
  const document = await makeDocument()
  expect(await readFile(DOCUMENT_FILE, 'utf8')).toBe(document)
  expect(await readFile(TYPES_FILE, 'utf8')).toBe(await makeTypes(document))
})
