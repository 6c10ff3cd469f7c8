import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as twiml from '../index.ts'

const page = readFileSync(new URL('../../../docs/twiml.md', import.meta.url), 'utf8')
const fences = [...page.matchAll(/```ts doctest\n([\s\S]*?)```/g)].map(([, source = '']) => source)

describe('every example of docs/twiml.md does what the page says', () => {
  test.each(fences)('%s', (source) => {
    const statements = source.split('\n').filter((line) => line !== '' && !line.startsWith('import '))
    const assertions = statements.map((line) => {
      const [expression = '', value] = line.split(' // => ')
      return value === undefined ? expression : `;expect(${expression}).toEqual(${value})`
    })
    expect(assertions.some((line) => line.startsWith(';expect'))).toBe(true)
    // The examples are ours; only the library and `expect` are in reach.
    new Function('expect', ...Object.keys(twiml), `{${assertions.join('\n')}}`)(expect, ...Object.values(twiml))
  })

  test('and the page names every verb', () => {
    const verbs = twiml.rulesByTag('Response')?.children.map((tag) => twiml.rulesByTag(tag)?.verb) ?? []
    expect(verbs.filter((verb) => !page.includes(`[${verb}](verbs/${verb}.md)`))).toEqual([])
  })
})
