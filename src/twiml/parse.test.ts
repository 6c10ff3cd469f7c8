import { describe, expect, test } from 'vitest'
import { dial, gather, number, parse, record, redirect, render, response, say } from './index.ts'

const menu = response(
  gather({ numDigits: 1, action: '/voice/acme/welcome?turn=1&x=2', timeout: 5 }, [
    say('For sales & more, press 1.', { voice: 'alice' }),
  ]),
  redirect('/voice/acme/welcome'),
)

describe('a document that was written', () => {
  test('is read back as the same value', () => {
    const written = render(menu)
    expect(written).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/voice/acme/welcome?turn=1&amp;x=2" timeout="5" ' +
        'numDigits="1"><Say voice="alice">For sales &amp; more, press 1.</Say></Gather>' +
        '<Redirect>/voice/acme/welcome</Redirect></Response>',
    )
    expect(parse(written)).toMatchObject({ kind: 'document', document: menu, findings: [] })
  })

  test('is laid out in lines for people, and still reads the same', () => {
    const laidOut = render(response(dial([number('+12025550101')], { timeout: 20 }), record({ maxLength: 30 })), {
      indent: 2,
    })
    expect(laidOut).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Dial timeout="20">
    <Number>+12025550101</Number>
  </Dial>
  <Record maxLength="30"/>
</Response>
`)
  })
})

test('factories make what the parser would give back', () => {
  expect(dial(number('+12025550101'))).toEqual({ verb: 'dial', children: [{ verb: 'number', text: '+12025550101' }] })
  expect(dial(' +12025550101 ')).toEqual({ verb: 'dial', text: '+12025550101', children: [] })
  expect(dial('')).toEqual({ verb: 'dial', children: [] })
  expect(say(['  Hello ', '', 'there '])).toEqual({ verb: 'say', text: 'Hello there' })
  expect(Object.keys(record({ maxLength: 5, action: '/a', timeout: undefined as never }))).toEqual([
    'verb',
    'action',
    'maxLength',
  ])
})

describe('a text that is no document', () => {
  test.each([
    ['', 12100, 'The document has no root element.', 1, 1],
    ['<Response><Say>Hi', 12100, '<Say> is never closed.', 1, 11],
    ['<Response><Say>Hi</Response>', 12100, '</Response> comes before <Say> of line 1 is closed.', 1, 18],
    [
      '\n<?xml version="1.0"?><Response/>',
      12100,
      'Something, perhaps a blank line, stands before the XML declaration.',
      2,
      6,
    ],
    ['<Response><Say>Tom & Jerry</Say></Response>', 12100, 'A bare & stands in the text; write &amp; instead.', 1, 20],
    ['<Response><Pause length=1/></Response>', 12100, 'The value of an attribute is not in quotes.', 1, 25],
    ['<Response>\n  <Say>Hi</say>\n</Response>', 12100, '</say> comes before <Say> of line 2 is closed.', 2, 10],
    ['<Answer/>', 12102, 'The root element is <Answer>; it must be <Response>.', 1, 1],
    [
      '<!DOCTYPE r [<!ENTITY a "b">]><Response/>',
      12100,
      'A document type declaration (<!DOCTYPE …>) is not allowed in TwiML.',
      1,
      1,
    ],
  ])('%j is refused with its place', (text, code, message, line, column) => {
    expect(parse(text)).toEqual({ kind: 'unparsable', code, message, line, column })
  })
})

test('what is not understood is skipped, with a finding that knows the place and what was meant', () => {
  const text = `<Response>
  <say>hello</say>
  <Gather numDigit="1" timeout="soon" method="POST">
    <Say>Press 1.</Say>
    <Dial>+12025550101</Dial>
  </Gather>
</Response>`
  expect(parse(text)).toMatchObject({
    document: { verb: 'response', children: [{ verb: 'gather', method: 'POST', children: [say('Press 1.')] }] },
    findings: [
      {
        code: 12200,
        severity: 'warning',
        message: '<say> is no element of TwiML; it is skipped with all it holds.',
        help: 'Did you mean <Say>?',
        line: 2,
        column: 3,
        at: 'Response/say[1]',
      },
      {
        code: 13313,
        severity: 'warning',
        message: 'Gather: timeout "soon" is not a whole number of at least 1 or "auto"; it is ignored.',
        line: 3,
        column: 3,
        at: 'Response/Gather[1]',
      },
      {
        code: 12200,
        severity: 'warning',
        message: '<Gather> has no attribute "numDigit"; it is ignored.',
        help: 'Did you mean "numDigits"?',
        line: 3,
        column: 3,
        at: 'Response/Gather[1]',
      },
      {
        code: 13320,
        severity: 'warning',
        message: '<Dial> may not stand in <Gather>; it is skipped with all it holds.',
        help: 'It may stand in <Response>.',
        line: 5,
        column: 5,
        at: 'Response/Gather[1]/Dial[1]',
      },
    ],
  })
})

test('an error is known to every element around it, and to no other', () => {
  const parsed = parse(
    '<Response><Say>Hi</Say><Dial><Conference trim="yes">team</Conference></Dial><Hangup/></Response>',
  )
  if (parsed.kind !== 'document') throw new Error(parsed.message)
  const [hi, call, end] = parsed.document.children
  const [finding] = parsed.findings
  expect(finding).toMatchObject({ code: 13239, severity: 'error', at: 'Response/Dial[1]/Conference[1]' })
  expect([hi, call, end].map((verb) => parsed.errorIn(verb ?? {}))).toEqual([undefined, finding, undefined])
  expect(parsed.errorIn(parsed.document)).toBe(finding)
})

test('comments, CDATA sections and white space around texts make no difference', () => {
  const text = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!-- a greeting -->
<Response>
  <Say>
    Hello <!-- dear -->caller <![CDATA[& friends]]>
  </Say>
  <Redirect>
    https://app.example/next?a=1&amp;b=2
  </Redirect>
</Response>`
  expect(parse(text)).toMatchObject({
    document: response(say('Hello caller & friends'), redirect('https://app.example/next?a=1&b=2')),
    findings: [],
  })
})
