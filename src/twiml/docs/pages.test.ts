import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { elements } from '../index.ts'
import { docstringsIn } from './docstrings.ts'
import { pages, pagesFolder } from './pages.ts'

describe('the pages of the verbs', () => {
  test('are those that stand in docs/verbs, and no others', () => {
    expect(readdirSync(pagesFolder).toSorted()).toEqual([...pages().keys()].toSorted())
  })

  test.each([...pages()])('%s is up to date (else run: node src/twiml/docs/write.ts)', (file, page) => {
    expect(readFileSync(new URL(file, pagesFolder), 'utf8')).toBe(page)
  })
})

test('every attribute of every element has words about it', () => {
  const folder = new URL('../verbs/', import.meta.url)
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'))
  const docstrings = docstringsIn(sources.join('\n'))
  const silent = elements
    .filter(({ kind }) => kind !== 'root')
    .flatMap(({ tag, verb, attributes }) =>
      Object.keys(attributes)
        .filter((name) => (docstrings.get(verb)?.attributes.get(name) ?? '') === '')
        .map((name) => `${tag} ${name}`),
    )
  expect(silent).toEqual([])
})
