import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test.each([
  ['the project, and nothing that must not', '.'],
  ['the page', 'console'],
])('the compiler accepts %s', (_what, project) => {
  // The types of `*.test-d.ts` are claims, too: each `@ts-expect-error` fails when the line below it compiles.
  const { stdout, status } = spawnSync('node_modules/.bin/tsc', ['-p', project], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
