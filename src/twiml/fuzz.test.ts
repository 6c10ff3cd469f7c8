import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDocument } from './arbitrary.fixture.ts'
import { PARSE_LIMITS, type Parsed, parse, parseAnswer, type ReadAnswer, render } from './index.ts'

/** Asserts that an outcome is a document, or a refusal that says why and where. */
function expectSense(outcome: Parsed | ReadAnswer, text: string): void {
  if (outcome.kind === 'document') {
    expect(outcome.document.verb).toBe('response')
    expect(outcome.findings.length).toBeLessThanOrEqual(PARSE_LIMITS.findings)
    return
  }
  if (outcome.kind === 'audio') throw new Error('heard a sound in a text')
  expect([11750, 12100, 12102]).toContain(outcome.code)
  expect(outcome.message).not.toBe('')
  expect(outcome.line).toBeGreaterThanOrEqual(1)
  expect(outcome.line).toBeLessThanOrEqual(text.split('\n').length)
  expect(outcome.column).toBeGreaterThanOrEqual(1)
}

describe('a damaged document', () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    instead: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '</',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '&#0;',
        '&#xD800;',
        '\ud800',
        '\0',
      ),
      fc.constantFrom(
        '<!DOCTYPE x>',
        '&constructor;',
        '&__proto__;',
        '<__proto__/>',
        ' __proto__="1"',
        ' constructor="1"',
        '<toString>',
      ),
    ),
  })

  test('is either read or refused with a code and a place', () => {
    fc.assert(
      fc.property(arbitraryDocument(), fc.array(damage, { minLength: 1, maxLength: 4 }), (document, damages) => {
        let text = render(document, { indent: 2 })
        for (const { at, length, instead } of damages) {
          const start = Math.floor(at * text.length)
          text = text.slice(0, start) + instead + text.slice(start + length)
        }
        expectSense(parse(text), text)
      }),
      { numRuns: 400 },
    )
  })

  test('is either read or refused when its bytes were changed', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(arbitraryDocument(), fc.array(change, { minLength: 1, maxLength: 6 }), (document, changes) => {
        const bytes = new TextEncoder().encode(render(document))
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        const text = Buffer.from(bytes).toString()
        expectSense(parseAnswer({ contentType: 'text/xml; charset=utf-8', body: bytes }), text)
      }),
      { numRuns: 300 },
    )
  })

  test('that ends too early is refused with a place', () => {
    fc.assert(
      fc.property(arbitraryDocument(), fc.double({ min: 0, max: 1, noNaN: true }), (document, share) => {
        const text = render(document)
        const cut = text.slice(0, Math.floor(share * (text.length - 1)))
        expect(parse(cut)).toMatchObject({ kind: 'unparsable', code: 12100 })
        expectSense(parse(cut), cut)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a hostile document', () => {
  const most = 60_000
  const filled = (piece: string) => piece.repeat(Math.floor(most / piece.length))

  test.each([
    ['thousands of elements that nobody knows', `<Response>${filled('<Zay/>')}</Response>`, 'document'],
    [
      'thousands of elements in the wrong place',
      `<Response><Gather>${filled('<Dial/>')}</Gather></Response>`,
      'document',
    ],
    ['thousands of wrong voices', `<Response>${filled('<Say voice="Polly.Joana">a</Say>')}</Response>`, 'document'],
    [
      'thousands of attributes',
      `<Response><Say ${filled('a')
        .replace(/a/g, (_, at) => `a${at}="" `)
        .slice(0, most)}`,
      'unparsable',
    ],
    ['elements within elements without end', `<Response>${filled('<Say>')}`, 'unparsable'],
    ['markup within markup without end', `<Response><Say>${filled('<prosody>')}`, 'unparsable'],
    ['sections that are never closed', `<Response>${filled('<![CDATA[')}`, 'unparsable'],
    ['comments that are never closed', `<Response>${filled('<!--')}`, 'unparsable'],
    ['ampersands only', `<Response><Say>${filled('&')}`, 'unparsable'],
    ['brackets only', filled('<'), 'unparsable'],
    ['a task of brackets', `<Response><Enqueue><Task>${filled('[')}</Task></Enqueue></Response>`, 'document'],
  ])('of %s is done with at once', (_, text, kind) => {
    const began = performance.now()
    expect(parse(text).kind).toBe(kind)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('with an entity that grows is refused before it grows', () => {
    const bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Response><Say>&b;</Say></Response>'
    expect(parse(bomb)).toEqual({
      kind: 'unparsable',
      code: 12100,
      message: 'A document type declaration (<!DOCTYPE …>) is not allowed in TwiML.',
      line: 1,
      column: 1,
    })
  })

  test('of more than 64 kB is refused, counted in bytes', () => {
    const room = PARSE_LIMITS.bytes - '<Response><Say></Say></Response>'.length
    expect(parse(`<Response><Say>${'a'.repeat(room)}</Say></Response>`).kind).toBe('document')
    expect(parse(`<Response><Say>${'é'.repeat(room / 2)}</Say></Response>`).kind).toBe('document')
    expect(parse(`<Response><Say>${'é'.repeat(room / 2 + 1)}</Say></Response>`)).toEqual({
      kind: 'unparsable',
      code: 11750,
      message: 'The document is larger than 65536 bytes.',
      line: 1,
      column: 1,
    })
  })
})
