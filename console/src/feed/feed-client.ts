/**
 * The journal, live: first all that was, then each event as it happens, through lost connections and server restarts.
 *
 * After a lost connection everything is read again from the start: a restarted exchange counts from 1, and a
 * number alone does not tell the two journals apart.
 */
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import { noteArrival } from './exchange-clock.ts'
import { apply, emptyView, type JournalView } from './journal-view.ts'

export type FeedState = 'connecting' | 'live' | 'lost'

export interface FeedSnapshot {
  readonly view: JournalView
  readonly state: FeedState
}

/** @param view what is known with the event taken in, ahead of what is drawn */
export type LiveListener = (event: JournalEvent, view: JournalView) => void

export interface Feed {
  snapshot(): FeedSnapshot
  /** Calls `listener` after each change of the snapshot; returns what stops it. */
  subscribe(listener: () => void): () => void
  /** Calls `listener` with each event at the moment it happens, never with past ones; returns what stops it. */
  onLiveEvent(listener: LiveListener): () => void
  start(): void
  stop(): void
}

/** What the feed needs of the browser. */
export interface FeedPorts {
  readonly readJournal: () => Promise<readonly JournalEvent[]>
  readonly openSocket: (since: number) => WebSocket
  /** Calls `then` a little later: batches what is drawn, never what is heard. */
  readonly soon: (then: () => void) => void
  readonly after: (milliseconds: number, then: () => void) => () => void
}

const FIRST_RETRY = 500
const LONGEST_RETRY = 8_000

export function createFeed(ports: FeedPorts): Feed {
  let current: FeedSnapshot = { view: emptyView, state: 'connecting' }
  let working = emptyView
  let isDrawingDue = false
  let retryIn = FIRST_RETRY
  let socket: WebSocket | undefined
  let cancelRetry: (() => void) | undefined
  let generation = 0
  const listeners = new Set<() => void>()
  const liveListeners = new Set<LiveListener>()

  function publish(state: FeedState) {
    current = { view: working, state }
    for (const listener of listeners) listener()
  }

  function take(event: JournalEvent) {
    if (event.sequence <= working.lastSequence) return
    working = apply(working, event)
    noteArrival(event.at)
    for (const listener of liveListeners) listener(event, working)
    if (isDrawingDue) return
    isDrawingDue = true
    ports.soon(() => {
      isDrawingDue = false
      publish(current.state)
    })
  }

  async function connect() {
    const mine = ++generation
    const past = await ports.readJournal().catch(() => undefined)
    if (mine !== generation) return
    if (!past) return lose(mine)
    working = past.reduce(apply, emptyView)
    publish(current.state)
    const opened = ports.openSocket(working.lastSequence)
    socket = opened
    opened.onopen = () => {
      retryIn = FIRST_RETRY
      if (mine === generation) publish('live')
    }
    opened.onmessage = (message) => {
      if (mine === generation) take(JSON.parse(String(message.data)) as JournalEvent)
    }
    opened.onclose = () => lose(mine)
  }

  function lose(mine: number) {
    if (mine !== generation) return
    publish('lost')
    cancelRetry = ports.after(retryIn, () => void connect())
    retryIn = Math.min(retryIn * 2, LONGEST_RETRY)
  }

  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLiveEvent(listener) {
      liveListeners.add(listener)
      return () => liveListeners.delete(listener)
    },
    start: () => void connect(),
    stop() {
      generation++
      cancelRetry?.()
      socket?.close()
    },
  }
}

/** The feed of the server this page came from. */
export function createBrowserFeed(readJournal: FeedPorts['readJournal']): Feed {
  return createFeed({
    readJournal,
    openSocket: (since) => {
      const address = new URL(`/_exchange/feed?since=${since}`, window.location.href)
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(address)
    },
    soon: (then) => void requestAnimationFrame(then),
    after: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    },
  })
}
