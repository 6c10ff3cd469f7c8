/**
 * The cookies one call keeps: set by the app, returned on its later requests, gone with the call.
 *
 * Keeps host, domain, path and `Max-Age=0`/past `Expires` (which delete); every other cookie lives as long as the
 * call. Source: reference twiml-voice.md §2.5, documented except for the scope, which is ours.
 */
export interface CookieJar {
  /** Takes in the `Set-Cookie` headers of an answer from `url`. */
  store(url: URL, setCookie: string | readonly string[] | undefined, now: number): void
  /** The `Cookie` header for a request to `url`; undefined when there is nothing to send. */
  headerFor(url: URL): string | undefined
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  readonly isHostOnly: boolean
  readonly path: string
  readonly isSecure: boolean
}

export function createCookieJar(): CookieJar {
  let cookies: Cookie[] = []
  return {
    store(url, setCookie, now) {
      if (setCookie === undefined) return
      for (const header of typeof setCookie === 'string' ? [setCookie] : setCookie) {
        const read = readCookie(url, header, now)
        if (read === undefined) continue
        const { cookie, isDeletion } = read
        cookies = cookies.filter((other) => !isSame(other, cookie))
        if (!isDeletion) cookies.push(cookie)
      }
    },
    headerFor(url) {
      if (cookies.length === 0) return undefined
      const sent = cookies.filter((cookie) => mayGoTo(cookie, url))
      return sent.length === 0 ? undefined : sent.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
    },
  }
}

function readCookie(url: URL, header: string, now: number) {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  if (equals < 1) return undefined
  const found = new Map(
    attributes.map((attribute) => {
      const [name = '', ...value] = attribute.split('=')
      return [name.trim().toLowerCase(), value.join('=').trim()]
    }),
  )
  const domain = found.get('domain')?.replace(/^\./, '').toLowerCase()
  if (domain && !isWithin(url.hostname, domain)) return undefined
  const path = found.get('path')
  const cookie: Cookie = {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    domain: domain || url.hostname,
    isHostOnly: !domain,
    path: path?.startsWith('/') ? path : url.pathname.slice(0, Math.max(1, url.pathname.lastIndexOf('/'))),
    isSecure: found.has('secure'),
  }
  const maxAge = found.get('max-age')
  const expires = found.get('expires')
  const isDeletion = maxAge !== undefined ? Number(maxAge) <= 0 : expires !== undefined && Date.parse(expires) <= now
  return { cookie, isDeletion }
}

const isSame = (one: Cookie, other: Cookie): boolean =>
  one.name === other.name && one.domain === other.domain && one.path === other.path

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

function mayGoTo(cookie: Cookie, url: URL): boolean {
  if (cookie.isSecure && url.protocol !== 'https:') return false
  if (cookie.isHostOnly ? url.hostname !== cookie.domain : !isWithin(url.hostname, cookie.domain)) return false
  const folder = cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`
  return url.pathname === cookie.path || url.pathname.startsWith(folder)
}
