/** What the network does on Pay: it takes a card or an account by keys. Source: reference twiml-voice.md §4.13. */
import { type Finding, type Pay, payDefaults } from '../../twiml/index.ts'
import { objectionOf, type PaymentFailure } from '../payment/payment-connector.ts'
import { ownError } from '../payment/payment-item.ts'
import { type PaymentEnd, PaymentSession } from '../payment/payment-session.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { isLoopback } from '../request/loopback.ts'
import type { Parameter } from '../request/signature.ts'

/**
 * Takes a payment, and then asks what is next.
 *
 * @param invalid what is wrong with the attributes: nobody is asked for anything then
 */
export async function performPay(pay: Pay, performance: Performance, invalid?: Finding): Promise<Outcome> {
  const { leg, network } = performance
  const action = actionOf(pay, performance)
  if (action === undefined) return { kind: 'fail', code: 64016, says: 'its action is not https' }
  leg.answer()
  const name = pay.paymentConnector ?? payDefaults.paymentConnector
  const connector = network.paymentConnectors.get(name)
  const session = new PaymentSession(pay, performance, connector ?? { kind: 'errors' })
  const objection = invalid ? failureIn(invalid) : connector ? objectionOf(connector, pay) : noConnector
  const end = objection === undefined ? await session.run() : refused(objection, !invalid && !!connector)
  if (end === undefined) return next('the payment was cut short')
  reportFailure(end, pay, performance, invalid)
  session.tell([...stepOf(end), ...resultOf(end)])
  if (end.result === 'too-many-failed-attempts' && network.settings.payMaxAttempts === 'nextVerb') {
    return next(endings[end.result])
  }
  const method = pay.paymentMethod ?? payDefaults.paymentMethod
  const parameters = [...resultOf(end), ['PaymentMethod', method] as const, ...session.masked()]
  return { kind: 'ask', purpose: 'action', url: action, method: 'POST', parameters, says: endings[end.result] }
}

const endings: Readonly<Record<PaymentEnd['result'], string>> = {
  success: 'the payment went through',
  'too-many-failed-attempts': 'the caller did not manage to enter what was asked for',
  'payment-connector-error': 'the payment was refused',
  'validation-error': 'the document asks for what cannot be done',
  'caller-interrupted-with-star': 'the caller pressed the star',
  'caller-hung-up': 'the caller hung up',
}

/** Source: reference twiml-voice.md §4.13, documented; that an app on this machine may go without TLS is ours. */
function actionOf(pay: Pay, performance: Performance): string | undefined {
  const { action = '' } = pay
  const resolved = performance.resolve(action)
  // What is no address at all is reported where every action is.
  if (resolved === undefined) return action
  const { protocol, hostname } = new URL(resolved)
  if (protocol === 'https:') return action
  const isHere = isLoopback(hostname)
  const isReported = URL.canParse(action)
  if (!isReported || !isHere) {
    performance.report(
      isHere
        ? { code: 64016, severity: 'warning', message: openHere, help: 'Serve it over https before real calls come.' }
        : { code: 64016, severity: 'error', message: 'The action of Pay is not https.', help: 'Serve it over https.' },
      pay,
    )
  }
  return isHere ? action : undefined
}

const openHere = 'The action of Pay has no TLS, as only an app on this machine may.'

const noConnector: PaymentFailure = { code: 64004, error: 'there is no payment connector of that name' }

const failureIn = ({ code, message }: Finding): PaymentFailure => ({
  code: typeof code === 'number' ? code : 64001,
  error: message,
})

/** Wrong attributes are for the app to mend; what the connector cannot do is an error of the connector. */
const refused = (failure: PaymentFailure, isConnectors: boolean): PaymentEnd => ({
  result: isConnectors ? 'payment-connector-error' : 'validation-error',
  failure,
})

function reportFailure(end: PaymentEnd, pay: Pay, performance: Performance, invalid: Finding | undefined): void {
  if (!('failure' in end) || invalid !== undefined) return
  const { code, error } = end.failure
  const help =
    end.result === 'validation-error'
      ? 'Name one that was set up on the exchange, or leave it out to have "Default".'
      : 'Look at PayErrorCode and ConnectorError in the action.'
  performance.report({ code, severity: 'error', message: `Pay: ${error}.`, help }, pay)
}

function resultOf(end: PaymentEnd): readonly Parameter[] {
  const result: Parameter = ['Result', end.result]
  if (end.result === 'success') return [result, ...end.receipt]
  if (end.result === 'too-many-failed-attempts') {
    // A field that nobody filled in is as wrong as one filled in badly.
    const error = end.error === 'input-timeout' ? ownError[end.item] : end.error
    return [result, ['PaymentError', error]]
  }
  if (!('failure' in end)) return [result]
  const { code, error, connectorError } = end.failure
  const own: Parameter[] = connectorError === undefined ? [] : [['ConnectorError', connectorError]]
  return [result, ['PaymentError', error], ['PayErrorCode', String(code)], ...own]
}

/** The step that a payment failed in. */
function stepOf(end: PaymentEnd): readonly Parameter[] {
  if (end.result !== 'too-many-failed-attempts') return []
  return [
    ['For', end.item],
    ['ErrorType', end.error],
  ]
}
