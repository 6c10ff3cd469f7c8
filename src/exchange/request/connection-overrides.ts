import type { Duration } from '../../clock/clock.ts'

/** How hard the network tries to deliver one request. */
export interface DeliveryPolicy {
  readonly connectTimeout: Duration
  /** Until the first byte, and between bytes; undefined: only `answerTimeout` counts. */
  readonly readTimeout: Duration | undefined
  /** For all tries together. */
  readonly answerTimeout: Duration
  /** Tries after the first. */
  readonly retries: number
  /** What is tried again. */
  readonly retryOn: ReadonlySet<string>
  /** Why nothing is asked at all: the code of the error dictionary and a sentence. */
  readonly objection: { readonly code: number; readonly message: string } | undefined
}

/**
 * The policy for a URL: the defaults, changed by its fragment (`#rc=2&rp=5xx,rt&ct=2000`).
 *
 * `sni` and `e` change nothing; an edge or a retry policy that is none keeps the request from being made, which is our
 * inference. Numbers are brought into their range. Source: reference twiml-voice.md §2.7, documented.
 *
 * @param fragment as in the URL, with or without `#`; may be empty
 */
export function deliveryPolicy(fragment: string, connectTimeout: Duration, answerTimeout: Duration): DeliveryPolicy {
  if (fragment === '') return { ...untouched, connectTimeout, answerTimeout }
  const overrides = new URLSearchParams(fragment.replace(/^#/, ''))
  const whole = (name: string, low: number, high: number): number | undefined => {
    const text = overrides.get(name)
    if (text === null || !/^\d+$/.test(text)) return undefined
    return Math.min(high, Math.max(low, Number(text)))
  }
  const retryOn = (overrides.get('rp') ?? 'ct').split(',')
  return {
    connectTimeout: whole('ct', 100, 10_000) ?? connectTimeout,
    readTimeout: whole('rt', 100, 15_000),
    answerTimeout: whole('tt', 100, 15_000) ?? answerTimeout,
    retries: whole('rc', 0, 5) ?? 1,
    retryOn: new Set(retryOn),
    objection: objectionToRetries(retryOn) ?? objectionToEdges(overrides.get('e')),
  }
}

const untouched = {
  readTimeout: undefined,
  retries: 1,
  retryOn: new Set(['ct']) as ReadonlySet<string>,
  objection: undefined,
} as const

const retryPolicies: ReadonlySet<string> = new Set(['4xx', '5xx', 'ct', 'rt', 'all'])

function objectionToRetries(names: readonly string[]): DeliveryPolicy['objection'] {
  if (names.every((name) => retryPolicies.has(name))) return undefined
  return {
    code: 11243,
    message: 'The retry policy in the fragment of the address holds something else than 4xx, 5xx, ct, rt or all.',
  }
}

const cities = ['ashburn', 'dublin', 'frankfurt', 'sao-paulo', 'singapore', 'sydney', 'tokyo', 'umatilla']
const interconnected = ['ashburn', 'frankfurt', 'london', 'san-jose', 'singapore']
const edges: ReadonlySet<string> = new Set([...cities, ...interconnected.map((city) => `${city}-ix`)])
const known: ReadonlySet<string> = new Set([...cities, ...interconnected].flatMap((city) => [city, `${city}-ix`]))

/** An edge that exists but lets no requests out is 11241, which is our reading of its title. */
function objectionToEdges(list: string | null): DeliveryPolicy['objection'] {
  const wrong = list?.split(',').find((name) => !edges.has(name))
  if (wrong === undefined) return undefined
  if (known.has(wrong))
    return { code: 11241, message: 'Requests cannot leave from the edge that the fragment of the address names.' }
  return { code: 11240, message: 'The fragment of the address names an edge that does not exist.' }
}
