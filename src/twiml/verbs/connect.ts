import { withAttributes } from '../build.ts'
import { oneChild } from '../examinations.ts'
import { type Attributes, type Method, method, rulesOf, url } from '../rules.ts'
import type { AiSession } from './ai-session.ts'
import type { Autopilot } from './autopilot.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationRelay } from './conversation-relay.ts'
import type { ConversationRelaySession } from './conversation-relay-session.ts'
import type { Room } from './room.ts'
import type { Stream } from './stream.ts'
import type { VirtualAgent } from './virtual-agent.ts'

/**
 * Connects the caller to a machine (a stream, a relay, an agent) and waits until that is over.
 *
 * Source: reference twiml-voice.md §4.12.
 */
export interface Connect {
  readonly verb: 'connect'
  /** Requested when the connection ends. Default: none: next verb (VirtualAgent: current document URL). */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  readonly children: readonly ConnectNoun[]
}

/** What a Connect can lead to. */
export type ConnectNoun =
  | AiSession
  | Autopilot
  | Conversation
  | ConversationRelay
  | ConversationRelaySession
  | Room
  | Stream
  | VirtualAgent

/** What the network uses for attributes of a `Connect` that are absent. */
export const connectDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Connect>>

/** The rules of a `Connect`. */
export const connectRules = rulesOf<Connect>({
  tag: 'Connect',
  verb: 'connect',
  kind: 'verb',
  content: 'elements',
  children: [
    'AiSession',
    'Autopilot',
    'Conversation',
    'ConversationRelay',
    'ConversationRelaySession',
    'Room',
    'Stream',
    'VirtualAgent',
  ],
  attributes: {
    action: url(),
    method: method(),
  },
  defaults: connectDefaults,
  examine: oneChild(12200),
})

/** Connects the caller to a machine (a stream, a relay, an agent) and waits until that is over. */
export function connect(child: ConnectNoun, attributes?: Attributes<Connect>): Connect {
  return withAttributes(connectRules, attributes, { children: [child] })
}
