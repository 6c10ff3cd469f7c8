import { expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { flowFromJson } from './json.ts'

test('a flow without functions is plain JSON and comes back as it was', () => {
  const { voice: _voice, ...plain } = acme
  expect(flowFromJson(JSON.stringify(plain))).toEqual(acme)
})

test('a misspelt kind of step is told with what was meant', () => {
  const text = JSON.stringify({ name: 'a', start: 'b', steps: { b: { kind: 'hangup', says: 'Bye.' } } })
  expect(() => flowFromJson(text)).toThrow(
    'This is not a flow. steps.b.kind: "hangup" is not a kind of step (menu, say, transfer, voicemail, go-to, hang-up). Did you mean "hang-up"?',
  )
})

test('an unknown field is told with its place', () => {
  const text = JSON.stringify({ name: 'a', start: 'b', steps: { b: { kind: 'hang-up', says: 'Bye.', loud: true } } })
  expect(() => flowFromJson(text)).toThrow('This is not a flow. steps.b: does not know "loud".')
})

test('what is not JSON is told so', () => {
  expect(() => flowFromJson('{')).toThrow(/^This is not JSON: /)
})
