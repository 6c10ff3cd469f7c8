/** A relay in place of the call's next verbs, for as long as both sides keep it up. Source: §5.12. */
import type { ConversationRelay } from '../../twiml/index.ts'
import { Performance } from '../performance.ts'
import { type RelayEnd, RelaySession } from '../relay/relay-session.ts'
import type { Parameter } from '../request/signature.ts'
import type { Connected } from './connect.ts'

/** Lets the caller and the app's text talk until one of them ends it. */
export async function connectRelay(noun: ConversationRelay, performance: Performance): Promise<Connected> {
  const { network, scope, leg, source } = performance
  const sessionId = network.createSid('VX')
  const startedAt = network.clock.now()
  const talking = scope.inner()
  // Whatever is heard stands at the relay's place in the document.
  const place = { ...source, lineOf: () => source.lineOf(noun) }
  const end = await scope.until<RelayEnd>((report) => {
    const session = new RelaySession(noun, new Performance(network, leg, place, talking), sessionId, report)
    return () => {
      talking.cut()
      session.stop()
    }
  })
  const seconds = Math.round((network.clock.now() - startedAt) / 1000)
  return { says: saysOf(end, leg.isOver), parameters: parametersOf(end, sessionId, seconds) }
}

function saysOf(end: RelayEnd | undefined, isOver: boolean): string {
  if (end === undefined) return isOver ? 'the caller hung up' : 'the relay was cut short'
  return end.status === 'ended' ? 'the app ended the relay' : 'the relay failed'
}

/** Source: reference twiml-voice.md §3.3, documented. */
function parametersOf(end: RelayEnd | undefined, sessionId: string, seconds: number): Parameter[] {
  const parameters: Parameter[] = [
    ['SessionId', sessionId],
    ['SessionStatus', end?.status ?? 'completed'],
    ['SessionDuration', String(seconds)],
  ]
  if (end?.status === 'ended' && end.handoffData !== undefined) parameters.push(['HandoffData', end.handoffData])
  if (end?.status === 'failed') {
    parameters.push(['ErrorCode', String(end.errorCode)], ['ErrorMessage', end.errorMessage])
  }
  return parameters
}
