import { withAttributes } from '../build.ts'
import { type Attributes, boolean, type Method, method, rulesOf, text, url } from '../rules.ts'
import type { Config } from './config.ts'
import type { Parameter } from './parameter.ts'

/**
 * A virtual agent of a connector. Old.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface VirtualAgent {
  readonly verb: 'virtualAgent'
  /** Dialogflow connector. Required. */
  readonly connectorName: string
  /** Overrides the connector language. No default. */
  readonly language?: string
  /** Overrides the connector setting. No default. */
  readonly sentimentAnalysis?: boolean
  /** Events of the agent session. No default. */
  readonly statusCallback?: string
  /** HTTP method. Default `POST`. */
  readonly statusCallbackMethod?: Method
  readonly children: readonly (Config | Parameter)[]
}

/** What the network uses for attributes of a `VirtualAgent` that are absent. */
export const virtualAgentDefaults = {
  statusCallbackMethod: 'POST',
} as const satisfies Partial<Attributes<VirtualAgent>>

/** The rules of a `VirtualAgent`. */
export const virtualAgentRules = rulesOf<VirtualAgent>({
  tag: 'VirtualAgent',
  verb: 'virtualAgent',
  kind: 'noun',
  content: 'elements',
  children: ['Config', 'Parameter'],
  attributes: {
    connectorName: text({ required: true }),
    language: text(),
    sentimentAnalysis: boolean(),
    statusCallback: url(),
    statusCallbackMethod: method(),
  },
  defaults: virtualAgentDefaults,
  deprecated: true,
})

/** A virtual agent of a connector. Old. */
export function virtualAgent(
  attributes: Attributes<VirtualAgent>,
  children: readonly (Config | Parameter)[] = [],
): VirtualAgent {
  return withAttributes(virtualAgentRules, attributes, { children })
}
