import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from './form.ts'

const pieces = [
  'a',
  'B',
  '=',
  '&',
  '+',
  '%',
  '%20',
  '%2B',
  '%2b',
  '%C3%A9',
  '%E2%82',
  '%ff',
  '%zz',
  '%00',
  'é',
  '😀',
  ' ',
  '',
]

test('a form is read as browsers and servers read it, whatever is in it', () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme' })), { maxLength: 20 })
  fc.assert(
    fc.property(text, (parts) => {
      const form = parts.join('')
      // What browsers read into an address begins after a question mark; a body has none to take away.
      expect(parseForm(form)).toEqual([...new URLSearchParams(form.startsWith('?') ? `?${form}` : form)])
    }),
    { numRuns: 2000 },
  )
})
