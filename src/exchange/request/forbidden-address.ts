/**
 * Addresses the exchange does not fetch from: those of the machine's own link and of the metadata services of clouds.
 *
 * An app under test decides what is fetched. Where an exchange runs in a cloud, such a request would hand the machine's
 * credentials to whoever wrote the document. Addresses are checked when the connection is made, so that neither a
 * redirect nor a name that resolves there gets past.
 */
import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Thrown to the connection that is being made. */
export class ForbiddenAddressError extends Error {
  /** What to do about it. */
  readonly help = 'Set allowLinkLocal in the settings of the exchange if this is meant.'

  constructor() {
    super('The host is link-local or serves the metadata of a cloud; the exchange does not fetch from there.')
  }
}

const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addAddress('168.63.129.16', 'ipv4')
forbidden.addAddress('192.0.0.192', 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6')
// 169.254.0.0/16 as it is written behind a translator to IPv6.
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')

const forbiddenNames: ReadonlySet<string> = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data'])

/**
 * Whether nothing is fetched from this host.
 *
 * @param host a name or an address, with or without the brackets and the zone of IPv6
 */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const version = isIP(bare)
  if (version === 0) return forbiddenNames.has(bare.toLowerCase().replace(/\.$/, ''))
  return forbidden.check(bare, version === 4 ? 'ipv4' : 'ipv6')
}

/** A look-up of names that fails with {@link ForbiddenAddressError} when any of the addresses is forbidden. */
export function guardedLookup(resolve: LookupFunction = lookup as LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, options, (error, address, family) => {
      const found = typeof address === 'string' ? [{ address }] : ((address ?? []) as LookupAddress[]) // as `all` asks
      if (error === null && found.some((one) => isForbiddenHost(one.address))) done(new ForbiddenAddressError(), '')
      else done(error, address, family)
    })
  }
}
