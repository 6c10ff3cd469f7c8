/**
 * Counts of calls, in the memory of this process or in a PostgreSQL that several share.
 *
 * The library counts; which window a call falls into is said by our own clock, so that limits can be tested in virtual time
 * and all servers agree by the time of day. A window begins at a multiple of its length.
 */
import pg from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Clock } from '../clock/clock.ts'
import type { CallRate } from '../flow/index.ts'

/** Where calls are counted. */
export interface Rates {
  /**
   * Counts one call. `false` when it is one too many.
   *
   * @param name which limit; one name has one rate
   * @throws {Error} when the database does not answer
   */
  count(name: string, key: string, rate: CallRate): Promise<boolean>
  close(): Promise<void>
}

type Limiter = RateLimiterMemory | RateLimiterPostgres

/**
 * Opens the counts.
 *
 * @param databaseUrl a PostgreSQL database; without one this process counts alone
 */
export function openRates(clock: Clock, databaseUrl?: string, schema = 'public'): Rates {
  const limiters = new Map<string, Promise<Limiter>>()
  const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl, max: 2 })
  // Without a listener an idle connection that the server closes would end the process; the pool opens another.
  pool?.on('error', () => {})

  function limiterOf(name: string, rate: CallRate): Promise<Limiter> {
    const made = limiters.get(name)
    if (made !== undefined) return made
    const limiter = makeLimiter(name, rate, pool, schema)
    limiters.set(name, limiter)
    // A database that could not be reached at first may be there the next time.
    limiter.catch(() => limiters.delete(name))
    return limiter
  }

  return {
    async count(name, key, rate) {
      const limiter = await limiterOf(name, rate)
      const window = Math.floor(clock.now() / (rate.minutes * 60_000))
      try {
        await limiter.consume(`${window}/${key}`)
        return true
      } catch (error) {
        if (error instanceof RateLimiterRes) return false
        throw error
      }
    },
    async close() {
      await pool?.end()
    },
  }
}

function makeLimiter(name: string, rate: CallRate, pool: pg.Pool | undefined, schema: string): Promise<Limiter> {
  // Twice the window, because servers' clocks differ a little; the window is in the key.
  const options = { keyPrefix: name, points: rate.calls, duration: rate.minutes * 120 }
  if (pool === undefined) return Promise.resolve(new RateLimiterMemory(options))
  return new Promise((resolve, reject) => {
    const limiter: RateLimiterPostgres = new RateLimiterPostgres(
      { ...options, storeClient: pool, schemaName: schema, tableName: 'rate_limits' },
      (error?: Error) => (error ? reject(error) : setImmediate(() => resolve(limiter))),
    )
  })
}
