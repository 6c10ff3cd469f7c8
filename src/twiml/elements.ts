/**
 * Every element there is, by tag and by verb.
 */
import { responseRules } from './document.ts'
import type { AttributeRule, ElementRules, Tag } from './rules.ts'
import { aiSessionRules } from './verbs/ai-session.ts'
import { annotateRules, billingReferenceTagRules } from './verbs/annotate.ts'
import { applicationRules, applicationSidRules } from './verbs/application.ts'
import { autopilotRules } from './verbs/autopilot.ts'
import { clientRules, identityRules } from './verbs/client.ts'
import { conferenceRules } from './verbs/conference.ts'
import { configRules } from './verbs/config.ts'
import { connectRules } from './verbs/connect.ts'
import { conversationRules } from './verbs/conversation.ts'
import { conversationRelayRules, languageRules } from './verbs/conversation-relay.ts'
import { conversationRelaySessionRules } from './verbs/conversation-relay-session.ts'
import { dialRules } from './verbs/dial.ts'
import { echoRules } from './verbs/echo.ts'
import { enqueueRules, taskRules } from './verbs/enqueue.ts'
import { gatherRules } from './verbs/gather.ts'
import { hangupRules } from './verbs/hangup.ts'
import { leaveRules } from './verbs/leave.ts'
import { numberRules } from './verbs/number.ts'
import { parameterRules } from './verbs/parameter.ts'
import { pauseRules } from './verbs/pause.ts'
import { payRules } from './verbs/pay.ts'
import { playRules } from './verbs/play.ts'
import { promptRules } from './verbs/prompt.ts'
import { queueRules } from './verbs/queue.ts'
import { recordRules } from './verbs/record.ts'
import { recordingRules } from './verbs/recording.ts'
import { redirectRules } from './verbs/redirect.ts'
import { referRules } from './verbs/refer.ts'
import { rejectRules } from './verbs/reject.ts'
import { roomRules } from './verbs/room.ts'
import { sayRules } from './verbs/say.ts'
import { simRules } from './verbs/sim.ts'
import { headerRules, headersRules, sipRules, uriRules } from './verbs/sip.ts'
import { siprecRules } from './verbs/siprec.ts'
import { smsRules } from './verbs/sms.ts'
import {
  breakRules,
  emphasisRules,
  langRules,
  phonemeRules,
  pRules,
  prosodyRules,
  sayAsRules,
  sRules,
  subRules,
  wRules,
} from './verbs/ssml.ts'
import { startRules } from './verbs/start.ts'
import { stopRules } from './verbs/stop.ts'
import { streamRules } from './verbs/stream.ts'
import { transcriptionRules } from './verbs/transcription.ts'
import { virtualAgentRules } from './verbs/virtual-agent.ts'
import { whatsAppRules } from './verbs/whats-app.ts'

/** Rules of an element, seen without knowing which. */
export type AnyRules = Omit<ElementRules, 'attributes' | 'defaults'> & {
  readonly attributes: Readonly<{ [name: string]: AttributeRule }>
  readonly defaults: Readonly<{ [name: string]: unknown }>
}

/** The rules of every element, the document first. */
export const elements: readonly AnyRules[] = [
  responseRules,
  sayRules,
  playRules,
  pauseRules,
  gatherRules,
  recordRules,
  dialRules,
  enqueueRules,
  taskRules,
  leaveRules,
  redirectRules,
  rejectRules,
  hangupRules,
  referRules,
  connectRules,
  startRules,
  stopRules,
  payRules,
  promptRules,
  echoRules,
  smsRules,
  annotateRules,
  billingReferenceTagRules,
  numberRules,
  clientRules,
  identityRules,
  sipRules,
  uriRules,
  headersRules,
  headerRules,
  conferenceRules,
  queueRules,
  applicationRules,
  applicationSidRules,
  simRules,
  whatsAppRules,
  streamRules,
  siprecRules,
  transcriptionRules,
  recordingRules,
  conversationRelayRules,
  languageRules,
  conversationRelaySessionRules,
  aiSessionRules,
  conversationRules,
  virtualAgentRules,
  autopilotRules,
  roomRules,
  configRules,
  parameterRules,
  breakRules,
  emphasisRules,
  langRules,
  pRules,
  phonemeRules,
  prosodyRules,
  sRules,
  sayAsRules,
  subRules,
  wRules,
]

const tags = new Map<Tag, AnyRules>(elements.map((rules) => [rules.tag, rules]))
const verbs = new Map<string, AnyRules>(elements.map((rules) => [rules.verb, rules]))

/** The rules of the element with this tag: `Gather`, `say-as`. */
export function rulesByTag(tag: Tag): AnyRules | undefined {
  return tags.get(tag)
}

/** The rules of the element with this verb: `gather`, `sayAs`. */
export function rulesByVerb(verb: string): AnyRules | undefined {
  return verbs.get(verb)
}
