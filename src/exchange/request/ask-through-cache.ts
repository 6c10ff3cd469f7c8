import type { Leg } from '../call/leg.ts'
import type { Network } from '../network.ts'
import { askApp, type Question, type Reply } from './ask-app.ts'
import { createHttpCache, type HttpCache } from './http-cache.ts'
import { encodeForm } from './wire.ts'

type Answer = Extract<Reply, { kind: 'answer' }>

const caches = new WeakMap<Network, HttpCache<Answer>>()

/** Documents that are kept at a time. */
const most = 1000

const warnedOf = new WeakSet<Answer>()

/** Source: reference twiml-voice.md §12 row 34. */
function warnOnce(network: Network, callSid: string, requestId: string, answer: Answer): void {
  if (warnedOf.has(answer)) return
  warnedOf.add(answer)
  const message = 'The app was not asked: what it answered before holds by its own headers, and is performed again.'
  const help = 'Answer documents with Cache-Control: no-cache, or have them asked for by POST.'
  network.report({ callSid, requestId, severity: 'warning', message, help })
}

/**
 * Asks by GET, unless an answer is at hand that still holds; one that may be stale is asked for on condition.
 *
 * Source: reference twiml-voice.md §2.6, documented; the network's proxies do not share what they keep, this does.
 */
export async function askThroughCache(network: Network, question: Question & { readonly leg: Leg }): Promise<Reply> {
  const { clock, journal } = network
  const cache = caches.get(network) ?? createHttpCache<Answer>(0, most)
  caches.set(network, cache)
  const { leg, purpose } = question
  // With its parameters: the address as it is requested.
  const key = `${question.url} ${encodeForm(question.parameters)}`
  const kept = cache.find(key, clock.now())
  if (kept?.isFresh) {
    const requestId = network.nextRequestId()
    warnOnce(network, leg.callSid, requestId, kept.value)
    journal.append({ kind: 'answer-reused', callSid: leg.callSid, requestId, purpose, url: kept.value.url })
    return { ...kept.value, requestId }
  }
  const { conditions } = kept ?? {}
  const reply = await askApp(network, { ...question, ...(conditions && { conditions }) })
  if (reply.kind === 'failure') return reply
  if (reply.status === 304 && kept !== undefined) {
    cache.refresh(key, reply.headers, clock.now())
    return { ...kept.value, requestId: reply.requestId }
  }
  if (reply.status === 200) cache.store(key, reply.headers, reply, clock.now())
  return reply
}
