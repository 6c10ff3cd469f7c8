/** What the network does on Play: it fetches a file, or sends tones. Source: reference twiml-voice.md §4.2. */
import type { Duration } from '../../clock/clock.ts'
import { audioTypes, type Play } from '../../twiml/index.ts'
import type { Network } from '../network.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { askApp } from '../request/ask-app.ts'
import { audioDuration } from '../request/audio-duration.ts'
import { createHttpCache, type HttpCache } from '../request/http-cache.ts'
import { roundsOf } from './loop.ts'

export async function performPlay(play: Play, performance: Performance): Promise<Outcome> {
  performance.leg.answer()
  if (play.digits !== undefined) return playDigits(play.digits, performance)
  const url = performance.resolve(play.text)
  if (url === undefined || play.text === '') return failed('the file has no address', performance)
  const lasts = prefetched.get(play) ?? (await lengthOf(url, play, performance))
  prefetched.delete(play)
  if (lasts === undefined) return failed('the file could not be played', performance)
  for (let round = 0; round < roundsOf(play.loop); round++) {
    if (!(await performance.hears({ kind: 'audio', url }, lasts, play))) return next('the file was cut short')
  }
  return next('the file was played')
}

/** Fetches the file now, so that it is at hand when its turn comes. */
export async function prefetch(play: Play, performance: Performance): Promise<void> {
  const url = performance.resolve(play.text)
  if (url === undefined || play.text === '' || play.digits !== undefined) return
  const lasts = await lengthOf(url, play, performance)
  if (lasts !== undefined) prefetched.set(play, lasts)
}

/** What was fetched for its next turn, and is not asked for again then. */
const prefetched = new WeakMap<Play, Duration>()

const failed = (says: string, { network }: Performance): Outcome =>
  network.settings.playFailure === 'end' ? { kind: 'hang-up', says } : next(says)

/**
 * One cache of lengths per exchange. Files whose headers do not say how long they hold are fetched once a run.
 *
 * Source: reference twiml-voice.md §2.6, documented except for the run, which is ours.
 */
const lengths = new WeakMap<Network, HttpCache<Duration>>()

/** Files whose length is known at a time. */
const mostFiles = 10_000

/** Files may be this long. */
const mediaBytes = 64 * 1024 * 1024

async function lengthOf(url: string, play: Play, performance: Performance): Promise<Duration | undefined> {
  const { network, leg } = performance
  const known = lengths.get(network) ?? createHttpCache<Duration>(Number.POSITIVE_INFINITY, mostFiles)
  lengths.set(network, known)
  const kept = known.find(url, network.clock.now())
  if (kept?.isFresh) return kept.value
  const release = network.clock.hold(`the length of ${url}`)
  try {
    const question = { leg, purpose: 'media', url, method: 'GET', parameters: [], maximumBytes: mediaBytes } as const
    const { conditions } = kept ?? {}
    const reply = await askApp(network, { ...question, ...(conditions && { conditions }) })
    if (reply.kind === 'answer' && reply.status === 304 && kept !== undefined) {
      known.refresh(url, reply.headers, network.clock.now())
      return kept.value
    }
    if (reply.kind === 'failure' || reply.status >= 300) {
      const message = reply.kind === 'failure' ? reply.message : `The file was answered with status ${reply.status}.`
      const help = reply.kind === 'failure' ? reply.help : undefined
      performance.report({ code: 11200, severity: 'error', message, ...(help !== undefined && { help }) }, play)
      return undefined
    }
    const type = (reply.contentType.split(';')[0] ?? '').trim().toLowerCase()
    const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'latin1') : reply.body
    const found = (audioTypes as readonly string[]).includes(type) ? await audioDuration(body, type) : undefined
    if (found === undefined) {
      const message = `The file came as ${type || 'no known type'} and cannot be played.`
      performance.report({ code: 13420, severity: 'error', message, help: 'Serve audio/mpeg or audio/wav.' }, play)
      return undefined
    }
    known.store(url, reply.headers, found, network.clock.now())
    return found
  } finally {
    release()
  }
}

/** `w` is half a second of silence, `W` a whole one; each tone takes a quarter of a second. */
async function playDigits(digits: string, performance: Performance): Promise<Outcome> {
  await performance.hearsTone('digits', digitsLast(digits), digits)
  return next('the tones were sent')
}

/** How long a string of tones and pauses lasts. */
export const digitsLast = (digits: string): Duration =>
  [...digits].reduce((total, digit) => total + (digit === 'w' ? 500 : digit === 'W' ? 1000 : 250), 0)
