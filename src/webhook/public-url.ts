/**
 * The URL the network asked for, to the letter. Its signature covers it, so a guess that differs in one byte refuses a
 * genuine request.
 */
import { BlockList, isIP } from 'node:net'

/** What must be known of a request to tell its public URL. */
export interface Addressed {
  /** The raw request target: path and query as received. */
  readonly target: string
  readonly headers: Headers
  /** Whether the connection to us is encrypted. */
  readonly isSecure: boolean
  readonly remoteAddress: string
}

/** Header names in lower case; Node joins most repeated headers and keeps some as lists. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Tells whether an address belongs to a proxy whose forwarded headers may be believed. */
export type ProxyTrust = (address: string) => boolean

/**
 * Which proxies to believe: IP addresses and CIDR ranges, separated by commas or spaces.
 *
 * @throws {TypeError} for anything that is neither
 */
export function trustProxies(list: string): ProxyTrust {
  const trusted = new BlockList()
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    const [, address = '', bits] = /^([^/]*)(?:\/(\d+))?$/.exec(entry) ?? []
    const family = familyOf(address)
    if (family === undefined || Number(bits ?? 0) > (family === 'ipv6' ? 128 : 32)) {
      throw new TypeError(`"${entry}" is neither an IP address nor a range such as 10.0.0.0/8.`)
    }
    if (bits === undefined) trusted.addAddress(unmapped(address), familyOf(unmapped(address)))
    else trusted.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const family = familyOf(unmapped(address))
    return family !== undefined && trusted.check(unmapped(address), family)
  }
}

/** A socket that takes both families shows IPv4 addresses as `::ffff:10.0.0.1`. */
const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address)
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4'
}

/**
 * The public URL of a request.
 *
 * With a configured `publicUrl`: that, followed by the raw target. Without: from the request itself, and from
 * `X-Forwarded-Proto` and `X-Forwarded-Host` only when the connection comes from a trusted proxy, first item of a list.
 */
export function publicUrlOf(request: Addressed, publicUrl: string | undefined, isTrusted: ProxyTrust): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '') + request.target
  const forwarded = isTrusted(request.remoteAddress)
  const scheme = (forwarded && first(request.headers['x-forwarded-proto'])) || (request.isSecure ? 'https' : 'http')
  const host = (forwarded && first(request.headers['x-forwarded-host'])) || first(request.headers.host)
  return `${scheme}://${host}${request.target}`
}

function first(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value?.[0] ?? '')
  return (text.split(',')[0] ?? '').trim()
}
