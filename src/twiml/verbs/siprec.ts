import { withAttributes } from '../build.ts'
import { type Attributes, choice, type Method, method, rulesOf, text, url } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * The sound of the call, sent to a SIPREC recorder.
 *
 * Source: reference twiml-voice.md §5.9.
 */
export interface Siprec {
  readonly verb: 'siprec'
  /** Unique name per call. Default: the SiprecSid. */
  readonly name?: string
  /** Installed SIPREC connector. No default. */
  readonly connectorName?: string
  /** Audio forked. Default `both_tracks`. */
  readonly track?: 'inbound_track' | 'outbound_track' | 'both_tracks'
  /** Session events. No default. */
  readonly statusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly statusCallbackMethod?: Method
  readonly children: readonly Parameter[]
}

/** What the network uses for attributes of a `Siprec` that are absent. */
export const siprecDefaults = {
  track: 'both_tracks',
  statusCallbackMethod: 'POST',
} as const satisfies Partial<Attributes<Siprec>>

/** The rules of a `Siprec`. */
export const siprecRules = rulesOf<Siprec>({
  tag: 'Siprec',
  verb: 'siprec',
  kind: 'noun',
  content: 'elements',
  children: ['Parameter'],
  attributes: {
    name: text(),
    connectorName: text(),
    track: choice(['inbound_track', 'outbound_track', 'both_tracks']),
    statusCallback: url(),
    statusCallbackMethod: method(),
  },
  defaults: siprecDefaults,
  contexts: {
    Start: { required: ['connectorName'] },
    Stop: { required: ['name'], attributes: ['name'], children: [] },
  },
})

/** The sound of the call, sent to a SIPREC recorder. */
export function siprec(attributes?: Attributes<Siprec>, children: readonly Parameter[] = []): Siprec {
  return withAttributes(siprecRules, attributes, { children })
}
