import { describe, expect, test } from 'vitest'
import { twimlLines } from './twiml-lines.ts'

const drawn = (body: string) =>
  twimlLines(body).map(
    (line) => `${line.verbIndex ?? '-'} ${'  '.repeat(line.depth)}${line.tokens.map(({ text }) => text).join('')}`,
  )

describe('a document that came on one line', () => {
  const body =
    '<?xml version="1.0"?><Response><Gather numDigits="1"><Say>Press 1</Say></Gather><Redirect>/again</Redirect></Response>'

  test('shows one element a line, words beside their tags, and which verb each line belongs to', () => {
    expect(drawn(body)).toEqual([
      '- <?xml version="1.0"?>',
      '- <Response>',
      '0   <Gather numDigits="1">',
      '0     <Say>Press 1</Say>',
      '0   </Gather>',
      '1   <Redirect>/again</Redirect>',
      '- </Response>',
    ])
  })

  test('marks where each verb begins', () => {
    expect(twimlLines(body).flatMap((line, index) => (line.isVerbStart ? [index] : []))).toEqual([2, 5])
  })
})

test('a document of several lines remembers where each element stood', () => {
  const lines = twimlLines('<Response>\n  <Say>\n    Hello\n  </Say>\n  <Hangup/>\n</Response>')
  expect(lines.map((line) => [line.sourceLine, line.tokens.map(({ text }) => text).join('')])).toEqual([
    [1, '<Response>'],
    [2, '<Say>Hello</Say>'],
    [5, '<Hangup/>'],
    [6, '</Response>'],
  ])
})

test('an answer that is no XML is shown as it came', () => {
  expect(drawn('Internal Server Error')).toEqual(['- Internal Server Error'])
})

test('a start tag that never closes is shown as far as it goes', () => {
  expect(drawn('<Response><Say voice="alice>Hello')).toEqual(['- <Response>', '0   <Say voice="alice>Hello'])
})
