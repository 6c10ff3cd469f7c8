import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { arbitraryDocument, arbitraryElement, arbitraryText } from './arbitrary.fixture.ts'
import {
  advise,
  check,
  elements,
  explain,
  parse,
  plainText,
  render,
  response,
  rulesByVerb,
  say,
  type TwimlDocument,
} from './index.ts'
import type { AnyElement } from './rules.ts'

function documentIn(text: string): TwimlDocument {
  const parsed = parse(text)
  if (parsed.kind === 'unparsable') throw new Error(`${parsed.message} at ${parsed.line}:${parsed.column}`)
  return parsed.document
}

describe('every document', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(arbitraryDocument(), (document) => {
        expect(documentIn(render(document))).toEqual(document)
      }),
      { numRuns: 200 },
    )
  })

  test('reads the same when it is laid out for people', () => {
    fc.assert(
      fc.property(arbitraryDocument(), fc.integer({ min: 1, max: 4 }), (document, indent) => {
        expect(documentIn(render(document, { indent }))).toEqual(document)
      }),
    )
  })

  test('has the same findings built and parsed', () => {
    fc.assert(
      fc.property(arbitraryDocument(), (document) => {
        const parsed = parse(render(document))
        const found = parsed.kind === 'document' ? parsed.findings : []
        const bare = found.map(({ line: _line, column: _column, ...finding }) => JSON.stringify(finding))
        const built = check(document).map((finding) => JSON.stringify(finding))
        if (built.length < 100) expect(bare.toSorted()).toEqual(built.toSorted())
      }),
      { numRuns: 300 },
    )
  })

  test('knows where each of its elements stands', () => {
    fc.assert(
      fc.property(arbitraryDocument(), (document) => {
        const text = render(document, { indent: 2 })
        const parsed = parse(text)
        if (parsed.kind !== 'document') throw new Error(parsed.message)
        for (const verb of parsed.document.children) {
          const { line = 0, column = 0 } = parsed.positionOf(verb) ?? {}
          expect(
            text
              .split('\n')
              [line - 1]?.slice(column - 1)
              .toLowerCase(),
          ).toMatch(new RegExp(`^<${verb.verb.toLowerCase()}[ />]|^<${verb.verb.toLowerCase()}$`))
        }
      }),
    )
  })
})

describe('every verb', () => {
  test('is explained in one sentence, and every document can be advised on', () => {
    fc.assert(
      fc.property(arbitraryDocument(), (document) => {
        for (const verb of document.children) expect(explain(verb)).toMatch(/^[A-Z].*\.$/s)
        const paths = new Set(document.children.map((verb) => rulesByVerb(verb.verb)?.tag))
        for (const { at = '' } of advise(document)) expect(paths).toContain(/^Response\/(\w+)\[\d+\]$/.exec(at)?.[1])
      }),
    )
  })
})

describe('every element', () => {
  const places = elements.flatMap((parent) => parent.children.map((tag) => [tag, parent.tag] as const))

  test.each(places)('<%s> in <%s> is read back as it was written', (tag, parent) => {
    const home = elements.find((rules) => rules.tag === parent)
    fc.assert(
      fc.property(arbitraryElement(tag, parent), (element) => {
        const document = wrapped(element, parent)
        expect(documentIn(render(document))).toEqual(document)
      }),
      { numRuns: 20 },
    )
    expect(home?.children).toContain(tag)
  })

  /** Puts the element into parents until a document is reached. */
  function wrapped(element: AnyElement, parent: string): TwimlDocument {
    const rules = elements.find(({ tag }) => tag === parent)
    if (rules === undefined) throw new Error(parent)
    const holder =
      rules.content === 'markup' ? { verb: rules.verb, text: [element] } : { verb: rules.verb, children: [element] }
    if (parent === 'Response') return holder as unknown as TwimlDocument // the holder is the document itself
    const home = elements.find(({ children }) => children.includes(parent))
    return wrapped(holder, home?.tag ?? 'Response')
  }
})

describe('every text', () => {
  test('is written so that XML can carry it, whatever characters it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const document = response(say(text), { verb: 'record', action: '', recordingConfigurationId: text })
          expect(parse(render(document)).kind).toBe('document')
        },
      ),
      { numRuns: 200 },
    )
  })

  test('without markup is its own plain text, but for blanks', () => {
    fc.assert(
      fc.property(arbitraryText(), (text) => {
        expect(plainText(text)).toBe(text.replace(/\s+/g, ' ').trim())
      }),
    )
  })
})

describe('what the official client library writes', () => {
  test('is read as the document it was told to write', () => {
    fc.assert(
      fc.property(arbitraryDocument().map(knownToTheLibrary), (document) => {
        const written = writtenByTheLibrary(document)
        expect(documentIn(written)).toEqual(document)
      }),
      { numRuns: 300 },
    )
  })

  type Node = { [method: string]: (...given: unknown[]) => Node }

  function writtenByTheLibrary(document: TwimlDocument): string {
    const voice = new twilio.twiml.VoiceResponse()
    for (const child of document.children) write(voice as unknown as Node, child) // called by the verbs' names
    return voice.toString()
  }

  function write(parent: Node, { verb, text, children = [], ...attributes }: AnyElement): void {
    const plain = typeof text === 'string' ? text : undefined
    // Without a text the library takes the second argument for one, so it is left out.
    const node = plain === undefined ? parent[verb]?.(attributes) : parent[verb]?.(attributes, plain)
    if (node === undefined) throw new Error(`The library has no ${verb} here.`)
    for (const piece of typeof text === 'object' ? text : []) {
      if (typeof piece === 'string') node.addText?.(piece)
      else write(node, piece)
    }
    for (const child of children) write(node, child)
  }

  /** Leaves out what the library cannot write: Annotate, and stopping a Recording. */
  function knownToTheLibrary(document: TwimlDocument): TwimlDocument {
    const children = document.children.filter(
      (verb) =>
        verb.verb !== 'annotate' && !(verb.verb === 'stop' && verb.children.some((noun) => noun.verb === 'recording')),
    )
    return { ...document, children }
  }
})
