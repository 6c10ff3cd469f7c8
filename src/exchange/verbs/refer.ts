/**
 * What the network does on Refer: it asks the caller's SIP device to call somebody else.
 *
 * What becomes of it is decided by who is set up at the target, and at the device's own address whether it refuses.
 * Source: reference twiml-voice.md §4.11; all but the names of the parameters is inferred.
 */
import { seconds } from '../../clock/duration.ts'
import { type Refer, referDefaults } from '../../twiml/index.ts'
import type { PartyBehaviour } from '../call/party.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'

/** The answers of SIP: to the REFER, and later what came of it. */
interface Referral {
  readonly answer: number
  /** Absent when the REFER was refused, or the call ended before. */
  readonly notify?: number | undefined
}

export async function performRefer(refer: Refer, performance: Performance): Promise<Outcome> {
  const { leg } = performance
  leg.answer()
  const [sip] = refer.children
  if (leg.sipCallId === undefined) {
    const message = 'Only a SIP device can be referred to somebody else; this call has none.'
    performance.report({ code: 13801, severity: 'error', message, help: 'Use Dial.' }, refer)
    return next('the caller cannot be referred')
  }
  if (sip === undefined) return next('there was nobody to refer the caller to')
  // A Sip of a Refer is text alone; what follows the question mark are headers.
  const referral = await send((sip.text ?? '').split('?')[0]?.trim() ?? '', performance)
  const says = isDone(referral) ? 'the caller was referred' : 'the referral failed'
  if (refer.action === undefined) return next(says)
  const method = refer.method ?? referDefaults.method
  return { kind: 'ask', purpose: 'action', url: refer.action, method, parameters: resultParameters(referral), says }
}

async function send(target: string, { leg, network, scope }: Performance): Promise<Referral> {
  const device = network.partyAt(leg.direction === 'inbound' ? leg.from : leg.to)
  if (device?.kind === 'refuses') return { answer: device.sipCode }
  const { notify, afterSeconds } = callOf(network.partyAt(target))
  const notified = await scope.until<number>((report) => {
    const timer = network.clock.after(seconds(afterSeconds), () => report(notify))
    return () => timer.cancel()
  })
  return { answer: 202, notify: notified }
}

/** How the call of the device to the target ends, and when. */
function callOf(party: PartyBehaviour | undefined): { notify: number; afterSeconds: number } {
  switch (party?.kind) {
    case undefined:
      return { notify: 200, afterSeconds: 0 }
    case 'busy':
      return { notify: 486, afterSeconds: 0 }
    case 'unreachable':
      return { notify: 404, afterSeconds: 0 }
    case 'refuses':
      return { notify: party.sipCode, afterSeconds: party.afterSeconds ?? 0 }
    case 'rings':
    case 'no-answer':
      return { notify: 408, afterSeconds: ringsFor }
    case 'answers':
    case 'silent':
      return { notify: 200, afterSeconds: party.afterSeconds ?? 2 }
    case 'machine':
    case 'fax':
      return { notify: 200, afterSeconds: party.afterSeconds ?? 4 }
    default:
      return party satisfies never
  }
}

/** How long the device lets a target ring, in seconds: an estimate. */
const ringsFor = 60

const isDone = ({ notify }: Referral): boolean => notify !== undefined && notify < 300

function resultParameters(referral: Referral): Parameter[] {
  const { answer, notify } = referral
  const parameters: Parameter[] = [
    ['ReferCallStatus', isDone(referral) ? 'completed' : 'failed'],
    ['ReferSipResponseCode', String(answer)],
  ]
  if (notify !== undefined) parameters.push(['NotifySipResponseCode', String(notify)])
  return parameters
}
