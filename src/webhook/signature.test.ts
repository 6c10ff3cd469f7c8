import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { asParameters, parseForm } from './form.ts'
import { publicUrlOf } from './public-url.ts'
import { judgeSignature } from './signature.ts'

interface Vector {
  readonly id: string
  readonly note: string
  readonly fn: 'validateRequest' | 'validateRequestWithBody' | 'validateIncomingRequest'
  readonly token: string
  readonly url?: string
  readonly method: string
  readonly params: Record<string, string | string[]> | null
  readonly body: string | null
  readonly signature: string
  readonly expect: boolean
  readonly request?: { readonly protocol: string; readonly host: string; readonly originalUrl: string }
  readonly options?: { readonly protocol?: string; readonly host?: string; readonly url?: string }
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../test/reference/signature-vectors.json', import.meta.url), 'utf8'),
) as { vectors: readonly Vector[] }

test('all 94 vectors of the reference are here', () => {
  expect(vectors).toHaveLength(94)
})

describe('the reference decides which requests are genuine', () => {
  test.each(vectors.map((vector) => [vector.id, vector.note, vector] as const))('%s: %s', (_id, _note, vector) => {
    const url = vector.url ?? urlSeenBy(vector)
    const isJson = isJsonVector(vector)
    // A body the vector does not have was not kept; the official middleware then hashes an empty object.
    const rawBody = vector.body ?? '{}'
    const verdict = judgeSignature(
      {
        url,
        signature: vector.signature,
        form: isJson ? [] : formOf(vector),
        rawBody: isJson ? Buffer.from(rawBody) : undefined,
      },
      { current: vector.token },
    )
    expect(verdict.kind).toBe(vector.expect ? 'genuine' : 'refused')
  })
})

describe('a form is read without losing anything', () => {
  const forms = vectors.filter((vector) => !isJsonVector(vector) && vector.body !== null)
  test.each(forms.map((vector) => [vector.id, vector] as const))('%s', (_id, { body, params }) => {
    expect({ ...asParameters(parseForm(body ?? '')) }).toEqual(params)
  })
})

describe('while a token is being replaced', () => {
  const vector = vectors.find(({ id }) => id === 'known-sdk-test') as Vector
  const request = { url: vector.url ?? '', signature: vector.signature, form: parseForm(vector.body ?? '') }

  test('requests signed with the token before are still genuine', () => {
    expect(judgeSignature(request, { current: 'the-new-one', previous: vector.token }).kind).toBe('genuine')
  })

  test('requests signed with a token from before that are refused, and told what is wrong', () => {
    expect(judgeSignature(request, { current: 'the-new-one', previous: 'the-one-before' })).toEqual({
      kind: 'refused',
      reason: 'the header X-Twilio-Signature does not match',
    })
  })

  test('an empty previous token is no token', () => {
    expect(judgeSignature(request, { current: 'the-new-one', previous: '' }).kind).toBe('refused')
  })
})

test('a request without the header is refused as such', () => {
  expect(judgeSignature({ url: 'https://example.com/', signature: undefined, form: [] }, { current: 't' })).toEqual({
    kind: 'refused',
    reason: 'the header X-Twilio-Signature is missing',
  })
})

const isJsonVector = ({ fn, request }: Vector) =>
  fn === 'validateRequestWithBody' || (request?.originalUrl.includes('bodySHA256=') ?? false)

/** The form as it came, or the parameters of a vector that has no body (a WebSocket handshake). */
function formOf({ body, params }: Vector) {
  if (body !== null) return parseForm(body)
  return Object.entries(params ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
}

/** The URL an app sees for the vectors that describe a request rather than a URL. */
function urlSeenBy({ request, options }: Vector): string {
  if (options?.url !== undefined) return options.url
  const { protocol = '', host = '', originalUrl = '' } = request ?? {}
  const seen = {
    target: originalUrl,
    headers: { host: options?.host ?? host },
    isSecure: (options?.protocol ?? protocol) === 'https',
    remoteAddress: '127.0.0.1',
  }
  return publicUrlOf(seen, undefined, () => false)
}
