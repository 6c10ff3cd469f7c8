/**
 * TwiML as values: make it, write it, read it, check it, explain it.
 */

export { type AdviceCode, advise } from './advise.ts'
export { type AnswerToRead, audioTypes, documentTypes, parseAnswer, type ReadAnswer } from './answer.ts'
export { check } from './check.ts'
export * from './document.ts'
export { type AnyRules, elements, rulesByTag, rulesByVerb } from './elements.ts'
export { type ExplainContext, explain } from './explain.ts'
export type { Finding } from './finding.ts'
export { PARSE_LIMITS, type Parsed, type ParsedDocument, parse, type Unparsable } from './parse.ts'
export { plainText } from './plain-text.ts'
export type { Position } from './position.ts'
export { type RenderOptions, render } from './render.ts'
export type { AnyElement, Attributes, Method, Other } from './rules.ts'
export { speakingTime } from './speaking-time.ts'
export {
  type GatherLanguage,
  gatherLanguages,
  type SayLanguage,
  type SsmlLanguage,
  sayLanguages,
} from './values/languages.ts'
export { type RingTone, ringTones } from './values/ring-tones.ts'
export { type Voice, voices } from './values/voices.ts'
export { type AiSession, aiSession } from './verbs/ai-session.ts'
export { type Annotate, annotate, type BillingReferenceTag, billingReferenceTag } from './verbs/annotate.ts'
export {
  type Application,
  type ApplicationSid,
  application,
  applicationDefaults,
  applicationSid,
} from './verbs/application.ts'
export { type Autopilot, autopilot } from './verbs/autopilot.ts'
export { type Client, client, clientDefaults, type Identity, identity } from './verbs/client.ts'
export { type Conference, conference, conferenceDefaults } from './verbs/conference.ts'
export { type Config, config } from './verbs/config.ts'
export { type Connect, type ConnectNoun, connect, connectDefaults } from './verbs/connect.ts'
export { type Conversation, conversation, conversationDefaults } from './verbs/conversation.ts'
export {
  type ConversationRelay,
  conversationRelay,
  conversationRelayDefaults,
  type Language,
  language,
} from './verbs/conversation-relay.ts'
export { type ConversationRelaySession, conversationRelaySession } from './verbs/conversation-relay-session.ts'
export { type Dial, type DialNoun, dial, dialDefaults } from './verbs/dial.ts'
export { type Echo, echo } from './verbs/echo.ts'
export { type Enqueue, enqueue, enqueueDefaults, type Task, task } from './verbs/enqueue.ts'
export { type Gather, gather, gatherDefaults } from './verbs/gather.ts'
export { type Hangup, hangup } from './verbs/hangup.ts'
export { type Leave, leave } from './verbs/leave.ts'
export { type NumberNoun, number, numberDefaults } from './verbs/number.ts'
export { type Parameter, parameter } from './verbs/parameter.ts'
export { type Pause, pause, pauseDefaults } from './verbs/pause.ts'
export { type Pay, pay, payDefaults } from './verbs/pay.ts'
export { type Play, play, playDefaults } from './verbs/play.ts'
export { type Prompt, prompt, promptDefaults } from './verbs/prompt.ts'
export { type Queue, queue, queueDefaults } from './verbs/queue.ts'
export { type RecordVerb, record, recordDefaults } from './verbs/record.ts'
export { type Recording, recording, recordingDefaults } from './verbs/recording.ts'
export { type Redirect, redirect, redirectDefaults } from './verbs/redirect.ts'
export { type Refer, refer, referDefaults } from './verbs/refer.ts'
export { type Reject, reject, rejectDefaults } from './verbs/reject.ts'
export { type Room, room } from './verbs/room.ts'
export { SAY_LIMITS, type Say, say, sayDefaults } from './verbs/say.ts'
export { type Sim, sim } from './verbs/sim.ts'
export {
  header,
  headers,
  type Sip,
  type SipHeader,
  type SipHeaders,
  type SipUri,
  sip,
  sipDefaults,
  uri,
} from './verbs/sip.ts'
export { type Siprec, siprec, siprecDefaults } from './verbs/siprec.ts'
export { type Sms, sms, smsDefaults } from './verbs/sms.ts'
export {
  type Break,
  breakDefaults,
  type Emphasis,
  type Lang,
  type P,
  type Phoneme,
  type Prosody,
  type S,
  type SayAs,
  type Ssml,
  type Sub,
  ssml,
  type W,
  type Words,
} from './verbs/ssml.ts'
export { type Start, type StartNoun, start, startDefaults } from './verbs/start.ts'
export { type Stop, type StopNoun, stop } from './verbs/stop.ts'
export { type Stream, stream, streamDefaults } from './verbs/stream.ts'
export { type Transcription, transcription, transcriptionDefaults } from './verbs/transcription.ts'
export { type VirtualAgent, virtualAgent, virtualAgentDefaults } from './verbs/virtual-agent.ts'
export { type WhatsApp, whatsApp, whatsAppDefaults } from './verbs/whats-app.ts'
