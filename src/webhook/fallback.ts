/**
 * The fallback: what a caller hears when the app cannot answer. One fixed document a flow, made at start, which needs
 * neither the database nor a session: an apology, then the flow's last resort as far as it goes without us.
 */

import { calleesOf, type Flow, nounOf, stepNamed, type TurnContext } from '../flow/index.ts'
import { dial, hangup, record, render, response, say, type Verb } from '../twiml/index.ts'
import type { Addresses } from './addresses.ts'
import { APOLOGY } from './turn-engine.ts'

/**
 * The fallback document of a flow.
 *
 * @param addresses absolute ones, so that the document can be served from anywhere
 */
export function fallbackDocument(flow: Flow, addresses: Addresses, reveal: TurnContext['reveal']): string {
  return render(response(say(APOLOGY, { language: 'en-US' }), ...helpWithoutUs(flow, addresses, reveal)), { indent: 2 })
}

function helpWithoutUs(flow: Flow, addresses: Addresses, reveal: TurnContext['reveal']): readonly Verb[] {
  const step = flow.lastResort === undefined ? undefined : stepNamed(flow, flow.lastResort)
  if (flow.lastResort !== undefined && step?.kind === 'voicemail') {
    return [
      say('Please leave a message after the beep.', { language: 'en-US' }),
      record({
        // Back to the step when we are well again; the callback brings the message in also when that fails.
        action: `${addresses.line(flow.name)}/${flow.lastResort}`,
        maxLength: step.maximumSeconds ?? 120,
        recordingStatusCallback: addresses.recording(flow.name, flow.lastResort),
        recordingStatusCallbackEvent: ['completed', 'absent'],
      }),
    ]
  }
  const nouns = step?.kind === 'transfer' ? calleesOf(step.to).flatMap((callee) => nounOf(callee, reveal) ?? []) : []
  if (nouns.length > 0) {
    const dialled = dial(nouns, nouns.length > 1 ? { sequential: true } : {})
    return [say('I will connect you.', { language: 'en-US' }), dialled]
  }
  return [say('Please call again later. Goodbye.', { language: 'en-US' }), hangup()]
}
