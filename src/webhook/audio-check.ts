/**
 * Which recordings of prompts can be had: a caller hears the words instead of one that cannot.
 *
 * The network fetches recordings itself and says nothing where it fails, so they are looked at from here, when they are first
 * used and again later, never while a caller waits. What is not known yet is taken to be there.
 */
import { request } from 'undici'
import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'

/** Looks at recordings; see {@link createAudioCheck}. */
export interface AudioCheck {
  /** Whether this recording was there when it was last looked at; begins to look again when that is a while ago. */
  readonly isPlayable: (url: string) => boolean
  /** Resolves when nothing is being looked at. */
  settled(): Promise<void>
}

/** What was there is looked at again after this. */
const GOOD_FOR = minutes(10)
/** What was not there is looked at again after this. */
const BAD_FOR = minutes(1)
const LONGEST_MILLISECONDS = 5_000
const MOST_KNOWN = 5_000

interface Known {
  readonly isThere: boolean
  readonly until: Instant
}

/** Looks at recordings over HTTP. */
export function createAudioCheck({ clock, log }: { readonly clock: Clock; readonly log: Log }): AudioCheck {
  const known = new Map<string, Known>()
  const looking = new Map<string, Promise<void>>()

  async function look(url: string): Promise<void> {
    const isThere = await canBeHad(url)
    if (!isThere && known.get(url)?.isThere !== false) {
      log.warn(
        { audio: withoutQuery(url) },
        'a recording cannot be had; callers hear its words until it is there again',
      )
    }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(url, { isThere, until: clock.now() + (isThere ? GOOD_FOR : BAD_FOR) })
  }

  return {
    isPlayable(url) {
      const found = known.get(url)
      if (!looking.has(url) && (found === undefined || found.until <= clock.now())) {
        const work = look(url).finally(() => looking.delete(url))
        looking.set(url, work)
      }
      return found?.isThere ?? true
    },
    async settled() {
      while (looking.size > 0) await Promise.all(looking.values())
    },
  }
}

/** One byte is asked for: some servers know no HEAD. Never throws. */
async function canBeHad(url: string): Promise<boolean> {
  try {
    const answer = await request(url, {
      headers: { range: 'bytes=0-0' },
      headersTimeout: LONGEST_MILLISECONDS,
      bodyTimeout: LONGEST_MILLISECONDS,
    })
    // The rest of a large file is not waited for; that it breaks off says nothing.
    answer.body.on('error', () => {})
    await answer.body.dump({ limit: 1024 }).catch(() => {})
    return answer.statusCode === 200 || answer.statusCode === 206 || isElsewhere(answer.statusCode)
  } catch {
    return false
  }
}

/** The network follows redirects; where they lead is its own business. */
const isElsewhere = (status: number): boolean => status >= 300 && status < 400

const withoutQuery = (url: string): string => url.split('?')[0] ?? url
