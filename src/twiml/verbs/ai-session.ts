import { withAttributes } from '../build.ts'
import { type Attributes, rulesOf, text } from '../rules.ts'

/**
 * A session with a model behind a connector.
 *
 * Source: reference twiml-voice.md §5.12.
 */
export interface AiSession {
  readonly verb: 'aiSession'
  /** Connector name or sid. No default. */
  readonly aiConnector?: string
  /** Session configuration name or id. No default. */
  readonly aiSessionConfiguration?: string
}

/** The rules of a `AiSession`. */
export const aiSessionRules = rulesOf<AiSession>({
  tag: 'AiSession',
  verb: 'aiSession',
  kind: 'noun',
  content: 'nothing',
  children: [],
  attributes: {
    aiConnector: text(),
    aiSessionConfiguration: text(),
  },
  defaults: {},
  undocumented: true,
})

/** A session with a model behind a connector. */
export function aiSession(attributes?: Attributes<AiSession>): AiSession {
  return withAttributes(aiSessionRules, attributes)
}
