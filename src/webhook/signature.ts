/**
 * Signatures: whether a request really comes from the network. There is no switch to turn this off.
 *
 * The official library decides; we give it the exact URL, the parameters with nothing lost, and the raw bytes.
 * Source: reference twilio-platform.md §1, documented and held against 94 vectors.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { asParameters, type FormPairs } from './form.ts'

/** The tokens that may have signed: the current one, and the one before while it is being replaced. */
export interface SigningTokens {
  readonly current: string
  readonly previous?: string | undefined
}

/** A request as far as its signature goes. */
export interface SignedRequest {
  /** See `publicUrlOf`. */
  readonly url: string
  /** The `X-Twilio-Signature` header. */
  readonly signature: string | undefined
  /** The form's pairs; none for a GET, whose parameters are in the URL. */
  readonly form: FormPairs
  /** The raw bytes of a body that is not a form (JSON), undefined when there is none. */
  readonly rawBody?: Uint8Array | undefined
}

/** Whether a request is genuine, and if not, why, in words fit for a log. */
export type SignatureVerdict = { readonly kind: 'genuine' } | { readonly kind: 'refused'; readonly reason: string }

/** Judges a request. Takes the same time whether a token is nearly right or not. */
export function judgeSignature(request: SignedRequest, tokens: SigningTokens): SignatureVerdict {
  const { signature } = request
  if (!signature) return refused('the header X-Twilio-Signature is missing')
  if (request.rawBody) {
    const stated = new URL(request.url).searchParams.get('bodySHA256')
    if (stated === null) return refused('the body is not a form and the URL carries no bodySHA256')
    if (!isHashOf(stated, request.rawBody)) return refused('bodySHA256 is not the hash of the body')
  }
  const parameters = asParameters(request.rawBody ? [] : request.form)
  const isSignedWith = (token: string) =>
    isEqual(getExpectedTwilioSignature(token, request.url, parameters), signature) ||
    // The same address with and without its port, and with its query written in another way, costs one hash each.
    validateRequest(token, signature, request.url, parameters)
  const isGenuine = [tokens.current, tokens.previous].some((token) => token && isSignedWith(token))
  return isGenuine ? { kind: 'genuine' } : refused('the header X-Twilio-Signature does not match')
}

/** Over the raw bytes, where the library would decode them first and miss what decoding repairs. */
function isHashOf(stated: string, body: Uint8Array): boolean {
  return isEqual(createHash('sha256').update(body).digest('hex'), stated)
}

function isEqual(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const refused = (reason: string) => ({ kind: 'refused', reason }) as const
