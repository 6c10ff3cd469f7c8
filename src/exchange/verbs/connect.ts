/**
 * What the network does on Connect: it hands the caller to a machine and waits until that is over.
 *
 * Source: reference twiml-voice.md §4.12.
 */
import { type Connect, type ConnectNoun, connectDefaults } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'
import { connectRelay } from './connect-relay.ts'
import { connectStream } from './connect-stream.ts'

/** What a connection comes to. */
export interface Connected {
  readonly says: string
  /** What only this kind of connection tells the action. */
  readonly parameters?: readonly Parameter[]
}

/** Of several elements the first is connected; the others were reported when the document was read. */
export async function performConnect(connect: Connect, performance: Performance): Promise<Outcome> {
  performance.leg.answer()
  const [noun] = connect.children
  const { says, parameters = [] } = noun === undefined ? nothing : await connectNoun(noun, performance)
  const action = connect.action ?? (noun?.verb === 'virtualAgent' ? '' : undefined)
  // Cut off by an update of the call: then nobody is asked. After a hang-up the app is told, as for other verbs.
  if (action === undefined || (performance.scope.isCut && !performance.leg.isOver)) return next(says)
  const method = connect.method ?? connectDefaults.method
  return { kind: 'ask', purpose: 'action', url: action, method, parameters, says }
}

const nothing: Connected = { says: 'there was nothing to connect to' }

async function connectNoun(noun: ConnectNoun, performance: Performance): Promise<Connected> {
  switch (noun.verb) {
    case 'stream':
      return connectStream(noun, performance)
    case 'conversationRelay':
      return connectRelay(noun, performance)
    default:
      return cannotConnect(noun, performance)
  }
}

function cannotConnect(noun: ConnectNoun, performance: Performance): Connected {
  const what = noun.verb.charAt(0).toUpperCase() + noun.verb.slice(1)
  const message = `There is no ${what} on this exchange; the connection ends at once.`
  performance.report({ code: 12200, severity: 'warning', message }, noun)
  return { says: `there is no ${what} here` }
}
