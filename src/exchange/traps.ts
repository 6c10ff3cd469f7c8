/**
 * Traps: documents that are valid and will still surprise their author.
 *
 * Source: reference twiml-voice.md §12.
 */
import type { TwimlDocument, Verb } from '../twiml/index.ts'
import type { Performance } from './performance.ts'
import { tagOf } from './verbs/perform-verb.ts'

/** Reports what in `document` will not do what it seems to. */
export function reportTraps(document: TwimlDocument, performance: Performance): void {
  const { children } = document
  const ending = children.findIndex(neverGoesOn)
  const lost = ending === -1 ? undefined : children[ending + 1]
  const last = children.at(-1)
  if (lost !== undefined) {
    const message = `${tagOf(lost)} can never run: ${tagOf(children[ending] as Verb)} before it does not go on.` // found above
    performance.report({ severity: 'warning', message, help: 'Move it before, or into the next document.' }, lost)
  }
  if (last?.verb === 'gather' && !last.actionOnEmptyResult && performance.source.kind === 'call') {
    const help = 'Put a Redirect or a goodbye after it, or set actionOnEmptyResult.'
    performance.report(
      { severity: 'warning', message: 'Nothing follows Gather: a silent caller is cut off.', help },
      last,
    )
  }
  if (last?.verb === 'start' && performance.source.kind === 'call') {
    const message = 'Nothing follows Start: the call ends, and with it what was started.'
    performance.report({ severity: 'warning', message, help: 'Put what the caller hears after it.' }, last)
  }
  for (const verb of children) {
    if ((verb.verb !== 'gather' && verb.verb !== 'record') || verb.action) continue
    const message = `${tagOf(verb)} has no action: its result goes to this document's own address.`
    performance.report({ severity: 'warning', message, help: 'Give it an action.' }, verb)
  }
}

/** Source: reference twiml-voice.md §1.5. */
function neverGoesOn(verb: Verb): boolean {
  if (verb.verb === 'dial' || verb.verb === 'enqueue' || verb.verb === 'refer' || verb.verb === 'sms') {
    return verb.action !== undefined
  }
  if (verb.verb === 'connect') return verb.action !== undefined || verb.children[0]?.verb === 'virtualAgent'
  return ['record', 'pay', 'redirect', 'reject', 'hangup', 'echo'].includes(verb.verb)
}
