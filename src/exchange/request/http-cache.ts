/**
 * What a cache may keep, for how long, and how it asks whether that still holds: RFC 9111, as far as answers to GET go.
 */
import type { Duration, Instant } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import type { TransportAnswer } from './transport.ts'

type Headers = Extract<TransportAnswer, { kind: 'answer' }>['headers']

/** Something kept from an answer. */
export interface Kept<T> {
  readonly value: T
  readonly isFresh: boolean
  /** Headers that ask whether it still holds; undefined when nothing can be asked. */
  readonly conditions: Readonly<Record<string, string>> | undefined
}

/** Answers by address, the oldest forgotten first. */
export interface HttpCache<T> {
  find(url: string, now: Instant): Kept<T> | undefined
  /** Keeps `value`, or forgets what was kept, as the headers of the answer say. */
  store(url: string, headers: Headers, value: T, now: Instant): void
  /** What is kept still holds, says an answer 304 with these headers. */
  refresh(url: string, headers: Headers, now: Instant): void
}

interface Entry<T> {
  readonly value: T
  readonly headers: Headers
  readonly freshUntil: Instant
}

/**
 * Makes an empty cache.
 *
 * @param unsaid how long an answer is fresh whose headers do not say
 * @param most answers that are kept at a time
 */
export function createHttpCache<T>(unsaid: Duration, most: number): HttpCache<T> {
  const entries = new Map<string, Entry<T>>()
  const put = (url: string, headers: Headers, value: T, now: Instant) => {
    entries.delete(url)
    if (!mayBeKept(headers)) return
    entries.set(url, { value, headers, freshUntil: now + (freshness(headers, now) ?? unsaid) })
    const [oldest] = entries.keys()
    if (entries.size > most && oldest !== undefined) entries.delete(oldest)
  }
  return {
    find(url, now) {
      const entry = entries.get(url)
      if (entry === undefined) return undefined
      const { value, headers, freshUntil } = entry
      return { value, isFresh: now < freshUntil, conditions: conditionsOf(headers) }
    },
    store: put,
    refresh(url, headers, now) {
      const entry = entries.get(url)
      if (entry !== undefined) put(url, { ...entry.headers, ...given(headers) }, entry.value, now)
    },
  }
}

const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.join(', ')

const given = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))

function directives(headers: Headers): ReadonlyMap<string, string> {
  const parts = (single(headers['cache-control']) ?? '').split(',').map((part) => part.trim().split('='))
  return new Map(parts.map(([name = '', value = '']) => [name.toLowerCase(), value.replaceAll('"', '')]))
}

/** A cache that is shared keeps nothing private; nothing that varies with more than the encoding is kept either. */
function mayBeKept(headers: Headers): boolean {
  const said = directives(headers)
  const varies = single(headers.vary)
  return !said.has('no-store') && !said.has('private') && (varies === undefined || /^accept-encoding$/i.test(varies))
}

/** How long from now; undefined when the headers do not say. */
function freshness(headers: Headers, now: Instant): Duration | undefined {
  const said = directives(headers)
  if (said.has('no-cache')) return 0
  const age = seconds(Number(single(headers.age)) || 0)
  const most = said.get('s-maxage') ?? said.get('max-age')
  if (most !== undefined) return (/^\d+$/.test(most) ? seconds(Number(most)) : 0) - age
  const expires = single(headers.expires)
  if (expires === undefined) return undefined
  const date = Date.parse(single(headers.date) ?? '')
  return Date.parse(expires) - (Number.isNaN(date) ? now : date) - age || 0
}

function conditionsOf(headers: Headers): Kept<unknown>['conditions'] {
  const [tag, modified] = [single(headers.etag), single(headers['last-modified'])]
  if (tag === undefined && modified === undefined) return undefined
  return {
    ...(tag !== undefined && { 'if-none-match': tag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  }
}
