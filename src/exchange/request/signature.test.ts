import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { type Parameter, sign, signedText } from './signature.ts'

const token = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const signatureOf = (url: string, form: readonly Parameter[], authToken = token) =>
  sign(authToken, signedText(url, form))

describe('the signature of a request', () => {
  test('is the one of the worked example', () => {
    const form: Parameter[] = [
      ['CallSid', 'CA1234567890ABCDE'],
      ['Caller', '+14158675310'],
      ['Digits', '1234'],
      ['From', '+14158675310'],
      ['To', '+18005551212'],
    ]
    expect(signatureOf('https://example.com/myapp.php?foo=1&bar=2', form, '12345')).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=')
  })

  test('counts a repeated parameter once per distinct value', () => {
    const form: Parameter[] = [
      ['Sid', 'CA123'],
      ['SidAccount', 'AC123'],
      ['Digits', '5678'],
      ['Digits', '1234'],
      ['Digits', '1234'],
    ]
    expect(signatureOf('https://mycompany.com/myapp.php?foo=1&bar=2', form, '12345')).toBe(
      'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
    )
  })

  test('keeps the port over http and leaves it out over https', () => {
    const port: Parameter[] = [['Digits', '2']]
    expect(signatureOf('https://ivr.example.com:8443/voice', port)).toBe(
      signatureOf('https://ivr.example.com/voice', port),
    )
    expect(signedText('http://127.0.0.1:3000/voice', [])).toBe('http://127.0.0.1:3000/voice')
    expect(signedText('https://user:secret@ivr.example.com:8443/voice?a=1', [])).toBe(
      'https://ivr.example.com/voice?a=1',
    )
  })

  test('is accepted by the official package for any parameters', () => {
    const url = 'http://127.0.0.1:4000/voice/acme?turn=2'
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' })), (parameters) => {
        // The package reads a plain object; a name such as __proto__ cannot travel in one.
        fc.pre(!Object.hasOwn(parameters, '__proto__'))
        const signature = signatureOf(url, Object.entries(parameters))
        expect(signature).toBe(twilio.getExpectedTwilioSignature(token, url, parameters))
        expect(twilio.validateRequest(token, signature, url, parameters)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
