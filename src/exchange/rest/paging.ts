/** Lists, a page at a time. Source: reference twilio-platform.md §2.5. */
import { refused } from './twilio-error.ts'

/** What a list operation answers with: all that matches, the newest first, and how one of them looks. */
export interface Listing<Item> {
  /** The name of the array: the resource's plural. */
  readonly key: string
  readonly items: readonly Item[]
  /** What tells an item from all others, also when the list grows. */
  sidOf(item: Item): string
  render(item: Item): object
}

const largestPage = 1000
const usualPage = 50

/**
 * One page as the network would send it.
 *
 * @param address path and query as requested; the addresses of other pages keep its filters
 * @param baseUrl what stands before paths in the lists of `/v1/…`, whose addresses are absolute
 * @throws {TwilioError} 20007 for a page size above 1000, 21481 for a token that was not given out
 */
export function pageOf<Item>(listing: Listing<Item>, address: URL, baseUrl: string): object {
  const { key, items, sidOf, render } = listing
  const size = pageSize(address.searchParams.get('PageSize'))
  const from = firstOf(listing, address.searchParams.get('PageToken'))
  const page = Number(address.searchParams.get('Page') ?? 0) || 0
  const shown = items.slice(from, from + size)
  const isLast = from + size >= items.length
  const before = items[from - size]
  const first = pageUri(address, size, 0)
  const next = isLast ? null : pageUri(address, size, page + 1, `PA${sidOf(items[from + size - 1] as Item)}`) // not the last
  const previous = from === 0 ? null : pageUri(address, size, Math.max(0, page - 1), before && `PB${sidOf(before)}`)
  const itself = `${address.pathname}${address.search}`
  const absolute = (path: string | null) => (path === null ? null : `${baseUrl}${path}`)
  if (address.pathname.startsWith('/v1/')) {
    return {
      [key]: shown.map(render),
      meta: {
        page,
        page_size: size,
        first_page_url: absolute(first),
        previous_page_url: absolute(previous),
        next_page_url: absolute(next),
        url: absolute(itself),
        key,
      },
    }
  }
  return {
    [key]: shown.map(render),
    page,
    page_size: size,
    start: from,
    end: Math.max(from, from + shown.length - 1),
    uri: itself,
    first_page_uri: first,
    next_page_uri: next,
    previous_page_uri: previous,
  }
}

function pageSize(text: string | null): number {
  const size = text === null ? usualPage : Number(text)
  if (size > largestPage) throw refused(20007, `Page size must not be greater than ${largestPage}`)
  if (!Number.isInteger(size) || size < 1) throw refused(20007, 'Page size must be a whole number above 0')
  return size
}

/** A token names the last item of the page before (`PA…`) or the first of this one (`PB…`): lists may grow meanwhile. */
function firstOf<Item>({ items, sidOf }: Listing<Item>, token: string | null): number {
  if (token === null || token === '') return 0
  const place = items.findIndex((item) => sidOf(item) === token.slice(2))
  if (place === -1 || !/^P[AB]/.test(token)) throw refused(21481, 'Invalid PageToken')
  return token.startsWith('PA') ? place + 1 : place
}

function pageUri(address: URL, size: number, page: number, token?: string): string {
  const query = new URLSearchParams(address.searchParams)
  query.set('PageSize', String(size))
  query.set('Page', String(page))
  if (token === undefined) query.delete('PageToken')
  else query.set('PageToken', token)
  return `${address.pathname}?${query}`
}
