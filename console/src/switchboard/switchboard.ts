/**
 * Everybody who is on the network at once: live legs and whom they talk to, conferences, queues, and messages.
 *
 * Plain readonly values made of the journal, like the conversations; what has not changed keeps its identity.
 */
import type { Instant } from '../../../src/clock/clock.ts'
import type { CallDirection, CallStatus, JournalEvent } from '../../../src/exchange/journal-event.ts'

export interface Switchboard {
  /** Legs that are not over, oldest first. */
  readonly parties: ReadonlyMap<string, Party>
  /** Conferences that are not over, by SID. */
  readonly rooms: ReadonlyMap<string, Room>
  /** Queues in which anybody waits or has waited, by SID. */
  readonly queues: ReadonlyMap<string, Queue>
  /** Messages both ways, oldest first. */
  readonly texts: readonly Text[]
}

export interface Party {
  readonly callSid: string
  readonly direction: CallDirection
  /** The number of the person at this end. */
  readonly number: string
  /** The number at the other end, as this person sees it. */
  readonly other: string
  readonly status: CallStatus
  readonly since: Instant
  readonly talkingTo?: string
  /** What this person hears or heard last. */
  readonly hears?: string
}

export interface Room {
  readonly conferenceSid: string
  readonly name: string
  readonly isStarted: boolean
  readonly callSids: readonly string[]
}

export interface Queue {
  readonly queueSid: string
  readonly name: string
  readonly waiting: readonly { readonly callSid: string; readonly since: Instant }[]
}

export interface Text {
  readonly messageSid: string
  readonly direction: 'to-app' | 'from-app'
  readonly from: string
  readonly to: string
  readonly text: string
  readonly at: Instant
  readonly status: string
  readonly errorCode?: number
}

/** How many messages are kept. */
export const TEXTS_KEPT = 200

export const emptySwitchboard: Switchboard = { parties: new Map(), rooms: new Map(), queues: new Map(), texts: [] }

/** The switchboard after one more event. */
export function connect(board: Switchboard, event: JournalEvent): Switchboard {
  switch (event.kind) {
    case 'call-placed':
      return withParty(board, {
        callSid: event.callSid,
        direction: event.direction,
        number: event.direction === 'inbound' ? event.from : event.to,
        other: event.direction === 'inbound' ? event.to : event.from,
        status: 'queued',
        since: event.at,
      })
    case 'call-status':
      return isLive(event.status)
        ? change(board, event.callSid, { status: event.status, since: event.at })
        : leave(board, event.callSid)
    case 'legs-bridged':
      return join(join(board, event.callSid, event.otherCallSid), event.otherCallSid, event.callSid)
    case 'legs-parted':
      return part(part(board, event.callSid), event.otherCallSid)
    case 'prompt-started':
      return event.prompt.kind === 'speech' ? change(board, event.callSid, { hears: event.prompt.text }) : board
    case 'conference-joined':
    case 'conference-left':
    case 'conference-started':
    case 'conference-ended':
      return { ...board, rooms: meet(board.rooms, event) }
    case 'queue-entered':
    case 'queue-left':
      return { ...board, queues: wait(board.queues, event) }
    case 'message-sent':
    case 'message-received':
      return { ...board, texts: [...board.texts, textOf(event)].slice(-TEXTS_KEPT) }
    case 'message-status':
      return {
        ...board,
        texts: board.texts.map((text) => (text.messageSid === event.messageSid ? after(text, event) : text)),
      }
    default:
      return board
  }
}

const isLive = (status: CallStatus): boolean => ['queued', 'initiated', 'ringing', 'in-progress'].includes(status)

function withParty(board: Switchboard, party: Party): Switchboard {
  return { ...board, parties: new Map(board.parties).set(party.callSid, party) }
}

function change(board: Switchboard, callSid: string, by: Partial<Party>): Switchboard {
  const party = board.parties.get(callSid)
  return party === undefined ? board : withParty(board, { ...party, ...by })
}

function leave(board: Switchboard, callSid: string): Switchboard {
  const parties = new Map(board.parties)
  parties.delete(callSid)
  return { ...board, parties }
}

const join = (board: Switchboard, callSid: string, talkingTo: string) => change(board, callSid, { talkingTo })

function part(board: Switchboard, callSid: string): Switchboard {
  const party = board.parties.get(callSid)
  if (party?.talkingTo === undefined) return board
  const { talkingTo: _gone, ...alone } = party
  return withParty(board, alone)
}

type Moved = Extract<JournalEvent, { conferenceSid: string; conference: string }>

function meet(rooms: Switchboard['rooms'], event: Moved): Switchboard['rooms'] {
  const { conferenceSid, conference: name, callSid } = event
  const changed = new Map(rooms)
  const room = rooms.get(conferenceSid) ?? { conferenceSid, name, isStarted: false, callSids: [] }
  if (event.kind === 'conference-ended') changed.delete(conferenceSid)
  else if (event.kind === 'conference-started') changed.set(conferenceSid, { ...room, isStarted: true })
  else {
    const others = room.callSids.filter((one) => one !== callSid)
    changed.set(conferenceSid, {
      ...room,
      callSids: event.kind === 'conference-joined' ? [...others, callSid] : others,
    })
  }
  return changed
}

type Queued = Extract<JournalEvent, { kind: 'queue-entered' | 'queue-left' }>

function wait(queues: Switchboard['queues'], event: Queued): Switchboard['queues'] {
  const { queueSid, queue: name, callSid } = event
  const before = queues.get(queueSid)?.waiting.filter((one) => one.callSid !== callSid) ?? []
  const waiting = event.kind === 'queue-entered' ? [...before, { callSid, since: event.at }] : before
  return new Map(queues).set(queueSid, { queueSid, name, waiting })
}

function textOf(event: Extract<JournalEvent, { kind: 'message-sent' | 'message-received' }>): Text {
  const { messageSid, from, to, text, at } = event
  const isReceived = event.kind === 'message-received'
  return {
    messageSid,
    direction: isReceived ? 'to-app' : 'from-app',
    from,
    to,
    text,
    at,
    status: isReceived ? 'received' : 'queued',
  }
}

function after(text: Text, { status, errorCode }: Extract<JournalEvent, { kind: 'message-status' }>): Text {
  return { ...text, status, ...(errorCode !== undefined && { errorCode }) }
}

/** Messages between the same two, as one thread: the person's number, the line's, and what was written. */
export interface Thread {
  readonly person: string
  readonly line: string
  readonly texts: readonly Text[]
}

/** The threads, the one with the newest message first. */
export function threadsOf(texts: readonly Text[]): readonly Thread[] {
  const threads = new Map<string, { person: string; line: string; texts: Text[] }>()
  for (const text of texts) {
    const [person, line] = text.direction === 'to-app' ? [text.from, text.to] : [text.to, text.from]
    const key = `${person} ${line}`
    const thread = threads.get(key) ?? { person, line, texts: [] }
    threads.delete(key)
    threads.set(key, thread)
    thread.texts.push(text)
  }
  return [...threads.values()].reverse()
}
