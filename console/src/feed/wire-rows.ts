/** What went over the wire: requests, their answers, and how far the network is in each document. */
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import { type Conversation, type Finding, isOver, type VerbRun, type WireRow } from './conversation.ts'

/** The conversation after its wire has carried `event`. */
export function carry(conversation: Conversation, event: JournalEvent): Conversation {
  switch (event.kind) {
    case 'request-sent': {
      const { sequence: _sequence, kind: _kind, at, callSid, messageSid: _messageSid, ...request } = event
      if (callSid === undefined) return conversation
      const row = { ...request, callSid, sentAt: at, verbs: [], findings: [] }
      return { ...conversation, wire: [...conversation.wire, row] }
    }
    case 'document-given':
      return { ...conversation, wire: [...conversation.wire, givenRow(event)] }
    case 'answer-received': {
      const { status, contentType, body, tookMilliseconds } = event
      return change(conversation, event.requestId, { answer: { status, contentType, body }, tookMilliseconds })
    }
    case 'request-failed': {
      const { code, message, tookMilliseconds } = event
      return change(conversation, event.requestId, { failure: { code, message }, tookMilliseconds })
    }
    case 'document-started':
      return change(conversation, event.requestId, {
        verbs: event.verbs.map(({ verb, line, explanation }) => ({ verb, line, explanation, state: 'waiting' })),
      })
    case 'verb-started':
      return changeVerb(conversation, event, 'waiting', { state: 'running', explanation: event.explanation })
    case 'verb-ended':
      return changeVerb(conversation, event, 'running', { state: 'done', outcome: event.outcome })
    case 'call-status':
      return isOver(event.status) ? stopRunning(conversation, event.callSid, event.reason) : conversation
    case 'finding':
      return find(conversation, event)
    default:
      return conversation
  }
}

/** A document that came with a request to the API: nothing was asked for it. */
function givenRow(event: JournalEvent & { kind: 'document-given' }): WireRow {
  const { requestId, callSid, body, at } = event
  return {
    requestId,
    callSid,
    purpose: 'voice',
    isGiven: true,
    method: 'POST',
    url: '',
    parameters: [],
    signedText: '',
    signature: '',
    attempt: 1,
    sentAt: at,
    tookMilliseconds: 0,
    answer: { status: 200, contentType: 'text/xml', body },
    verbs: [],
    findings: [],
  }
}

function change(conversation: Conversation, requestId: string, by: Partial<WireRow>): Conversation {
  const index = conversation.wire.findLastIndex((row) => row.requestId === requestId)
  const row = conversation.wire[index]
  return row ? { ...conversation, wire: conversation.wire.with(index, { ...row, ...by }) } : conversation
}

/** Verbs run in order, so the first of that name in the state before is the one meant, even where all share a line. */
function changeVerb(
  conversation: Conversation,
  event: { readonly requestId: string; readonly verb: string; readonly line: number },
  before: VerbRun['state'],
  by: Partial<VerbRun>,
): Conversation {
  const row = conversation.wire.findLast((each) => each.requestId === event.requestId)
  const running = row?.verbs.find((each) => each.state === 'running')
  // A prompt inside a Gather may start as well; where all stand on one line it would pass for the verb after it.
  if (before === 'waiting' && running?.line === event.line) return conversation
  const index = row?.verbs.findIndex(
    (each) => each.state === before && each.verb.toLowerCase() === event.verb.toLowerCase() && each.line === event.line,
  )
  const verb = row?.verbs[index ?? -1]
  if (!row || !verb || index === undefined) return conversation
  return change(conversation, event.requestId, { verbs: row.verbs.with(index, { ...verb, ...by }) })
}

/** With the call its verbs are over; how the call ended is then what came of the last. */
function stopRunning(conversation: Conversation, callSid: string, reason: string | undefined): Conversation {
  const ended = { state: 'done' as const, ...(reason === undefined ? {} : { outcome: reason }) }
  const wire = conversation.wire.map((row) => {
    if (row.callSid !== callSid || !row.verbs.some((verb) => verb.state === 'running')) return row
    const verbs = row.verbs.map((verb) => (verb.state === 'running' ? { ...verb, ...ended } : verb))
    return { ...row, verbs }
  })
  return { ...conversation, wire }
}

function find(conversation: Conversation, event: JournalEvent & { kind: 'finding' }): Conversation {
  const { sequence: _sequence, at: _at, kind: _kind, callSid: _callSid, requestId, ...finding } = event
  const found: Finding = finding
  const row = conversation.wire.findLast((each) => requestId === undefined || each.requestId === requestId)
  return row ? change(conversation, row.requestId, { findings: [...row.findings, found] }) : conversation
}
