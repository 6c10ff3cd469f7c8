/** A SIPREC session beside the call: its events only, since there is no recorder here. Source: §5.9. */
import { type Siprec, siprecDefaults } from '../../twiml/index.ts'
import { runBeside } from '../background.ts'
import type { Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'
import { mayStart, nameIsTaken } from './may-start.ts'

/** Starts it, unless its name is taken; says what came of it. */
export function startSiprec(noun: Siprec, performance: Performance): string {
  if (!mayStart(noun, performance)) return nameIsTaken
  const url = noun.statusCallback && performance.resolve(noun.statusCallback)
  runSiprec(noun, performance, url || undefined)
  return 'the SIPREC session was started'
}

/** Lets a session run until it is stopped; `url` is told of it. Returns its SID. */
export function runSiprec(
  noun: Pick<Siprec, 'name' | 'statusCallbackMethod'>,
  { network, leg }: Pick<Performance, 'network' | 'leg'>,
  url: string | undefined,
): string {
  const siprecSid = network.createSid('SR')
  const name = noun.name ?? siprecSid
  const begin = () => {
    tell('siprec-started')
    return () => tell('siprec-stopped')
  }
  runBeside(leg, 'siprec', name, begin, siprecSid)
  return siprecSid

  /** The names of the events are modelled on those of Stream: the page does not list them. */
  function tell(event: 'siprec-started' | 'siprec-stopped'): void {
    if (url === undefined) return
    notifyApp(network, {
      leg,
      purpose: 'siprec-status',
      url,
      method: noun.statusCallbackMethod ?? siprecDefaults.statusCallbackMethod,
      parameters: [
        ['AccountSid', network.accountSid],
        ['CallSid', leg.callSid],
        ['SiprecSid', siprecSid],
        ['SiprecName', name],
        ['SiprecEvent', event],
        ['Timestamp', new Date(network.clock.now()).toISOString()],
        ['SiprecError', ''],
        ['SiprecErrorCode', ''],
      ],
    })
  }
}
