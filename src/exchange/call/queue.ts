/**
 * Queues: calls that wait in line, and those who dial a queue to take the next.
 *
 * Knows who waits and who takes whom. Knows nothing of documents, nor of what the two hear.
 * Source: reference twiml-voice.md §4.7 and §5.5.
 */
import type { Duration, Instant } from '../../clock/clock.ts'
import type { QueueLeft } from '../journal-event.ts'
import type { Network } from '../network.ts'
import type { Leg } from './leg.ts'

/** The queues of an exchange, by name. */
export interface Queues {
  /** All there are, oldest first. */
  all(): readonly CallQueue[]
  find(name: string): CallQueue | undefined
  /** Gives a queue another name, which must be free. */
  rename(queue: CallQueue, name: string): void
  /** Takes an empty queue away. */
  remove(queue: CallQueue): void
  /** The queue of that name, made when it is first needed. */
  named(name: string): CallQueue
}

/** Makes the store; `network` is asked for when it is first needed, since each needs the other. */
export function createQueues(network: () => Network): Queues {
  const queues = new Map<string, CallQueue>()
  return {
    all: () => [...queues.values()],
    find: (name) => queues.get(name),
    rename(queue, name) {
      queues.delete(queue.name)
      queue.name = name
      queues.set(name, queue)
    },
    remove: (queue) => void queues.delete(queue.name),
    named(name) {
      const queue = queues.get(name) ?? new CallQueue(network(), name)
      queues.set(name, queue)
      return queue
    },
  }
}

/** What becomes of a queued call that somebody took. */
export type Release = 'bridged' | 'error'

/**
 * A call in a queue. `waiting`: in line. `taken`: somebody dialled the queue and it was this call's turn. `bridged`: the
 * two hear each other, or did. `gone`: it left before anybody took it.
 *
 * ```
 * waiting -> taken -> bridged
 *    |-> gone
 * ```
 */
export class QueuedCall {
  readonly leg: Leg
  readonly queue: CallQueue
  readonly enteredAt: Instant
  state: 'waiting' | 'taken' | 'bridged' | 'gone' = 'waiting'
  leftAt: Instant | undefined
  /** Whether the API took it out of the line, rather than giving it another document. */
  isDequeued = false
  readonly #taken: () => void
  #released: ((release: Release) => void) | undefined
  #release: Release | undefined

  constructor(leg: Leg, queue: CallQueue, enteredAt: Instant, taken: () => void) {
    this.leg = leg
    this.queue = queue
    this.enteredAt = enteredAt
    this.#taken = taken
  }

  /** Whether somebody who took it was heard by it. */
  get hasBeenBridged(): boolean {
    return this.state === 'bridged'
  }

  /** How long it has waited, or did. */
  waited(now: Instant): Duration {
    return (this.leftAt ?? now) - this.enteredAt
  }

  take(): void {
    this.state = 'taken'
    this.#taken()
  }

  /** The two hear each other from now on. */
  bridge(): void {
    this.state = 'bridged'
  }

  /** The one who took it lets it go; it goes on with its own document. */
  release(release: Release): void {
    if (this.#release !== undefined) return
    this.#release = release
    this.#released?.(release)
  }

  /** Calls `act` when it is let go, at once when it is already. */
  whenReleased(act: (release: Release) => void): void {
    if (this.#release === undefined) this.#released = act
    else act(this.#release)
  }
}

/** Somebody who has dialled the queue and waits for a call to come. */
interface Taker {
  readonly take: (call: QueuedCall) => void
}

export class CallQueue {
  readonly queueSid: string
  readonly startedAt: Instant
  name: string
  readonly #network: Network
  readonly #waiting: QueuedCall[] = []
  readonly #takers: Taker[] = []
  #maxSize: number

  constructor(network: Network, name: string) {
    this.#network = network
    this.name = name
    this.queueSid = network.createSid('QU')
    this.startedAt = network.clock.now()
    this.#maxSize = network.settings.maxQueueSize
  }

  get size(): number {
    return this.#waiting.length
  }

  /** Those in line, the next one first. */
  get waiting(): readonly QueuedCall[] {
    return this.#waiting
  }

  /** How many may wait at once, 1 to 5000. */
  get maxSize(): number {
    return Math.min(5000, Math.max(1, this.#maxSize))
  }

  set maxSize(size: number) {
    this.#maxSize = size
  }

  /** 1 for the one who is next, 0 for one who does not wait here. */
  positionOf(call: QueuedCall): number {
    return this.#waiting.indexOf(call) + 1
  }

  /** How long those in line have waited on average. */
  averageWait(now: Instant): Duration {
    const total = this.#waiting.reduce((sum, call) => sum + call.waited(now), 0)
    return this.size === 0 ? 0 : total / this.size
  }

  /** Puts a call at the end of the line; somebody who waits for one takes it in this moment. */
  join(leg: Leg, taken: () => void): QueuedCall {
    const call = new QueuedCall(leg, this, this.#network.clock.now(), taken)
    this.#waiting.push(call)
    // At that very moment, or somebody who dials the queue could take a call that is over.
    leg.when('over', () => this.leave(call, 'hung-up'))
    const { callSid } = leg
    const { queueSid, name } = this
    this.#network.journal.append({ kind: 'queue-entered', callSid, queueSid, queue: name, position: this.size })
    const taker = this.#takers.shift()
    if (taker !== undefined) this.#hand(call, taker)
    return call
  }

  /** A waiting call leaves the line untaken. Does nothing on one that waits no longer. */
  leave(call: QueuedCall, why: Exclude<QueueLeft['why'], 'taken'>): void {
    if (call.state !== 'waiting') return
    call.state = 'gone'
    this.#remove(call, why)
  }

  /** Asks for the next call, now or when one comes; returns what calls the request off. */
  request(take: (call: QueuedCall) => void): () => void {
    const taker = { take }
    const first = this.#waiting[0]
    if (first !== undefined) this.#hand(first, taker)
    else this.#takers.push(taker)
    return () => {
      const place = this.#takers.indexOf(taker)
      if (place !== -1) this.#takers.splice(place, 1)
    }
  }

  #hand(call: QueuedCall, taker: Taker): void {
    this.#remove(call, 'taken')
    call.take()
    taker.take(call)
  }

  #remove(call: QueuedCall, why: QueueLeft['why']): void {
    const { clock, journal } = this.#network
    const { callSid } = call.leg
    const { queueSid, name } = this
    this.#waiting.splice(this.#waiting.indexOf(call), 1)
    call.leftAt = clock.now()
    const seconds = Math.round(call.waited(call.leftAt) / 1000)
    journal.append({ kind: 'queue-left', callSid, queueSid, queue: name, seconds, why })
  }
}
