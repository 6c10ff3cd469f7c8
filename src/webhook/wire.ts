/**
 * Twilio's words on one side, ours on the other. Nothing beyond this file knows `CallSid` or `DialCallStatus`.
 *
 * Source of every name: reference twiml-voice.md §3.1, §3.3.
 */
import type { Instant } from '../clock/clock.ts'
import type { Arrival, CallEvent, DialEnded } from '../flow/index.ts'
import { isSid } from '../phone/sid.ts'
import type { FormPairs } from './form.ts'

/** A voice webhook, read. */
export interface VoiceWebhook {
  readonly arrival: Arrival
  readonly event: CallEvent
}

/** A recording callback, read. */
export interface RecordingReport {
  readonly callSid: string
  readonly recordingSid: string
  readonly seconds: number
  readonly isCompleted: boolean
}

/** What the network has written down of a recording, read. */
export interface TranscriptionReport {
  readonly callSid: string
  readonly recordingSid: string
  /** Undefined when the network could not. */
  readonly text: string | undefined
}

/** A call status callback, read. */
export interface CallStatusReport {
  readonly callSid: string
  readonly status: string
  readonly isFinal: boolean
  /** `human`, `machine_start`, …; only where somebody has asked the network to find out. */
  readonly answeredBy?: string | undefined
  /** Length of the conversation. */
  readonly seconds?: number | undefined
}

/** Why a form is not what its address expects. */
export interface NotAWebhook {
  readonly kind: 'not-a-webhook'
  readonly message: string
}

const FINAL_STATUSES = ['completed', 'busy', 'no-answer', 'failed', 'canceled']

/** Reads a request for TwiML. `isFirst` says that nothing was asked before, so that no input is no silence. */
export function readVoiceWebhook(form: FormPairs, at: Instant, isFirst: boolean): VoiceWebhook | NotAWebhook {
  const fields = fieldsOf(form)
  const callSid = fields.get('CallSid') ?? ''
  if (!isSid(callSid, 'CA')) return notAWebhook('CallSid is missing or is not CA and 32 hex digits')
  const isOutbound = fields.get('Direction')?.startsWith('outbound') ?? false
  const arrival = {
    callSid,
    from: fields.get('From') ?? '',
    to: fields.get('To') ?? '',
    at,
    ...(isOutbound && { isOutbound }),
    ...(fields.has('AnsweredBy') && { answeredBy: fields.get('AnsweredBy') ?? '' }),
  }
  return { arrival, event: eventOf(fields, isFirst) }
}

/**
 * Reads what a callee answers before he is connected. The call is the caller's: the leg of the callee is its child.
 * `isFirst` says that he has just picked up.
 */
export function readCalleeWebhook(form: FormPairs, at: Instant, isFirst: boolean): VoiceWebhook | NotAWebhook {
  const fields = fieldsOf(form)
  const callSid = fields.get('ParentCallSid') ?? ''
  if (!isSid(callSid, 'CA')) return notAWebhook('ParentCallSid is missing or is not CA and 32 hex digits')
  const arrival = { callSid, from: fields.get('From') ?? '', to: fields.get('To') ?? '', at }
  return { arrival, event: eventOf(fields, isFirst) }
}

/** Reads a recording status callback. */
export function readRecordingReport(form: FormPairs): RecordingReport | NotAWebhook {
  const fields = fieldsOf(form)
  const recordingSid = fields.get('RecordingSid') ?? ''
  const callSid = fields.get('CallSid') ?? ''
  if (!isSid(recordingSid, 'RE')) return notAWebhook('RecordingSid is missing or is not RE and 32 hex digits')
  if (!isSid(callSid, 'CA')) return notAWebhook('CallSid is missing or is not CA and 32 hex digits')
  const isCompleted = fields.get('RecordingStatus') === 'completed'
  return { callSid, recordingSid, seconds: secondsOf(fields.get('RecordingDuration')), isCompleted }
}

/** Reads a transcription callback. */
export function readTranscription(form: FormPairs): TranscriptionReport | NotAWebhook {
  const fields = fieldsOf(form)
  const recordingSid = fields.get('RecordingSid') ?? ''
  const callSid = fields.get('CallSid') ?? ''
  if (!isSid(recordingSid, 'RE')) return notAWebhook('RecordingSid is missing or is not RE and 32 hex digits')
  if (!isSid(callSid, 'CA')) return notAWebhook('CallSid is missing or is not CA and 32 hex digits')
  const text = fields.get('TranscriptionStatus') === 'completed' ? (fields.get('TranscriptionText') ?? '') : undefined
  return { callSid, recordingSid, text }
}

/** Reads a call status callback. */
export function readCallStatus(form: FormPairs): CallStatusReport | NotAWebhook {
  const fields = fieldsOf(form)
  const callSid = fields.get('CallSid') ?? ''
  const status = fields.get('CallStatus') ?? ''
  if (!isSid(callSid, 'CA')) return notAWebhook('CallSid is missing or is not CA and 32 hex digits')
  if (status === '') return notAWebhook('CallStatus is missing')
  const answeredBy = fields.get('AnsweredBy')
  const isFinal = FINAL_STATUSES.includes(status)
  return {
    callSid,
    status,
    isFinal,
    ...(answeredBy !== undefined && { answeredBy }),
    ...(isFinal && { seconds: secondsOf(fields.get('CallDuration')) }),
  }
}

/** A message that somebody wrote, read. */
export interface MessageWebhook {
  readonly sid: string
  readonly channel: 'sms' | 'whatsapp'
  /** Without `whatsapp:`. */
  readonly from: string
  readonly to: string
  readonly text: string
  readonly files: number
  readonly optOutType: string | undefined
}

/** A delivery status, read. */
export interface MessageStatusReport {
  readonly sid: string
  readonly status: string
  readonly errorCode?: number
}

/** Reads an inbound message. Source: reference twilio-platform.md §9.3. */
export function readInboundMessage(form: FormPairs): MessageWebhook | NotAWebhook {
  const fields = fieldsOf(form)
  const sid = fields.get('MessageSid') ?? ''
  if (!isMessageSid(sid)) return notAWebhook('MessageSid is missing or is not SM or MM and 32 hex digits')
  const from = fields.get('From') ?? ''
  if (from === '') return notAWebhook('From is missing')
  return {
    sid,
    channel: from.startsWith('whatsapp:') ? 'whatsapp' : 'sms',
    from: bare(from),
    to: bare(fields.get('To') ?? ''),
    // What a button says is what its reader means.
    text: fields.get('ButtonText') || (fields.get('Body') ?? ''),
    files: secondsOf(fields.get('NumMedia')),
    optOutType: fields.get('OptOutType'),
  }
}

/** Reads a message status callback. Source: reference twilio-platform.md §9.2. */
export function readMessageStatus(form: FormPairs): MessageStatusReport | NotAWebhook {
  const fields = fieldsOf(form)
  const sid = fields.get('MessageSid') ?? ''
  if (!isMessageSid(sid)) return notAWebhook('MessageSid is missing or is not SM or MM and 32 hex digits')
  const status = fields.get('MessageStatus') ?? ''
  if (status === '') return notAWebhook('MessageStatus is missing')
  const errorCode = Number(fields.get('ErrorCode'))
  return { sid, status, ...(errorCode > 0 && { errorCode }) }
}

const isMessageSid = (text: string) => isSid(text, 'SM') || isSid(text, 'MM')
const bare = (address: string) => address.replace(/^whatsapp:/, '')

/** Whether reading failed. */
export const isNotAWebhook = (value: object): value is NotAWebhook => 'kind' in value && value.kind === 'not-a-webhook'

type Fields = ReadonlyMap<string, string>

// Of a repeated name the first value counts; the network repeats none of the names read here.
const fieldsOf = (form: FormPairs): Fields => new Map([...form].reverse())

function eventOf(fields: Fields, isFirst: boolean): CallEvent {
  const recordingSid = fields.get('RecordingSid')
  const dialCallStatus = fields.get('DialCallStatus')
  const digits = fields.get('Digits')
  const isOver = FINAL_STATUSES.includes(fields.get('CallStatus') ?? '')
  // Before Digits: the key that ended a recording is one, too, and must not be taken for a choice (§12.14).
  if (recordingSid !== undefined && dialCallStatus === undefined && isSid(recordingSid, 'RE')) {
    const seconds = secondsOf(fields.get('RecordingDuration'))
    const endedBy = digits === 'hangup' || isOver ? 'hang-up' : digits ? 'key' : 'silence-or-length'
    return { kind: 'recorded', recordingSid, seconds, endedBy }
  }
  const result = fields.get('Result')
  if (result !== undefined && PAYMENT_RESULTS.includes(result)) return paymentEnded(fields, result)
  if (isOver) return { kind: 'hung-up', ...(digits && { digits }) }
  if (dialCallStatus !== undefined) return dialEnded(fields, dialCallStatus)
  const queueResult = fields.get('QueueResult')
  if (queueResult !== undefined) return queueLeft(queueResult)
  if (digits) return { kind: 'digits', digits }
  const speech = fields.get('SpeechResult')
  if (speech) return { kind: 'speech', text: speech, confidence: Number(fields.get('Confidence')) || 0 }
  return isFirst ? { kind: 'arrived' } : { kind: 'silence' }
}

/** How a payment may end: reference twiml-voice.md §4.13. */
const PAYMENT_RESULTS = [
  'success',
  'too-many-failed-attempts',
  'payment-connector-error',
  'caller-interrupted-with-star',
  'caller-hung-up',
  'validation-error',
  'internal-error',
]

function paymentEnded(fields: Fields, result: string): CallEvent {
  const [confirmation, token, card] = ['PaymentConfirmationCode', 'PaymentToken', 'PaymentCardNumber'].map(
    (name) => fields.get(name) || undefined,
  )
  return {
    kind: 'paid',
    result,
    ...(confirmation !== undefined && { confirmation }),
    ...(token !== undefined && { token }),
    ...(card !== undefined && { card }),
  }
}

function dialEnded(fields: Fields, status: string): DialEnded {
  const seconds = secondsOf(fields.get('DialCallDuration'))
  switch (status) {
    case 'completed':
    case 'answered':
      // A whisper that hung up is "completed", too; only DialBridged tells that nobody talked (§12.15).
      return { kind: 'dialled', outcome: fields.get('DialBridged') === 'false' ? 'declined' : 'answered', seconds }
    case 'busy':
    case 'no-answer':
    case 'canceled':
      return { kind: 'dialled', outcome: status, seconds: 0 }
    default:
      return { kind: 'dialled', outcome: 'failed', seconds: 0 }
  }
}

/** Source: reference twiml-voice.md §4.7. */
function queueLeft(result: string): CallEvent {
  if (result === 'hangup') return { kind: 'hung-up' }
  if (result === 'queue-full') return { kind: 'queue-left', result: 'full' }
  return { kind: 'queue-left', result: result === 'error' || result === 'system-error' ? 'error' : 'left' }
}

const secondsOf = (text: string | undefined) => Math.max(0, Number.parseInt(text ?? '', 10) || 0)
const notAWebhook = (message: string) => ({ kind: 'not-a-webhook', message }) as const
