/**
 * What the network does on Sms: it sends a text message and goes on at once.
 *
 * The message arrives, unless the number was set up as unreachable. Source: reference twiml-voice.md §3.3 and §4.14;
 * what makes a message invalid is inferred from the names of the warnings.
 */
import { type Sms, smsDefaults } from '../../twiml/index.ts'
import { dialledNumber } from '../call/dialled-number.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'

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
  const smsSid = network.createSid('SM')
  const objection = objectionTo(message, performance)
  if (objection === undefined) send(sms, smsSid, message, performance)
  else performance.report({ severity: 'warning', ...objection }, sms)
  const says = objection === undefined ? 'the message is on its way' : 'the message was not sent'
  if (sms.action === undefined) return next(says)
  const parameters = [
    ['SmsSid', smsSid],
    ['SmsStatus', objection === undefined ? 'sending' : 'invalid'],
  ] as const
  const method = sms.method ?? smsDefaults.method
  return { kind: 'ask', purpose: 'action', url: sms.action, method, parameters, says }
}

function send(sms: Sms, smsSid: string, { from = '', to = '', text }: Message, performance: Performance): void {
  const { leg, network } = performance
  network.journal.append({ kind: 'message-sent', callSid: leg.callSid, smsSid, from, to, text })
  const url = sms.statusCallback && performance.resolve(sms.statusCallback)
  if (!url) return
  const status = network.partyAt(to)?.kind === 'unreachable' ? 'failed' : 'sent'
  const parameters = [
    ['SmsSid', smsSid],
    ['SmsStatus', status],
  ] as const
  notifyApp(network, { leg, purpose: 'message-status', url, method: 'POST', parameters })
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
