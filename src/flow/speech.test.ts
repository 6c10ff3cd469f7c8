import { expect, test } from 'vitest'
import type { Choice, MenuKey } from './choice.ts'
import { matchSpeech } from './speech.ts'

const choices: readonly (readonly [MenuKey, Choice])[] = [
  ['1', { label: 'sales', then: 'sales', synonyms: ['buy something'] }],
  ['2', { label: 'support', then: 'support' }],
  ['3', { label: 'to leave a message', then: 'message', synonyms: ['voicemail'] }],
]

test.each([
  ['Sales.', 'sales'],
  ['sales please', 'sales'],
  ['I would like to BUY something!', 'sales'],
  ['Two', 'support'],
  ['number 2', 'support'],
  ['Leave a message', 'message'],
  ['voicemail, thanks', 'message'],
])('“%s” means %s', (said, step) => {
  const key = matchSpeech(said, choices)
  expect(choices.find(([one]) => one === key)?.[1].then).toBe(step)
})

test.each(['salesman', 'hello?', '', 'sales or support', '...'])('“%s” means none of them', (said) => {
  expect(matchSpeech(said, choices)).toBeUndefined()
})
