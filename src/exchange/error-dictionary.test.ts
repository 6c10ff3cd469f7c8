import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { networkErrorsPage } from './docs/network-errors-page.ts'
import { explanations, lookUpError } from './error-dictionary.ts'
import { errorTitles } from './error-titles.ts'
import { startWorld } from './scripted-app.fixture.ts'

const src = resolve(import.meta.dirname, '..')

/** Five digits that are no codes: a length of time of the language, and a bound of an attribute. */
const noCodes = new Set([14400, 10000])

test('every code that the exchange or the language can report is in the dictionary', () => {
  const files = globSync(['exchange/**/*.ts', 'twiml/**/*.ts'], { cwd: src }).filter(
    // The REST interface has codes of its own, which never come into the journal.
    (file) => !/(test|fixture)\.ts$|error-titles|^exchange.rest/.test(file),
  )
  const used = new Set(
    files.flatMap((file) =>
      [...readFileSync(resolve(src, file), 'utf8').matchAll(/(?<![\w+.])(?:1[0-6]|2[01]|3[12]|64)\d{3}(?!\w)/g)].map(
        ([code]) => Number(code),
      ),
    ),
  )
  expect(used.size).toBeGreaterThan(100)
  expect([...used].filter((code) => !noCodes.has(code) && lookUpError(code) === undefined)).toEqual([])
})

test('nothing is explained that the dictionary does not have', () => {
  expect(Object.keys(explanations).filter((code) => errorTitles[Number(code)] === undefined)).toEqual([])
})

test('a finding has the title of its code and a link to a place on our page', async () => {
  await using world = await startWorld({ '/voice': { status: 500 } })
  await world.ringUp()

  const [finding] = world.findings()
  expect(finding).toMatchObject({
    code: 11200,
    title: 'HTTP retrieval failure',
    docs: '/docs/network-errors.md#11200',
    message: 'The app answered with status 500 instead of a document.',
  })
  expect(networkErrorsPage()).toContain('### 11200\n')
})

test('every code has a place on the page', () => {
  const page = networkErrorsPage()
  const lost = Object.keys(errorTitles).filter(
    (code) => !page.includes(`### ${code}\n`) && !page.includes(`<a id="${code}">`),
  )
  expect(lost).toEqual([])
})
