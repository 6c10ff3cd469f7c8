import { expect, test } from 'vitest'
import { markedDocument } from './marked-document.ts'

test('a document keeps its lines, and shows those around the marked one', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `<Pause length="${index + 1}"/>`)
  expect(markedDocument(lines.join('\n'), 9)).toMatchInlineSnapshot(`
    "    4  <Pause length="4"/>
        5  <Pause length="5"/>
        6  <Pause length="6"/>
        7  <Pause length="7"/>
        8  <Pause length="8"/>
    >   9  <Pause length="9"/>
       10  <Pause length="10"/>
       11  <Pause length="11"/>
       12  <Pause length="12"/>
       13  <Pause length="13"/>
       14  <Pause length="14"/>"
  `)
})

test('a document on one line is laid out, and the element is marked that begins at the column', () => {
  const text =
    '<?xml version="1.0"?><Response><Gather numDigits="1"><Say>Press 1.</Say><Pause/></Gather><Hangup/></Response>'
  expect(markedDocument(text, 1, text.indexOf('<Hangup') + 1)).toMatchInlineSnapshot(`
    "    2  <Response>
        3    <Gather numDigits="1">
        4      <Say>Press 1.</Say>
        5      <Pause/>
        6    </Gather>
    >   7    <Hangup/>
        8  </Response>"
  `)
})
