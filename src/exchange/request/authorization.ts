/**
 * Credentials of an address, as the app asks for them: basic, or digest by RFC 7616.
 *
 * Source: reference twilio-platform.md §1.2, documented: the first request goes without.
 */
import { createHash } from 'node:crypto'

/** What is to be authorized. */
export interface AuthorizedRequest {
  readonly method: string
  /** Absolute, as requested. */
  readonly url: string
  /** Decoded. */
  readonly username: string
  readonly password: string
}

/**
 * The `Authorization` header that answers a `WWW-Authenticate` header; undefined when it asks for something unknown.
 *
 * The strongest offer is taken: digest with SHA-256, digest with MD5, basic.
 *
 * @param challenge the header; a list when it came more than once
 * @param nonce for digest, unpredictable
 */
export function authorize(
  request: AuthorizedRequest,
  challenge: string | readonly string[] | undefined,
  nonce: string,
): string | undefined {
  const offers = readChallenges([challenge ?? []].flat().join(', '))
  const digests = offers.filter(({ scheme, parameters }) => scheme === 'digest' && mayAnswer(parameters))
  const strongest = digests.find(({ parameters }) => algorithmOf(parameters) === 'sha256') ?? digests[0]
  if (strongest !== undefined) return digest(request, strongest.parameters, nonce)
  if (!offers.some(({ scheme }) => scheme === 'basic')) return undefined
  return `Basic ${Buffer.from(`${request.username}:${request.password}`).toString('base64')}`
}

type Parameters = ReadonlyMap<string, string>

interface Challenge {
  readonly scheme: string
  readonly parameters: Parameters
}

/** Several challenges may stand in one header; a name that no `=` follows begins the next. */
function readChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  for (const [, scheme, name, quoted, plain] of header.matchAll(
    /([\w-]+)(?=\s+[\w-]+\s*=|\s*,|\s*$)|([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  )) {
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() })
    else challenges.at(-1)?.parameters.set(String(name).toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return challenges
}

function algorithmOf(parameters: Parameters): 'md5' | 'sha256' | undefined {
  const name = (parameters.get('algorithm') ?? 'MD5').toUpperCase()
  return name === 'MD5' ? 'md5' : name === 'SHA-256' ? 'sha256' : undefined
}

/** Without `qop` the older form of RFC 2069 is meant. */
function mayAnswer(parameters: Parameters): boolean {
  const qop = parameters.get('qop')
  return algorithmOf(parameters) !== undefined && parameters.has('nonce') && (qop === undefined || offersAuth(qop))
}

const offersAuth = (qop: string): boolean => qop.split(',').some((one) => one.trim().toLowerCase() === 'auth')

function digest({ method, url, username, password }: AuthorizedRequest, parameters: Parameters, nonce: string): string {
  const hash = (text: string) =>
    createHash(algorithmOf(parameters) ?? 'md5')
      .update(text)
      .digest('hex')
  const { pathname, search } = new URL(url)
  const uri = pathname + search
  const [realm, theirs] = [parameters.get('realm') ?? '', parameters.get('nonce') ?? '']
  const who = hash(`${username}:${realm}:${password}`)
  const what = hash(`${method}:${uri}`)
  const isCounted = parameters.has('qop')
  const response = hash(isCounted ? `${who}:${theirs}:00000001:${nonce}:auth:${what}` : `${who}:${theirs}:${what}`)
  const quoted = { username, realm, nonce: theirs, uri, response, opaque: parameters.get('opaque') }
  const parts = Object.entries(quoted).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value.replace(/["\\]/g, '\\$&')}"`],
  )
  if (parameters.has('algorithm')) parts.push(`algorithm=${parameters.get('algorithm')}`)
  if (isCounted) parts.push('qop=auth', 'nc=00000001', `cnonce="${nonce}"`)
  return `Digest ${parts.join(', ')}`
}
