import { expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import type { Flow } from './define.ts'
import { flowFromJson } from './json.ts'

test('a flow without functions is plain JSON and comes back as it was', () => {
  expect(flowFromJson(JSON.stringify(acme))).toEqual(acme)
  const spoken: Flow = { ...acme, voice: { voice: 'Polly.Joanna' } }
  expect(flowFromJson(JSON.stringify(spoken))).toEqual(spoken)
})

test('the voice may be written as defineFlow takes it', () => {
  const { voice: _voice, ...plain } = acme
  expect(flowFromJson(JSON.stringify({ ...plain, voice: 'Polly.Joanna' })).voice).toEqual({ voice: 'Polly.Joanna' })
})

test('a misspelt kind of step is told with what was meant', () => {
  const text = JSON.stringify({ name: 'a', start: 'b', steps: { b: { kind: 'hangup', says: 'Bye.' } } })
  expect(() => flowFromJson(text)).toThrow(
    /^This is not a flow\. steps\.b\.kind: "hangup" is not a kind of step \(menu, say, .*\)\. Did you mean "hang-up"\?\.$/,
  )
})

test('an unknown field is told with its place', () => {
  const text = JSON.stringify({ name: 'a', start: 'b', steps: { b: { kind: 'hang-up', says: 'Bye.', loud: true } } })
  expect(() => flowFromJson(text)).toThrow('This is not a flow. steps.b: does not know "loud".')
})

test('what is not JSON is told so', () => {
  expect(() => flowFromJson('{')).toThrow(/^This is not JSON: /)
})
