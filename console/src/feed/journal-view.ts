/**
 * The journal as the page shows it: a pure reducer from events to conversations.
 *
 * The order of work is that of the feed: `apply` takes one event and returns the next view. It never looks at the
 * clock; what is "now" is the business of whoever draws.
 */
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import { connect, emptySwitchboard, type Switchboard } from '../switchboard/switchboard.ts'
import { type Conversation, isOver, type Leg } from './conversation.ts'
import { hear } from './hear.ts'
import { carry } from './wire-rows.ts'

export interface JournalView {
  readonly lastSequence: number
  /** By the CallSid of the first leg, oldest first. */
  readonly conversations: ReadonlyMap<string, Conversation>
  /** The conversation each leg belongs to. */
  readonly rootOf: ReadonlyMap<string, string>
  /** Everybody on the network at once. */
  readonly board: Switchboard
}

/** How many conversations are kept; the oldest that are over go first. */
export const CONVERSATIONS_KEPT = 40

export const emptyView: JournalView = {
  lastSequence: 0,
  conversations: new Map(),
  rootOf: new Map(),
  board: emptySwitchboard,
}

/** The view after one more event. An event seen before changes nothing, so a feed may repeat itself. */
export function apply(view: JournalView, event: JournalEvent): JournalView {
  if (event.sequence <= view.lastSequence) return view
  const next = { ...view, lastSequence: event.sequence, board: connect(view.board, event) }
  if (event.kind === 'call-placed') return place(next, event)
  if (event.callSid === undefined) return next
  const root = view.rootOf.get(event.callSid)
  const before = root === undefined ? undefined : view.conversations.get(root)
  // The journal may begin in the middle of a call whose start is no longer kept.
  if (!before) return next
  const after = carry(hear(changeLeg(before, event), event), event)
  return { ...next, conversations: new Map(view.conversations).set(before.callSid, after) }
}

function place(view: JournalView, event: JournalEvent & { kind: 'call-placed' }): JournalView {
  const leg: Leg = {
    callSid: event.callSid,
    direction: event.direction,
    from: event.from,
    to: event.to,
    status: 'queued',
    startedAt: event.at,
    ...(event.parentCallSid === undefined ? {} : { parentCallSid: event.parentCallSid }),
  }
  const root = (event.parentCallSid && view.rootOf.get(event.parentCallSid)) || event.callSid
  const parent = view.conversations.get(root)
  const conversation: Conversation = parent
    ? { ...parent, legs: [...parent.legs, leg] }
    : { callSid: leg.callSid, startedAt: event.at, legs: [leg], lines: [], wire: [] }
  const conversations = new Map(view.conversations).set(root, conversation)
  const rootOf = new Map(view.rootOf).set(event.callSid, root)
  return forgetOldest({ ...view, conversations, rootOf })
}

function forgetOldest(view: JournalView): JournalView {
  if (view.conversations.size <= CONVERSATIONS_KEPT) return view
  const oldest = [...view.conversations.values()].find((each) => each.legs.every((leg) => isOver(leg.status)))
  if (!oldest) return view
  const conversations = new Map(view.conversations)
  conversations.delete(oldest.callSid)
  const rootOf = new Map([...view.rootOf].filter(([, root]) => root !== oldest.callSid))
  return { ...view, conversations, rootOf }
}

function changeLeg(conversation: Conversation, event: JournalEvent): Conversation {
  const index = conversation.legs.findIndex((leg) => leg.callSid === event.callSid)
  const leg = conversation.legs[index]
  if (!leg) return conversation
  const changed = legAfter(leg, event)
  return changed === leg ? conversation : { ...conversation, legs: conversation.legs.with(index, changed) }
}

function legAfter(leg: Leg, event: JournalEvent): Leg {
  switch (event.kind) {
    case 'call-status':
      return legWithStatus(leg, event)
    case 'listening-started':
      return { ...leg, accepts: event.accepts }
    case 'recording-started':
      return { ...leg, recordingSid: event.recordingSid }
    case 'recording-ended':
      return without(leg, 'recordingSid')
    case 'legs-bridged':
      return { ...leg, talkingTo: event.otherCallSid }
    case 'legs-parted':
      return without(leg, 'talkingTo')
    case 'document-started':
    case 'verb-ended':
      return without(leg, 'accepts')
    default:
      return leg
  }
}

function legWithStatus(leg: Leg, event: JournalEvent & { kind: 'call-status' }): Leg {
  const changed: Leg = { ...leg, status: event.status }
  if (event.status === 'in-progress') return { ...changed, answeredAt: event.at }
  if (!isOver(event.status)) return changed
  const ended: Leg = { ...changed, endedAt: event.at, ...(event.reason === undefined ? {} : { reason: event.reason }) }
  return without(without(without(ended, 'accepts'), 'talkingTo'), 'recordingSid')
}

function without(leg: Leg, key: 'accepts' | 'talkingTo' | 'recordingSid'): Leg {
  if (leg[key] === undefined) return leg
  const { [key]: _gone, ...rest } = leg
  return rest
}

/** The newest conversation, or undefined before the first call. */
export function newestConversation(view: JournalView): Conversation | undefined {
  return [...view.conversations.values()].at(-1)
}
