import { describe, expect, test } from 'vitest'
import { parseAnswer, response, say } from './index.ts'

const body = '<Response><Say>Hello</Say></Response>'

describe('an answer', () => {
  test.each(['text/xml', 'application/xml; charset=utf-8', 'TEXT/HTML', 'text/plain'])(
    'of type %s is read as a document',
    (contentType) => {
      expect(parseAnswer({ contentType, body })).toMatchObject({ kind: 'document', document: response(say('Hello')) })
      expect(parseAnswer({ contentType, body: new TextEncoder().encode(body) })).toMatchObject({ kind: 'document' })
    },
  )

  test('that is sound is played', () => {
    expect(parseAnswer({ contentType: 'audio/x-wav', body: new Uint8Array([0, 255]) })).toEqual({
      kind: 'audio',
      mediaType: 'audio/x-wav',
    })
  })

  test('of plain text that is no document is spoken', () => {
    expect(parseAnswer({ contentType: 'text/plain', body: 'We are <closed> today.\n' })).toMatchObject({
      kind: 'document',
      document: response(say('We are <closed> today.')),
      findings: [],
    })
  })

  test('without text has nothing to speak', () => {
    expect(parseAnswer({ contentType: 'text/plain', body: ' ' })).toMatchObject({ kind: 'unparsable', code: 12100 })
  })

  test.each([
    ['application/json', 'The answer has the Content-Type "application/json"'],
    [undefined, 'The answer has no Content-Type'],
    ['', 'The answer has no Content-Type'],
    ['audio/ogg', 'The answer has the Content-Type "audio/ogg"'],
  ])('of type %j is refused', (contentType, why) => {
    expect(parseAnswer({ contentType, body })).toEqual({
      kind: 'unparsable',
      code: 12300,
      message: `${why}; text/xml, application/xml, text/html, text/plain or a kind of audio is needed.`,
      line: 1,
      column: 1,
    })
  })

  test('that is not UTF-8 is refused', () => {
    const latin = new Uint8Array([...new TextEncoder().encode('<Response><Say>caf'), 0xe9])
    expect(parseAnswer({ contentType: 'text/xml', body: latin })).toEqual({
      kind: 'unparsable',
      code: 12100,
      message: 'The document is not UTF-8.',
      line: 1,
      column: 1,
    })
  })
})
