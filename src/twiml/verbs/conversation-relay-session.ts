import { withAttributes } from '../build.ts'
import { type Attributes, rulesOf, text } from '../rules.ts'

/**
 * A relay whose settings are kept elsewhere.
 *
 * Source: reference twiml-voice.md §5.12.
 */
export interface ConversationRelaySession {
  readonly verb: 'conversationRelaySession'
  /** Connector name or sid. No default. */
  readonly connector?: string
  /** Session configuration name or id. No default. */
  readonly sessionConfiguration?: string
}

/** The rules of a `ConversationRelaySession`. */
export const conversationRelaySessionRules = rulesOf<ConversationRelaySession>({
  tag: 'ConversationRelaySession',
  verb: 'conversationRelaySession',
  kind: 'noun',
  content: 'nothing',
  children: [],
  attributes: {
    connector: text(),
    sessionConfiguration: text(),
  },
  defaults: {},
  undocumented: true,
})

/** A relay whose settings are kept elsewhere. */
export function conversationRelaySession(attributes?: Attributes<ConversationRelaySession>): ConversationRelaySession {
  return withAttributes(conversationRelaySessionRules, attributes)
}
