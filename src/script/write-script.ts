/**
 * A call that has been made, written down as a script that comes true when it is played to the same app again.
 *
 * Times are those of the network without what the app took to answer, which takes none in virtual time.
 */
import { Document } from 'yaml'
import type { JournalEvent } from '../exchange/index.ts'

/** What {@link writeScript} takes besides the events. */
export interface WrittenCall {
  readonly url: string
  /** What the call is about. */
  readonly name: string
}

/** A gap shorter than this is not worth a step, in milliseconds. */
const WORTH_A_STEP = 100

type Step = string | Readonly<Record<string, unknown>>
type Event<K extends JournalEvent['kind']> = Extract<JournalEvent, { readonly kind: K }>

/** The text of a script with one call: that of the caller, of whom `events` tell everything. */
export function writeScript(events: readonly JournalEvent[], { url, name }: WrittenCall): string {
  const placed = events.find((event) => event.kind === 'call-placed' && event.direction === 'inbound')
  if (placed?.kind !== 'call-placed') throw new TypeError('No call was placed, so none can be written down.')
  const steps = new Writing(events, placed).steps()
  const document = new Document({
    app: url,
    line: placed.to,
    calls: [{ name, from: placed.from, steps }],
  })
  document.commentBefore = ' yaml-language-server: $schema=node_modules/hookswitch/docs/call-script.schema.json'
  return document.toString({ lineWidth: 0, nullStr: '' })
}

class Writing {
  readonly #events: readonly JournalEvent[]
  readonly #mine: string
  readonly #steps: Step[] = []
  /** When the last step was done, on the network's clock. */
  #doneAt: number
  /** What is being played to whom at this moment; undefined for what is no speech. */
  readonly #playing = new Map<string, string | undefined>()
  #isOver = false

  constructor(events: readonly JournalEvent[], placed: Event<'call-placed'>) {
    this.#events = events
    this.#mine = placed.callSid
    this.#doneAt = (placed as JournalEvent).at
  }

  steps(): readonly Step[] {
    for (const event of this.#events) this.#write(event)
    return this.#steps
  }

  #write(event: JournalEvent): void {
    switch (event.kind) {
      case 'prompt-started':
        this.#playing.set(event.callSid, event.prompt.kind === 'speech' ? event.prompt.text : undefined)
        break
      case 'prompt-ended':
        this.#heard(event)
        break
      case 'key-pressed':
        // A key that nobody listened to changed nothing.
        if (event.heeded) this.#pressed(event)
        break
      case 'speech-heard':
        if (event.heeded && !this.#isGreeting(event)) this.#said(event)
        break
      case 'call-placed':
        if (event.direction !== 'inbound' && !this.#isOver) this.#did(event.at, this.#dialled(event))
        break
      case 'legs-bridged':
        if (event.callSid === this.#mine || event.otherCallSid === this.#mine) this.#talked(event)
        break
      case 'recording-ended':
        this.#did(event.at, 'recorded')
        break
      case 'message-sent':
        this.#did(event.at, { messages: { to: event.to, body: event.text } })
        break
      case 'call-status':
        this.#changed(event)
        break
      default:
    }
  }

  #heard({ at, callSid, interrupted }: JournalEvent & Event<'prompt-ended'>): void {
    const text = this.#playing.get(callSid)
    this.#playing.delete(callSid)
    if (interrupted || text === undefined || this.#isOver) return
    this.#did(at, { ...this.#person(callSid), hears: text })
  }

  #pressed({ at, callSid, key }: JournalEvent & Event<'key-pressed'>): void {
    const isInto = this.#playing.has(callSid)
    const last = this.#steps.at(-1)
    const person = this.#person(callSid)
    if (typeof last === 'object' && 'presses' in last && last.person === person.person && !isInto) {
      this.#steps[this.#steps.length - 1] = { ...person, presses: `${last.presses}${key}` }
      this.#doneAt = at
      return
    }
    // Into the middle of a prompt: the moment matters. Afterwards it does not.
    if (isInto) this.#waited(at)
    this.#did(at, { ...person, presses: key })
  }

  #said({ at, callSid, text, lasts }: JournalEvent & Event<'speech-heard'>): void {
    if (this.#playing.has(callSid)) this.#waited(at)
    this.#did(at + lasts, { ...this.#person(callSid), says: text, seconds: lasts / 1000 })
  }

  /** Whose step it is; nothing for the caller. */
  #person(callSid: string | undefined): { readonly person?: string } {
    const call = this.#placed(callSid)
    return callSid === this.#mine || call === undefined ? {} : { person: call.to }
  }

  #placed(callSid: string | undefined): Event<'call-placed'> | undefined {
    const call = this.#events.find((event) => event.kind === 'call-placed' && event.callSid === callSid)
    return call?.kind === 'call-placed' ? call : undefined
  }

  /** Nobody but a machine speaks at the very moment of the answer. */
  #isGreeting({ at, callSid }: JournalEvent & Event<'speech-heard'>): boolean {
    const answered = this.#answered(callSid)
    return callSid !== this.#mine && answered !== undefined && at - answered.at < WORTH_A_STEP
  }

  #answered(callSid: string): JournalEvent | undefined {
    return this.#events.find(
      (event) => event.kind === 'call-status' && event.callSid === callSid && event.status === 'in-progress',
    )
  }

  #talked(event: JournalEvent & Event<'legs-bridged'>): void {
    const call = this.#placed(event.callSid === this.#mine ? event.otherCallSid : event.callSid)
    if (call !== undefined) this.#did(event.at, { 'talks to': call.to })
  }

  #dialled({ callSid, to, at }: JournalEvent & Event<'call-placed'>): Step {
    const answered = this.#answered(callSid)
    if (answered === undefined) {
      const last = this.#events.findLast((event) => event.kind === 'call-status' && event.callSid === callSid)
      const status = last?.kind === 'call-status' ? last.status : undefined
      return { dials: to, who: status === 'busy' ? 'busy' : status === 'failed' ? 'unreachable' : 'does not answer' }
    }
    const after = seconds(answered.at - at)
    const greeting = this.#events.find(
      (event) => event.kind === 'speech-heard' && event.callSid === callSid && this.#isGreeting(event),
    )
    if (greeting?.kind !== 'speech-heard') return { dials: to, who: { answers: after } }
    return { dials: to, who: { machine: { after, greeting: greeting.text } } }
  }

  #changed({ at, callSid, status, reason }: JournalEvent & Event<'call-status'>): void {
    if (reason === undefined || this.#isOver) return
    const isMine = callSid === this.#mine
    // A callee who hangs up while it rings is what the step says that dials him.
    if (isMine ? reason === 'the caller hung up' : reason === 'the callee hung up' && status === 'completed') {
      this.#waited(at)
      const person = this.#person(callSid)
      this.#did(at, isMine ? 'hangs up' : { ...person, 'hangs up': null })
    }
    if (!isMine) return
    this.#isOver = true
    this.#did(at, { ended: status })
  }

  /** The caller did nothing since the last step. */
  #waited(at: number): void {
    const answering = this.#events.reduce(
      (total, event) =>
        event.kind === 'answer-received' && event.callSid === this.#mine && event.at > this.#doneAt && event.at <= at
          ? total + event.tookMilliseconds
          : total,
      0,
    )
    const gap = at - this.#doneAt - answering
    if (gap >= WORTH_A_STEP) this.#steps.push({ 'stays silent': seconds(gap) })
  }

  #did(at: number, step: Step): void {
    this.#steps.push(step)
    this.#doneAt = at
  }
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10}s`
