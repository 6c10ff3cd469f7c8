/** Whole calls with documents that somebody or something has damaged. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createExchange, type FindingMade, type Transport } from './index.ts'
import { accountSid, authToken, caller, line } from './scripted-app.fixture.ts'

const root = resolve(import.meta.dirname, '../..')
const xml = (verbs: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${verbs}</Response>`

/** Documents as people write them: of our pages and tests. Sockets of streams would lead out of this process. */
const documents: readonly string[] = [
  ...globSync('docs/**/*.md', { cwd: root }).flatMap((file) =>
    [...readFileSync(resolve(root, file), 'utf8').matchAll(/```xml\n([\s\S]*?)```/g)].map(([, text = '']) => text),
  ),
  ...globSync('src/exchange/*.test.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(resolve(root, file), 'utf8').matchAll(/'(<[A-Z][^'\n]*>)'/g)].map(([, verbs = '']) => xml(verbs)),
  ),
].filter((text) => !text.includes('wss:'))

/** One call to an app that answers everything with these bytes, with somebody who presses, speaks and hangs up. */
async function callInto(body: Uint8Array, contentType = 'text/xml') {
  const clock = createVirtualClock()
  const transport: Transport = async () => ({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': contentType },
    body,
  })
  const exchange = createExchange({ accountSid, authToken, clock, transport, seed: 1 })
  exchange.addLine({ number: line, voiceUrl: 'http://app.test/voice', statusCallback: 'http://app.test/status' })
  exchange.setParty('+12025550101', { kind: 'answers', afterSeconds: 1 })
  const call = exchange.placeCall({ from: caller, to: line })
  await clock.advance(seconds(2))
  call.press('1#')
  call.speak('sales please', { seconds: 1 })
  await clock.advance(seconds(20))
  call.hangUp()
  await clock.advance(seconds(30))
  const { events } = exchange.journal
  const leftovers = exchange.leftovers()
  const { pending } = clock
  await exchange.close()
  return {
    leftovers,
    pending,
    isOver: call.isOver,
    isPerformed: events.some(({ kind }) => kind === 'document-started'),
    findings: events.filter((event): event is FindingMade & typeof event => event.kind === 'finding'),
    heard: events.flatMap((event) =>
      event.kind === 'prompt-started' && event.prompt.kind === 'speech' ? [event.prompt.text] : [],
    ),
  }
}

type Outcome = Awaited<ReturnType<typeof callInto>>

/** What holds whatever the app says. */
function expectOrder({ leftovers, pending, isOver, isPerformed, findings }: Outcome): void {
  expect(leftovers).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
  expect(pending).toBe(0)
  expect(isOver).toBe(true)
  for (const { message, code, line: place, requestId, title } of findings) {
    expect(message).not.toMatch(/The exchange itself failed/)
    // A code of the network has a name; what has none is our advice about a document, and says where.
    if (code !== undefined) expect(title, String(code)).toBeTruthy()
    else if (requestId !== undefined) expect(place, message).toBeGreaterThanOrEqual(1)
  }
  if (isPerformed) return
  const refusal = findings.find(({ severity }) => severity === 'error')
  expect(refusal?.code).toBeGreaterThan(11_000)
  // What has no lines, or is too long to be read, has no place in it.
  if (refusal?.code !== 12300 && refusal?.code !== 13420)
    expect(refusal?.line ?? (refusal?.code === 11750 ? 1 : 0)).toBeGreaterThanOrEqual(1)
}

const splinter = fc.oneof(
  fc.uint8Array({ maxLength: 4 }),
  fc
    .constantFrom(
      ...['<', '>', '&', '"', '</', '<!--', ']]>', '<![CDATA[', '<?xml?>', '&#0;', '&#xD800;', '&x;', '\0', '\u{fffe}'],
      ...[
        '<!DOCTYPE x>',
        ' loop="1e99"',
        ' timeout="-1"',
        '<Gather>',
        '</Gather>',
        '<Sey/>',
        '<Redirect/>',
        '</Response>',
      ],
    )
    .map((text) => Buffer.from(text)),
  // A lone surrogate, an overlong slash, half a character, two byte order marks.
  fc
    .constantFrom([0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe2, 0x82], [0xff, 0xfe], [0xef, 0xbb, 0xbf])
    .map((bytes) => Uint8Array.from(bytes)),
)

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(200)),
  instead: splinter,
})

function damaged(text: string, damages: readonly { at: number; length: number; instead: Uint8Array }[]): Uint8Array {
  let bytes = Buffer.from(text)
  for (const { at, length, instead } of damages) {
    const from = Math.floor(at * bytes.length)
    bytes = Buffer.concat([bytes.subarray(0, from), instead, bytes.subarray(from + length)])
  }
  return bytes
}

describe('a call', () => {
  test('is in order with every document of our pages and tests', async () => {
    expect(documents.length).toBeGreaterThan(50)
    for (const text of documents) expectOrder(await callInto(Buffer.from(text)))
  })

  test('ends, leaves nothing over and has a code and a place for it, whatever bytes of its document are damaged', async () => {
    const damages = fc.array(damage, { minLength: 1, maxLength: 4 })
    const type = fc.constantFrom(
      'text/xml',
      'application/xml; charset=latin1',
      'text/html',
      'text/plain',
      'audio/wav',
      '',
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), damages, type, async (text, places, contentType) => {
        expectOrder(await callInto(damaged(text, places), contentType))
      }),
      { numRuns: 400 },
    )
  })

  test('survives two documents that were spliced', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const document = fc.constantFrom(...documents)
    await fc.assert(
      fc.asyncProperty(document, document, share, share, async (one, other, until, from) => {
        const text = one.slice(0, Math.floor(until * one.length)) + other.slice(Math.floor(from * other.length))
        expectOrder(await callInto(Buffer.from(text)))
      }),
      { numRuns: 100 },
    )
  })
})

describe('a document that is made to hurt', () => {
  const entities = (body: string) => `<?xml version="1.0"?>${body}<Response><Say>&a;</Say></Response>`
  const apology = 'We are sorry, an application error has occurred. Goodbye.'
  const bombs: Readonly<Record<string, string>> = {
    'reads a file of the machine': entities('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    'reads from the network': entities('<!DOCTYPE r [<!ENTITY a SYSTEM "http://169.254.169.254/">]>'),
    'loads another grammar': '<!DOCTYPE r SYSTEM "http://app.test/x.dtd"><Response><Say>Hi</Say></Response>',
    'unfolds to gigabytes': entities(
      `<!DOCTYPE r [<!ENTITY z "lol">${[...'yxwvutsrqponmlkjihgfedcba'].map((name, place, all) => `<!ENTITY ${name} "${`&${place === 0 ? 'z' : all[place - 1]};`.repeat(10)}">`).join('')}]>`,
    ),
    'refers to itself': entities('<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
    'is nested without end': '<Response>'.padEnd(60_000, '<Gather>'),
    'is nested and closed': `<Response>${'<a>'.repeat(8000)}${'</a>'.repeat(8000)}</Response>`,
  }

  test.each(Object.entries(bombs))('%s: the caller hears no more than an apology', async (_, text) => {
    const outcome = await callInto(Buffer.from(text))
    expectOrder(outcome)
    expect(outcome.heard).toEqual([apology])
  })

  test.each([
    ['a huge attribute', xml(`<Say voice="${'x'.repeat(60_000)}">Hello</Say>`)],
    [
      'thousands of attributes',
      xml(`<Say ${Array.from({ length: 5000 }, (_, place) => `a${place}=""`).join(' ')}>Hello</Say>`),
    ],
    ['thousands of unknown elements', xml(`${'<Sey/>'.repeat(8000)}<Say>Hello</Say>`)],
    [
      'a name that is also one of every object',
      xml('<constructor/><__proto__ toString=""/><Say hasOwnProperty="">Hello</Say>'),
    ],
  ])('holds %s: what is sound in it is performed', async (_, text) => {
    const outcome = await callInto(Buffer.from(text))
    expectOrder(outcome)
    expect(outcome.heard).toEqual(['Hello'])
    expect(outcome.findings.length).toBeLessThanOrEqual(200)
  })

  test('in another encoding than it says is refused or read, and never half of it', async () => {
    const utf16 = Buffer.from(`\ufeff${xml('<Say>Hello</Say>')}`, 'utf16le')
    const outcome = await callInto(utf16)
    expectOrder(outcome)
    expect([['Hello'], [apology]]).toContainEqual(outcome.heard)
    const lone = await callInto(
      Buffer.concat([
        Buffer.from('<Response><Say>a'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('b</Say></Response>'),
      ]),
    )
    expectOrder(lone)
    expect(lone.heard.join('')).not.toMatch(/[\ud800-\udfff]/)
  })
})
