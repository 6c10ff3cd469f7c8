/**
 * What somebody hears while he waits: a document of the app, or silence.
 *
 * Source: reference twiml-voice.md §1.6, §4.7 and §5.4.
 */
import { seconds } from '../../clock/duration.ts'
import type { DocumentKind, DocumentRequest, Ending, Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'

export interface WaitDocument {
  /** As the document says it. Absent or empty: silence, in place of the music of the real network. */
  readonly url: string | undefined
  readonly method: 'GET' | 'POST'
}

/** The request for a wait document; undefined when nothing is to be asked, `'malformed'` when it cannot be. */
export function waitRequest(
  { url, method }: WaitDocument,
  performance: Performance,
  parameters: readonly Parameter[],
): DocumentRequest | 'malformed' | undefined {
  if (!url) return undefined
  const absolute = performance.resolve(url)
  return absolute === undefined ? 'malformed' : { purpose: 'wait', url: absolute, method, parameters }
}

/** A round that lasts less is filled up with silence, or an empty document would be fetched without end. */
const shortestRound = seconds(1)

/**
 * Performs a wait document over and over, fetched anew each time, until it ends in another way than by its last verb.
 *
 * @param ask makes the request of the next round
 * @returns how it ended; `over` when the scope of `performance` was cut
 */
export async function repeat(
  performance: Performance,
  kind: DocumentKind,
  ask: () => DocumentRequest,
): Promise<Exclude<Ending, 'document-ended'>> {
  const { leg, network, scope, source } = performance
  for (;;) {
    const startedAt = network.clock.now()
    const ending = await source.perform(leg, ask(), kind, scope)
    if (scope.isCut) return 'over'
    if (ending !== 'document-ended') return ending
    const rest = startedAt + shortestRound - network.clock.now()
    if (rest > 0) await performance.passes(rest)
    if (scope.isCut) return 'over'
  }
}
