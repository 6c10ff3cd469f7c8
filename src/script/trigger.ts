/** Makes the app place a call, and waits until it has. */

import { seconds } from '../clock/duration.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { CallPlaced, JournalEvent } from '../exchange/index.ts'
import { fail, type LineUnderTest } from '../testing/line-under-test.ts'
import type { Outbound } from './script.ts'

/** How long an app may take, in real time: it is a program of its own and knows nothing of virtual time. */
const MOST_TIME = seconds(10)

/**
 * Asks the app as `trigger` says; resolves to the call it places through the API.
 *
 * @throws {ExpectationError} when the app refuses, or places no such call in time
 */
export async function triggerApp(
  line: LineUnderTest,
  appUrl: string,
  { trigger, to, within = MOST_TIME }: Outbound,
): Promise<JournalEvent & CallPlaced> {
  const whom = to ?? 'somebody'
  const placed = firstCall(line, to, within)
  const release = line.clock.hold('the app to place a call')
  try {
    const answer = await ask(appUrl, trigger, within)
    if (answer !== undefined) {
      placed.forget()
      fail(line, `the app calls ${whom}`, `${describe(trigger)} was answered ${answer}`)
    }
    const call = await placed.call
    if (call === undefined) {
      const instead = 'it placed no such call. Does it place calls at TWILIO_API_URL?'
      fail(line, `the app calls ${whom} within ${within / 1000} s`, instead)
    }
    return call
  } finally {
    release()
  }
}

/** What is wrong with the answer; undefined when nothing is. */
async function ask(appUrl: string, trigger: Outbound['trigger'], within: number): Promise<string | undefined> {
  const { post, get, form, json, headers } = trigger
  const isJson = json !== undefined
  try {
    const answer = await fetch(new URL(post ?? get ?? '', appUrl), {
      method: post === undefined ? 'GET' : 'POST',
      headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
      ...(post !== undefined &&
        (isJson || form) && { body: isJson ? JSON.stringify(json) : new URLSearchParams(form) }),
      signal: AbortSignal.timeout(within),
    })
    return answer.ok ? undefined : String(answer.status)
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return `with nothing: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

const describe = ({ post, get }: Outbound['trigger']) => (post === undefined ? `GET ${get}` : `POST ${post}`)

/** The first call that the app places, to `to` when that is given. */
function firstCall({ exchange }: LineUnderTest, to: string | undefined, within: number) {
  let forget = () => {}
  const call = new Promise<(JournalEvent & CallPlaced) | undefined>((resolve) => {
    const timer = systemClock.after(within, () => resolve(undefined))
    const unsubscribe = exchange.journal.subscribe((event) => {
      if (event.kind !== 'call-placed' || event.direction !== 'outbound-api') return
      if (to !== undefined && event.to !== to) return
      resolve(event)
      forget()
    })
    forget = () => {
      timer.cancel()
      unsubscribe()
      resolve(undefined)
    }
  })
  return { call, forget: () => forget() }
}
