/**
 * What the network does on Sms: it sends a text message and goes on at once.
 *
 * It goes the way of all messages. Source: reference twiml-voice.md §3.3 and §4.14;
 * what makes a message invalid is inferred from the names of the warnings.
 */
import { type Sms, smsDefaults } from '../../twiml/index.ts'
import { dialledNumber } from '../call/dialled-number.ts'
import type { TextMessage } from '../message/message.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'

interface Message {
  /** E.164; undefined when it is no number. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly text: string
}

export function performSms(sms: Sms, performance: Performance): Outcome {
  const { leg, network } = performance
  const [person, line] = leg.direction === 'inbound' ? [leg.from, leg.to] : [leg.to, leg.from]
  const message = { from: dialledNumber(sms.from ?? line), to: dialledNumber(sms.to ?? person), text: sms.text }
  const objection = objectionTo(message, performance)
  const sent = objection === undefined ? send(sms, message, performance) : undefined
  if (objection !== undefined) performance.report({ severity: 'warning', ...objection }, sms)
  const says = sent === undefined ? 'the message was not sent' : 'the message is on its way'
  if (sms.action === undefined) return next(says)
  const parameters = [
    ['SmsSid', sent?.messageSid ?? network.createSid('SM')],
    ['SmsStatus', sent === undefined ? 'invalid' : 'sending'],
  ] as const
  const method = sms.method ?? smsDefaults.method
  return { kind: 'ask', purpose: 'action', url: sms.action, method, parameters, says }
}

function send(sms: Sms, { from = '', to = '', text }: Message, performance: Performance): TextMessage {
  const { leg, network } = performance
  const { callSid } = leg
  const url = sms.statusCallback && performance.resolve(sms.statusCallback)
  const callback = url && ({ url, method: 'POST', subject: leg, parameters: statusParameters } as const)
  return network.messages.send({
    direction: 'outbound-call',
    from,
    to,
    body: text,
    callSid,
    ...(callback && { callback }),
  })
}

/** Told once, when it has left or failed. */
function statusParameters({ messageSid, status }: TextMessage): readonly Parameter[] | undefined {
  if (status !== 'sent' && status !== 'failed') return undefined
  return [
    ['SmsSid', messageSid],
    ['SmsStatus', status],
  ]
}

/** What stands against sending it. */
function objectionTo({ from, to, text }: Message, { network }: Performance) {
  if (to === undefined) return { code: 14101, message: 'The message goes to no number.', help: 'Give Sms a to.' }
  if (from === undefined) return { code: 14102, message: 'The message comes from no number.', help: 'Give Sms a from.' }
  if (text === '' || text.length > longestMessage) {
    return { code: 14103, message: `A message has 1 to ${longestMessage} characters; this one has ${text.length}.` }
  }
  if (network.isOurs(from)) return undefined
  return { code: 14108, message: 'The message comes from a number that is not yours.', help: 'Use a line of yours.' }
}

/** In characters. Inferred from the REST interface. */
const longestMessage = 1600
