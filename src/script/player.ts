/** Goes through the steps of one call, with the people and the waiting of the test kit. */
import type { Duration } from '../clock/clock.ts'
import type { JournalEvent, PartyBehaviour } from '../exchange/index.ts'
import { Callee } from '../testing/callee.ts'
import { ExpectationError } from '../testing/expectation-error.ts'
import { failureMessage, type LineUnderTest, timePasses } from '../testing/line-under-test.ts'
import { toBeTalkingTo } from '../testing/matchers.ts'
import { Person } from '../testing/person.ts'
import { areTalking } from '../testing/talking.ts'
import { matches } from '../testing/words.ts'
import type { StepOf } from './schema.ts'
import type { Script, ScriptedCall, Step } from './script.ts'
import { triggerApp } from './trigger.ts'

type EventOf<K extends JournalEvent['kind']> = Extract<JournalEvent, { readonly kind: K }>

/** What one or several expected effects came to. */
interface Effects<K extends JournalEvent['kind']> {
  readonly kind: K
  readonly isWanted: (event: EventOf<K>) => boolean
  /** Whether what was found first has to be what is expected. */
  readonly count: number
  readonly within: Duration | undefined
}

/** The one who plays a call. Every method but the first throws {@link ExpectationError} when something is not so. */
export class Player {
  readonly #line: LineUnderTest
  readonly #script: Script
  readonly #call: ScriptedCall
  readonly #people = new Map<string, Person>()
  /** Effects that a step has mentioned. */
  readonly #mentioned = new Set<JournalEvent>()
  readonly #behaviours = new Map<string, PartyBehaviour>()
  #main: Person | undefined

  constructor(line: LineUnderTest, script: Script, call: ScriptedCall) {
    this.#line = line
    this.#script = script
    this.#call = call
    for (const [number, behaviour] of Object.entries(call.parties)) this.#behaviours.set(number, behaviour)
  }

  /** The call is placed: by the caller, or by the app. */
  async begin(): Promise<void> {
    this.#cast()
    const { from, to, outbound } = this.#call
    if (outbound === undefined) {
      this.#line.names.set(from, 'caller')
      const call = this.#line.exchange.placeCall({ from, to })
      this.#main = new Person(this.#line, 'caller', () => call)
      return
    }
    const placed = await triggerApp(this.#line, this.#script.app.url, outbound)
    this.#mentioned.add(placed)
    this.#main = this.#person(placed.to)
  }

  /** Does what a step says, or waits for it to come true. */
  async play(step: Step): Promise<void> {
    const { says } = step
    const person = this.#person('person' in says ? says.person : undefined)
    switch (step.word) {
      case 'hears':
        return person.hears(step.says.hears, limit(step.says.within))
      case 'does not hear':
        return this.#doesNotHear(person, step.says)
      case 'presses':
        await this.#isAnswered(person)
        return person.presses(step.says.presses)
      case 'says': {
        const { seconds, confidence } = step.says
        const saying = { ...(seconds !== undefined && { seconds }), ...(confidence !== undefined && { confidence }) }
        return person.says(step.says.says, saying)
      }
      case 'stays silent':
        return person.staysSilent(step.says['stays silent'])
      case 'hangs up':
        return person.hangsUp()
      case 'dials':
        return this.#dials(step.says)
      case 'talks to':
        return this.#talksTo(step.says['talks to'], step.says.within)
      case 'reaches a person':
        return this.#reachesAPerson(step.says.within)
      case 'recorded':
        return this.#recorded(step.says)
      case 'messages':
        return this.#messages(step.says)
      case 'requests':
        return this.#requests(step.says)
      case 'ended':
        return this.#ended(person, step.says)
      default:
        return step satisfies never
    }
  }

  /** Everybody does what he still has to do. */
  async finish(): Promise<void> {
    const people = [this.#person(undefined), ...this.#people.values()]
    await timePasses(this.#line, () => (people.every(({ undone }) => undone.length === 0) ? true : undefined))
    for (const person of people) {
      const [undone] = person.undone
      if (undone !== undefined) this.#fail(`${person.name} comes to ${undone}`, 'nobody listens to that', person)
    }
  }

  /** After the end of a strict call: nothing has happened that no step mentions. */
  refuseUnmentioned(): void {
    const expected = new Set(
      this.#call.steps.flatMap((step) => (step.word === 'dials' ? [step.says.dials].flat() : [])),
    )
    for (const event of this.#line.exchange.journal.events) {
      if (this.#mentioned.has(event)) continue
      if (event.kind === 'message-sent') this.#fail('no message but those of the script', `one went to ${event.to}`)
      // Whom the script only talks to, it does not count the calls of.
      if (event.kind === 'call-placed' && event.direction !== 'inbound' && expected.has(event.to)) {
        this.#fail('nobody is dialled more often than the script says', `the app dialled ${event.to} once more`)
      }
    }
  }

  /**
   * Parties are as the step says that dials them. Set at the very moment the number is dialled: when the app dials it
   * twice without time between, no step is done before the second.
   */
  #cast(): void {
    const parts = new Map<string, (PartyBehaviour | undefined)[]>()
    for (const step of this.#call.steps) {
      if (step.word !== 'dials') continue
      for (const number of [step.says.dials].flat()) {
        parts.set(number, [...(parts.get(number) ?? []), step.says.who])
      }
    }
    this.#line.exchange.journal.subscribe((event) => {
      if (event.kind !== 'call-placed' || event.direction === 'inbound') return
      const part = parts.get(event.to)?.shift()
      if (part === undefined) return
      this.#behaviours.set(event.to, part)
      this.#line.exchange.setParty(event.to, part)
    })
  }

  #person(number: string | undefined): Person {
    if (number === undefined || (this.#call.outbound === undefined && number === this.#call.from)) {
      return this.#main ?? new Person(this.#line, 'the caller', () => undefined)
    }
    const known = this.#people.get(number) ?? new Callee(this.#line, number, number)
    this.#people.set(number, known)
    return known
  }

  /** Keys are not pressed while it still rings; what a voice says waits by itself until somebody listens. */
  async #isAnswered({ call }: Person): Promise<void> {
    await timePasses(this.#line, () =>
      call === undefined || call.isOver || call.status === 'in-progress' ? true : undefined,
    )
  }

  async #doesNotHear(person: Person, says: StepOf<'does not hear'>): Promise<void> {
    const words = says['does not hear']
    const find = () => person.heard().find((text) => matches(text, words))
    const heard = says.within === undefined ? find() : await timePasses(this.#line, find, says.within)
    if (heard !== undefined) this.#fail(`${person.name} does not hear ${quoted(words)}`, `heard “${heard}”`, person)
  }

  async #dials({ dials, as, within }: StepOf<'dials'>): Promise<void> {
    const wanted = [dials].flat()
    for (const number of wanted) this.#line.expected.add(number)
    const isWanted = ({ direction }: EventOf<'call-placed'>) => direction !== 'inbound'
    const placed = await this.#next({ kind: 'call-placed', isWanted, count: wanted.length, within })
    const isRight = placed.length === wanted.length && placed.every(({ to }, index) => to === wanted[index])
    const isShown = as === undefined || placed.every(({ from }) => from === as)
    if (!isRight || !isShown) {
      const told = placed.map(({ to, from }) => (as === undefined ? to : `${to} as ${from}`)).join(', ') || 'nobody'
      this.#fail(
        `the app dials ${wanted.join(', ')}${as === undefined ? '' : ` as ${as}`}${inTime(within)}`,
        `it dialled ${told}`,
      )
    }
  }

  async #talksTo(number: string, within: Duration | undefined): Promise<void> {
    const verdict = await toBeTalkingTo(this.#person(undefined), this.#person(number), limit(within))
    if (!verdict.pass) throw new ExpectationError(verdict.message())
  }

  async #reachesAPerson(within: Duration | undefined): Promise<void> {
    const main = this.#person(undefined)
    const dialled = () => this.#line.exchange.calls.filter((call) => call.snapshot().direction !== 'inbound')
    const isPerson = (number: string) => (this.#behaviours.get(number)?.kind ?? 'answers') === 'answers'
    const reached = await timePasses(
      this.#line,
      () => dialled().find(({ to }) => isPerson(to) && areTalking(main, this.#person(to))),
      within,
    )
    if (reached !== undefined) return
    const told =
      dialled()
        .map(({ to, status }) => `${to}: ${status}`)
        .join(', ') || 'nobody was dialled'
    this.#fail(`${main.name} reaches a person${inTime(within)}`, told, main)
  }

  async #recorded({ recorded, within }: StepOf<'recorded'>): Promise<void> {
    const { seconds, source } = recorded ?? {}
    const [ended] = await this.#next({ kind: 'recording-ended', isWanted: () => true, count: 1, within })
    const made = ended && this.#line.exchange.recording(ended.recordingSid)
    const isRight =
      ended !== undefined &&
      (seconds === undefined || ended.seconds === seconds) &&
      (source === undefined || made?.source === source)
    if (isRight) return
    const length = seconds === undefined ? '' : ` of ${seconds} s`
    const told = ended === undefined ? 'nothing was recorded' : `recorded ${ended.seconds} s by ${made?.source}`
    this.#fail(`a recording${length}${source === undefined ? '' : ` by ${source}`}${inTime(within)}`, told)
  }

  async #messages({ messages, within }: StepOf<'messages'>): Promise<void> {
    const wanted = [messages].flat()
    const sent = await this.#next({ kind: 'message-sent', isWanted: () => true, count: wanted.length, within })
    const isRight = wanted.every(({ to, from, body }, index) => {
      const one = sent[index]
      if (one === undefined || (to !== undefined && one.to !== to)) return false
      return (from === undefined || one.from === from) && (body === undefined || matches(one.text, body))
    })
    if (isRight) return
    const list = wanted.map(({ to, body }) => `${body === undefined ? 'one' : quoted(body)} to ${to ?? 'anybody'}`)
    const told = sent.map(({ to, text }) => `“${text}” to ${to}`).join(', ') || 'nothing was sent'
    this.#fail(`messages: ${list.join(', ')}${inTime(within)}`, told)
  }

  async #requests({ requests, method, parameters = {}, within }: StepOf<'requests'>): Promise<void> {
    const isWanted = (event: EventOf<'request-sent'>) =>
      pathOf(event.url) === requests &&
      (method === undefined || event.method === method) &&
      Object.entries(parameters).every(([name, value]) =>
        event.parameters.some(([given, text]) => given === name && text === value),
      )
    const [asked] = await this.#next({ kind: 'request-sent', isWanted, count: 1, within })
    if (asked !== undefined) return
    const { events } = this.#line.exchange.journal
    const all = events.flatMap((event) =>
      event.kind === 'request-sent' ? [`${event.method} ${pathOf(event.url)}`] : [],
    )
    const list = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`)
    this.#fail(
      `the app is asked ${method ?? ''} ${requests}${list.join('')}${inTime(within)}`.replace('  ', ' '),
      `it was asked ${all.join(', ') || 'nothing'}`,
    )
  }

  async #ended(person: Person, { ended, within }: StepOf<'ended'>): Promise<void> {
    const status = ended ?? 'completed'
    await timePasses(this.#line, () => (person.call?.isOver ? true : undefined), within)
    const { call } = person
    if (call?.isOver && call.status === status) return
    this.#fail(
      `${person.name} has ended as ${status}${inTime(within)}`,
      `the call is ${call?.status ?? 'not there'}`,
      person,
    )
  }

  /** Time passes until so many effects have come that no step has mentioned yet; fewer, when they do not come. */
  async #next<K extends JournalEvent['kind']>({
    kind,
    isWanted,
    count,
    within,
  }: Effects<K>): Promise<readonly EventOf<K>[]> {
    const find = () =>
      this.#line.exchange.journal.events.filter(
        (event): event is EventOf<K> =>
          event.kind === kind && isWanted(event as EventOf<K>) && !this.#mentioned.has(event), // of that kind
      )
    await timePasses(this.#line, () => (find().length >= count ? true : undefined), within)
    const found = find().slice(0, count)
    for (const event of found) this.#mentioned.add(event)
    return found
  }

  #fail(expected: string, instead: string, about: Person = this.#person(undefined)): never {
    throw new ExpectationError(failureMessage(this.#line, expected, instead, about.call?.callSid))
  }
}

const limit = (within: Duration | undefined) => (within === undefined ? {} : { within })
const inTime = (within: Duration | undefined) => (within === undefined ? '' : ` within ${within / 1000} s`)
const quoted = (words: string | RegExp) => (typeof words === 'string' ? `“${words}”` : String(words))
const pathOf = (url: string) => new URL(url).pathname
