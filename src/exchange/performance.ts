/**
 * A performance: one document being done on one leg.
 *
 * Verbs get it and nothing else: through it they wait, let things be heard, and learn where they stand.
 */
import type { Duration } from '../clock/clock.ts'
import type { Leg } from './call/leg.ts'
import type { Scope } from './call/scope.ts'
import type { PromptStarted } from './journal-event.ts'
import type { Network } from './network.ts'
import type { Parameter } from './request/signature.ts'

/** What a verb comes to. A leg that is over by then ends the performance whatever it says. */
export type Outcome =
  /** The next verb. */
  | { readonly kind: 'next'; readonly says: string }
  /** Another document replaces this one. The URL may be relative; an empty one is the current document. */
  | {
      readonly kind: 'ask'
      readonly purpose: 'action' | 'redirect' | 'refer'
      readonly url: string
      readonly method: 'GET' | 'POST'
      readonly parameters: readonly Parameter[]
      /** Asked also when the document was replaced through the API meanwhile; the answer is then ignored. */
      readonly isOwed?: boolean
      /** Called when the request is on its way. */
      readonly asked?: () => void
      readonly says: string
    }
  | { readonly kind: 'hang-up'; readonly says: string }
  /** The wait document ends, and with it the waiting. */
  | { readonly kind: 'leave'; readonly says: string }
  /** What stands here cannot be performed; in a call the fallback follows. */
  | { readonly kind: 'fail'; readonly code: number; readonly says: string }
  /** The leg is refused without being answered. */
  | { readonly kind: 'reject'; readonly reason: 'rejected' | 'busy'; readonly says: string }

/** A request for a document. */
export interface DocumentRequest {
  readonly purpose: 'voice' | 'action' | 'redirect' | 'refer' | 'whisper' | 'wait' | 'announcement'
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** Besides the standard ones. */
  readonly parameters: readonly Parameter[]
}

/** A document that came with a request to the API, in place of an address. */
export interface GivenDocument {
  readonly twiml: string
}

/** How the performing of documents on a leg came to an end; `over`: it was cut. */
export type Ending = 'document-ended' | 'hung-up' | 'rejected' | 'left' | 'failed' | 'over'

/**
 * On whose behalf a document is done. `call`: it is the call. `whisper`: heard by a callee before he is connected.
 * `queue-wait` and `queue-whisper`: heard by somebody in a queue while he waits, and before he is connected.
 * `conference-wait`: heard by somebody in a conference until it starts. `conference-hold` and `conference-announcement`:
 * heard in a conference by somebody on hold, and by one or all when something is announced.
 */
export type DocumentKind =
  | 'call'
  | 'whisper'
  | 'queue-wait'
  | 'queue-whisper'
  | 'conference-wait'
  | 'conference-hold'
  | 'conference-announcement'

/** Where a document came from and on whose behalf it is done. */
export interface Source {
  readonly kind: DocumentKind
  /** What relative URLs are relative to. */
  readonly url: string
  readonly requestId: string
  /** The line of an element in the document, from 1. */
  lineOf(element: object): number
  /** Whether no verb follows this one. */
  isLast(verb: object): boolean
  /** Performs other documents on a leg, beginning with this request, until `within` is cut. */
  perform(leg: Leg, request: DocumentRequest, kind: DocumentKind, within: Scope): Promise<Ending>
}

export class Performance {
  readonly network: Network
  readonly leg: Leg
  readonly source: Source
  readonly scope: Scope

  constructor(network: Network, leg: Leg, source: Source, scope: Scope) {
    this.network = network
    this.leg = leg
    this.source = source
    this.scope = scope
  }

  /** The same performance, cut with `scope`. */
  within(scope: Scope): Performance {
    return new Performance(this.network, this.leg, this.source, scope)
  }

  /** Lets time pass; false when it was cut short. */
  async passes(duration: Duration): Promise<boolean> {
    const isWhole = await this.scope.until<true>((report) => {
      const timer = this.network.clock.after(duration, () => report(true))
      return () => timer.cancel()
    })
    return isWhole === true
  }

  /** Lets the person hear words or a file; false when it was cut short. */
  async hears(prompt: PromptStarted['prompt'], lasts: Duration, element?: object): Promise<boolean> {
    const { journal, clock } = this.network
    const hearers = hearersOf(this.leg)
    const isWhole = await this.scope.until<true>((report) => {
      const timer = clock.after(lasts, () => report(true))
      const ended = this.leg.hearPrompt(prompt.kind === 'speech' ? prompt.text : undefined, lasts)
      const place = element && { requestId: this.source.requestId, line: this.source.lineOf(element) }
      for (const callSid of hearers) journal.append({ kind: 'prompt-started', callSid, prompt, lasts, ...place })
      return (value) => {
        timer.cancel()
        ended(value === true)
        const interrupted = value === undefined
        for (const callSid of hearers) journal.append({ kind: 'prompt-ended', callSid, interrupted })
      }
    })
    return isWhole === true
  }

  /** Lets the person hear a tone of known length; false when it was cut short. */
  async hearsTone(tone: 'beep' | 'digits', lasts: Duration, digits?: string): Promise<boolean> {
    const { journal, clock } = this.network
    const hearers = hearersOf(this.leg)
    const isWhole = await this.scope.until<true>((report) => {
      const timer = clock.after(lasts, () => report(true))
      const what = { kind: 'tone-started', tone, lasts, ...(digits !== undefined && { digits }) } as const
      for (const callSid of hearers) journal.append({ callSid, ...what })
      return () => {
        timer.cancel()
        for (const callSid of hearers) journal.append({ kind: 'tone-ended', callSid, tone })
      }
    })
    return isWhole === true
  }

  /** Writes a finding about an element of this document. */
  report(finding: { code?: number; severity: 'error' | 'warning'; message: string; help?: string }, element: object) {
    const { requestId } = this.source
    this.network.report({ callSid: this.leg.callSid, requestId, line: this.source.lineOf(element), ...finding })
  }

  /** A URL of this document made absolute; undefined when it cannot be. */
  resolve(url: string): string | undefined {
    if (!URL.canParse(url, this.source.url)) return undefined
    const resolved = new URL(url, this.source.url)
    if (url === '' && !this.network.settings.currentUrlKeepsQuery) resolved.search = ''
    return resolved.href
  }
}

/** The leg itself, and whoever was put through to the application or the number of ours at its end. */
function hearersOf(leg: Leg): readonly string[] {
  const hearer = leg.audience ?? leg.nearEnd?.peer
  return hearer === undefined ? [leg.callSid] : [leg.callSid, ...hearersOf(hearer)]
}

/** Goes on with the next verb. */
export const next = (says: string): Outcome => ({ kind: 'next', says })
