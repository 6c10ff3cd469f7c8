import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { request } from 'undici'

/** Calendars are some hundred kilobytes. */
const MOST_BYTES = 5 * 1024 * 1024
const MOST_REDIRECTS = 5

/**
 * The text of a calendar at an http(s) or webcal address, or in a file.
 *
 * @throws {Error} when it cannot be had; the message does not name the address, which may be private
 */
export async function fetchCalendar(source: string, signal: AbortSignal): Promise<string> {
  const url = source.replace(/^webcal:/i, 'https:')
  if (!/^https?:/i.test(url)) return fromFile(source)
  let here = url
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await request(here, {
      headers: { accept: 'text/calendar' },
      signal,
      headersTimeout: 20_000,
      bodyTimeout: 20_000,
    })
    const { statusCode, headers } = answer
    const { location } = headers
    if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
      await answer.body.dump()
      here = new URL(location, here).href
      continue
    }
    if (statusCode !== 200) {
      await answer.body.dump()
      throw new Error(`it answered ${statusCode}`)
    }
    return await textOf(answer.body)
  }
  throw new Error(`it leads on more than ${MOST_REDIRECTS} times`)
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function fromFile(path: string): Promise<string> {
  return readFile(resolve(path), 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Error(`its file cannot be read (${code})`)
  })
}
