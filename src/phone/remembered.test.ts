import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('what was said once is not asked again, also when it was nothing, until it is the oldest of too many', () => {
  const asked: string[] = []
  const lengthOf = remembered((text) => {
    asked.push(text)
    return text === '' ? undefined : text.length
  }, 2)

  expect([lengthOf(''), lengthOf('ab'), lengthOf(''), lengthOf('ab')]).toEqual([undefined, 2, undefined, 2])
  expect(asked).toEqual(['', 'ab'])
  expect([lengthOf('abc'), lengthOf('ab'), lengthOf('')]).toEqual([3, 2, undefined])
  expect(asked).toEqual(['', 'ab', 'abc', ''])
})
