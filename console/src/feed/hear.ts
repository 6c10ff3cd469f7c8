/**
 * The order of the ear: which line of the transcript an event adds, continues or ends, and how long it was quiet.
 *
 * Silence is kept for the first leg only: it is the caller who suffers it.
 */
import type { Instant } from '../../../src/clock/clock.ts'
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import {
  type Conversation,
  isOver,
  type Line,
  type Quiet,
  type QuietCause,
  SHORTEST_SILENCE_SHOWN,
} from './conversation.ts'

/** Keys pressed within this time of each other are one entry. */
const KEYS_TOGETHER = 2_500

/** The conversation after its ear has taken in `event`. */
export function hear(conversation: Conversation, event: JournalEvent): Conversation {
  switch (event.kind) {
    case 'call-status':
      return hearStatus(conversation, event)
    case 'prompt-started':
      return add(conversation, event, promptLine(event), false)
    case 'prompt-ended':
      return end(conversation, event, isPrompt, event.interrupted ? { isInterrupted: true } : {})
    case 'tone-started': {
      const { tone, digits } = event
      return add(conversation, event, { kind: 'tone', tone, ...(digits === undefined ? {} : { digits }) }, false)
    }
    case 'tone-ended':
      return end(conversation, event, (line) => line.kind === 'tone' && line.tone === event.tone, {})
    case 'key-pressed':
      return hearKey(conversation, event)
    case 'speech-heard': {
      const { text, lasts } = event
      const heeded = event.heeded || isHeardBySomebody(conversation, event.callSid)
      return add(conversation, event, { kind: 'speech', text, lasts, heeded }, true)
    }
    case 'recording-started':
      return add(conversation, event, { kind: 'recording', recordingSid: event.recordingSid }, false)
    case 'recording-ended': {
      const { seconds, endedBy, recordingSid } = event
      const same = (line: Line) => line.kind === 'recording' && line.recordingSid === recordingSid
      return end(conversation, event, same, { seconds, endedBy })
    }
    case 'legs-bridged': {
      // Each side may report the joining; the caller's side is the one told.
      if (!isFirstLeg(conversation, event.callSid)) return conversation
      return add(conversation, event, { kind: 'bridge', otherCallSid: event.otherCallSid }, false)
    }
    case 'conference-joined':
      return goTo(conversation, event, `joins the conference ${event.conference}`)
    case 'conference-left':
      return goTo(conversation, event, `leaves the conference ${event.conference}`)
    case 'queue-entered':
      return goTo(conversation, event, `waits in the queue ${event.queue}, place ${event.position}`)
    case 'queue-left':
      return goTo(conversation, event, `leaves the queue ${event.queue} after ${event.seconds} s`)
    case 'legs-parted':
      return fallQuiet(conversation, event.callSid, event.at)
    case 'listening-started':
      return because(conversation, event.callSid, event.accepts.includes('nothing') ? 'pause' : 'input')
    case 'request-sent':
      return because(conversation, event.callSid, 'app')
    case 'finding':
    case 'request-failed':
      return hearTrouble(conversation, event)
    default:
      return conversation
  }
}

type LineContent = Line extends infer Each
  ? Each extends Line
    ? Omit<Each, 'id' | 'callSid' | 'startedAt'>
    : never
  : never

function goTo(conversation: Conversation, event: JournalEvent, words: string): Conversation {
  return add(conversation, event, { kind: 'place', words }, true)
}

function hearStatus(conversation: Conversation, event: JournalEvent & { kind: 'call-status' }): Conversation {
  const { status, reason } = event
  if (status === 'queued' || status === 'initiated') return conversation
  const content: LineContent = { kind: 'status', status, ...(reason === undefined ? {} : { reason }) }
  const told = add(conversation, event, content, status === 'in-progress')
  return isOver(status) ? endEverything(told, event) : told
}

function promptLine(event: JournalEvent & { kind: 'prompt-started' }): LineContent {
  const { prompt, lasts } = event
  const source = {
    ...(event.requestId === undefined ? {} : { requestId: event.requestId }),
    ...(event.line === undefined ? {} : { line: event.line }),
  }
  return prompt.kind === 'speech'
    ? { kind: 'words', text: prompt.text, language: prompt.language, lasts, ...source }
    : { kind: 'audio', url: prompt.url, lasts, ...source }
}

function hearKey(conversation: Conversation, event: JournalEvent & { kind: 'key-pressed' }): Conversation {
  const heeded = event.heeded || isHeardBySomebody(conversation, event.callSid)
  const last = conversation.lines.at(-1)
  const continues =
    last?.kind === 'keys' &&
    last.callSid === event.callSid &&
    last.heeded === heeded &&
    event.at - (last.endedAt ?? last.startedAt) <= KEYS_TOGETHER
  if (!continues) return add(conversation, event, { kind: 'keys', keys: [event.key], heeded }, true)
  const lines = conversation.lines.with(-1, { ...last, keys: [...last.keys, event.key], endedAt: event.at })
  return fallQuiet({ ...conversation, lines }, event.callSid, event.at)
}

/** The network need not listen where a person does: to a callee, and to a caller who is put through. */
function isHeardBySomebody(conversation: Conversation, callSid: string): boolean {
  const leg = conversation.legs.find((each) => each.callSid === callSid)
  return leg?.parentCallSid !== undefined || leg?.talkingTo !== undefined
}

function hearTrouble(
  conversation: Conversation,
  event: JournalEvent & { kind: 'finding' | 'request-failed' },
): Conversation {
  if (event.kind === 'finding' && event.severity !== 'error') return conversation
  const { code, message } = event
  const help = event.kind === 'finding' ? event.help : undefined
  const content: LineContent = {
    kind: 'trouble',
    finding: {
      severity: 'error',
      message,
      ...(code === undefined ? {} : { code }),
      ...(help === undefined ? {} : { help }),
    },
    ...(event.requestId === undefined ? {} : { requestId: event.requestId }),
  }
  // The debugger's entry about a failed request says the same thing a second time.
  const isKnown = conversation.lines.some(
    (line) => line.kind === 'trouble' && line.requestId === event.requestId && line.finding.code === code,
  )
  if (isKnown) return conversation
  const { quiet } = conversation
  const told = append(endSilence(conversation, event.callSid ?? '', event.at), line(event, content))
  return quiet && event.callSid === conversation.callSid ? { ...told, quiet: { ...quiet, since: event.at } } : told
}

/** Adds a line; what sounds ends the silence before it, and what is over at once begins the next. */
function add(conversation: Conversation, event: JournalEvent, content: LineContent, isQuietAfter: boolean) {
  const callSid = event.callSid ?? conversation.callSid
  const told = append(
    endSilence(conversation, callSid, event.at),
    line(event, withSource(conversation, callSid, content)),
  )
  return isQuietAfter ? fallQuiet(told, callSid, event.at) : told
}

/** Keys, tones and recordings belong to the document whose verb is running on their leg. */
function withSource(conversation: Conversation, callSid: string, content: LineContent): LineContent {
  if (content.requestId !== undefined || content.kind === 'status') return content
  const row = conversation.wire.findLast((each) => each.verbs.some((verb) => verb.state === 'running'))
  return row?.callSid === callSid ? { ...content, requestId: row.requestId } : content
}

function line(event: JournalEvent, content: LineContent): Line {
  return { ...content, id: String(event.sequence), callSid: event.callSid ?? '', startedAt: event.at } as Line // the union is rebuilt from its own parts
}

function append(conversation: Conversation, added: Line): Conversation {
  return { ...conversation, lines: [...conversation.lines, added] }
}

function end(
  conversation: Conversation,
  event: JournalEvent,
  isMeant: (line: Line) => boolean,
  change: Partial<Line>,
): Conversation {
  const index = conversation.lines.findLastIndex(
    (each) => each.endedAt === undefined && each.callSid === event.callSid && isMeant(each),
  )
  const open = conversation.lines[index]
  if (!open) return conversation
  const ended = { ...open, ...change, endedAt: event.at } as Line // `change` fits the kind that `isMeant` looks for
  return fallQuiet({ ...conversation, lines: conversation.lines.with(index, ended) }, open.callSid, event.at)
}

/** A leg that is gone hears nothing any more: whatever still sounded on it ends. */
function endEverything(conversation: Conversation, event: JournalEvent): Conversation {
  const isOpen = (each: Line) => each.endedAt === undefined && each.callSid === event.callSid && lastsAWhile(each)
  const lines = conversation.lines.some(isOpen)
    ? conversation.lines.map((each) => (isOpen(each) ? { ...each, endedAt: event.at } : each))
    : conversation.lines
  const { quiet, ...rest } = conversation
  return isFirstLeg(conversation, event.callSid) || !quiet ? { ...rest, lines } : { ...rest, quiet, lines }
}

const isPrompt = (line: Line) => line.kind === 'words' || line.kind === 'audio'
const lastsAWhile = (line: Line) => isPrompt(line) || line.kind === 'tone' || line.kind === 'recording'

function endSilence(conversation: Conversation, callSid: string, at: Instant): Conversation {
  const { quiet, ...rest } = conversation
  if (!quiet || !isFirstLeg(conversation, callSid)) return conversation
  if (at - quiet.since < SHORTEST_SILENCE_SHOWN) return rest
  const silence: Line = {
    kind: 'silence',
    id: `${callSid}-${quiet.since}`,
    callSid,
    startedAt: quiet.since,
    endedAt: at,
    cause: quiet.cause,
  }
  return append(rest, silence)
}

function fallQuiet(conversation: Conversation, callSid: string, at: Instant): Conversation {
  const first = conversation.legs[0]
  if (first?.callSid !== callSid || first.talkingTo || first.recordingSid || isOver(first.status)) return conversation
  const isStillSounding = conversation.lines.some(
    (each) => each.callSid === callSid && each.endedAt === undefined && (isPrompt(each) || each.kind === 'tone'),
  )
  return isStillSounding ? conversation : { ...conversation, quiet: { since: at, cause: 'nothing' } }
}

/** What is waited for; that the network listens says more than that the app is asked at the end of it. */
function because(conversation: Conversation, callSid: string | undefined, cause: QuietCause): Conversation {
  const quiet: Quiet | undefined = conversation.quiet
  if (!quiet || !isFirstLeg(conversation, callSid) || quiet.cause === 'input') return conversation
  return { ...conversation, quiet: { ...quiet, cause } }
}

function isFirstLeg(conversation: Conversation, callSid: string | undefined): boolean {
  return conversation.callSid === callSid
}
