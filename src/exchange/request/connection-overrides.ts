import type { Duration } from '../../clock/clock.ts'

/** How hard the network tries to deliver one request. */
export interface DeliveryPolicy {
  readonly connectTimeout: Duration
  readonly answerTimeout: Duration
  /** Tries after the first. */
  readonly retries: number
  /** What is tried again. */
  readonly retryOn: ReadonlySet<string>
}

/**
 * The policy for a URL: the defaults, changed by its fragment (`#rc=2&rp=5xx,rt&ct=2000`).
 *
 * `sni` and `e` are accepted and change nothing. Source: reference twiml-voice.md §2.7, documented.
 *
 * @param fragment as in the URL, with or without `#`; may be empty
 */
export function deliveryPolicy(fragment: string, connectTimeout: Duration, answerTimeout: Duration): DeliveryPolicy {
  if (fragment === '') return { connectTimeout, answerTimeout, retries: 1, retryOn: failedConnections }
  const overrides = new URLSearchParams(fragment.replace(/^#/, ''))
  const whole = (name: string, low: number, high: number): number | undefined => {
    const text = overrides.get(name)
    if (text === null || !/^\d+$/.test(text)) return undefined
    return Math.min(high, Math.max(low, Number(text)))
  }
  const total = whole('tt', 100, 15_000) ?? answerTimeout
  return {
    connectTimeout: whole('ct', 100, 10_000) ?? connectTimeout,
    answerTimeout: Math.min(total, whole('rt', 100, 15_000) ?? total),
    retries: whole('rc', 0, 5) ?? 1,
    retryOn: new Set((overrides.get('rp') ?? 'ct').split(',')),
  }
}

const failedConnections: ReadonlySet<string> = new Set(['ct'])
