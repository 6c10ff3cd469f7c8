/**
 * Who may use the page and its API.
 *
 * On this machine's own address anybody on it; but only under a name of this machine and from its own pages, so that no
 * web site a developer happens to visit can reach in. With a password, whoever knows it, from anywhere.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import { isLoopback } from './config.ts'

/** Wrong passwords of one address in a minute before it has to wait. */
const MOST_WRONG_A_MINUTE = 10
const COOKIE = 'hookswitch_session'

export interface ConsoleGuard {
  /** A Fastify `onRequest` hook. */
  readonly check: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
}

/** The guard of a server; without a password it serves this machine only. */
export function createConsoleGuard(password: string | undefined, clock: Clock): ConsoleGuard {
  // Browsers do not all send a password along with a WebSocket; a cookie made when it was right goes everywhere.
  const session = randomBytes(32).toString('hex')
  const wrong = new Map<string, { since: Instant; count: number }>()

  function countWrong(address: string): number {
    const now = clock.now()
    const before = wrong.get(address)
    if (before && now - before.since < minutes(1)) return ++before.count
    if (wrong.size > 10_000) wrong.clear()
    wrong.set(address, { since: now, count: 1 })
    return 1
  }

  function isWaiting(address: string): boolean {
    const before = wrong.get(address)
    return before !== undefined && before.count > MOST_WRONG_A_MINUTE && clock.now() - before.since < minutes(1)
  }

  async function check(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    // The network's own paths are Basic-authenticated with the account's credentials where they are served.
    if (request.url.startsWith('/2010-04-01/')) return undefined
    if (isForeignPage(request)) {
      return refuse(reply, 403, 'FOREIGN_PAGE', 'This request comes from another site.', 'Open the page itself.')
    }
    if (password === undefined) {
      if (isLoopback(hostOf(request))) return undefined
      return refuse(
        reply,
        403,
        'FOREIGN_NAME',
        'This server answers only under a name of this machine.',
        'Use http://127.0.0.1 and its port.',
      )
    }
    if (isSame(cookieOf(request), session)) return undefined
    if (isWaiting(request.ip)) {
      reply.header('retry-after', '60')
      return refuse(reply, 429, 'TOO_MANY_PASSWORDS', 'Too many wrong passwords.', 'Wait a minute and try again.')
    }
    const given = passwordOf(request)
    if (given !== undefined && isSame(given, password)) {
      reply.header('set-cookie', `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`)
      return undefined
    }
    if (given !== undefined) countWrong(request.ip)
    reply.header('www-authenticate', 'Basic realm="Hookswitch", charset="UTF-8"')
    return refuse(
      reply,
      401,
      'PASSWORD_NEEDED',
      'The password is missing or wrong.',
      'It is in HOOKSWITCH_ADMIN_PASSWORD; any user name will do.',
    )
  }
  return { check }
}

function refuse(reply: FastifyReply, status: number, code: string, message: string, help: string) {
  return reply.code(status).send({ error: { code, message, help } })
}

function isForeignPage(request: FastifyRequest): boolean {
  const { origin } = request.headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host
}

function hostOf(request: FastifyRequest): string {
  const host = request.headers.host ?? ''
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '') : ''
}

function cookieOf(request: FastifyRequest): string {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
}

function passwordOf(request: FastifyRequest): string | undefined {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || !encoded) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  return decoded.slice(decoded.indexOf(':') + 1)
}

/** Compares without telling by its duration where two texts differ. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
