/**
 * All pages of verbs, by file name.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { elements, rulesByTag } from '../elements.ts'
import { type Docstrings, docstringsIn } from './docstrings.ts'
import { verbPage } from './verb-page.ts'

const verbsFolder = new URL('../verbs/', import.meta.url)

/** Where the pages stand. */
export const pagesFolder = new URL('../../../docs/verbs/', import.meta.url)

/** The pages of all verbs that may stand in a document: file name and Markdown. */
export function pages(): ReadonlyMap<string, string> {
  const docstrings = new Map<string, Docstrings>()
  for (const file of readdirSync(verbsFolder)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()) {
    for (const [verb, words] of docstringsIn(readFileSync(new URL(file, verbsFolder), 'utf8')))
      docstrings.set(verb, words)
  }
  const tags = rulesByTag('Response')?.children ?? []
  const verbs = elements.filter(({ tag }) => tags.includes(tag))
  return new Map(verbs.map((rules) => [`${rules.verb}.md`, verbPage(rules, docstrings)]))
}
