import type { Verb } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { performAnnotate } from './annotate.ts'
import { performConnect } from './connect.ts'
import { performDial } from './dial.ts'
import { performEcho } from './echo.ts'
import { performEnqueue } from './enqueue.ts'
import { performGather } from './gather.ts'
import { performHangup } from './hangup.ts'
import { performLeave } from './leave.ts'
import { performPause } from './pause.ts'
import { performPay } from './pay.ts'
import { performPlay } from './play.ts'
import { performRecord } from './record.ts'
import { performRedirect } from './redirect.ts'
import { performRefer } from './refer.ts'
import { performReject } from './reject.ts'
import { performSay } from './say.ts'
import { performSms } from './sms.ts'
import { performStart } from './start.ts'
import { performStop } from './stop.ts'

/** The verbs this exchange performs; the others are reported and left out. */
export const performedVerbs = [
  'annotate',
  'connect',
  'dial',
  'echo',
  'enqueue',
  'gather',
  'hangup',
  'leave',
  'pause',
  'pay',
  'play',
  'record',
  'redirect',
  'refer',
  'reject',
  'say',
  'sms',
  'start',
  'stop',
] as const satisfies readonly Verb['verb'][]

/** Does one verb; resolves when the leg goes on to the next thing. */
export async function performVerb(verb: Verb, performance: Performance): Promise<Outcome> {
  switch (verb.verb) {
    case 'annotate':
      return performAnnotate()
    case 'connect':
      return performConnect(verb, performance)
    case 'dial':
      return performDial(verb, performance)
    case 'echo':
      return performEcho(performance)
    case 'enqueue':
      return performEnqueue(verb, performance)
    case 'gather':
      return performGather(verb, performance)
    case 'hangup':
      return performHangup(performance)
    case 'leave':
      return performLeave(performance)
    case 'pause':
      return performPause(verb, performance)
    case 'pay':
      return performPay(verb, performance)
    case 'play':
      return performPlay(verb, performance)
    case 'record':
      return performRecord(verb, performance)
    case 'redirect':
      return performRedirect(verb, performance)
    case 'refer':
      return performRefer(verb, performance)
    case 'reject':
      return performReject(verb, performance)
    case 'say':
      return performSay(verb, performance)
    case 'sms':
      return performSms(verb, performance)
    case 'start':
      return performStart(verb, performance)
    case 'stop':
      return performStop(verb, performance)
    default:
      return leaveOut(verb, performance)
  }
}

/** The tag of a verb: `Gather`. */
export const tagOf = (verb: Verb): string => verb.verb.charAt(0).toUpperCase() + verb.verb.slice(1)

function leaveOut(verb: Verb, performance: Performance): Outcome {
  const message = `${tagOf(verb)} is not performed by this exchange yet; it is left out.`
  performance.report({ code: 12200, severity: 'warning', message }, verb)
  return next('it is left out')
}
