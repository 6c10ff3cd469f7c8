/**
 * The turn engine: one webhook in, one document out, exactly once.
 *
 * A turn that was taken is answered again with the same bytes and changes nothing. Two requests of one call are taken
 * one after the other; a second process that was faster is noticed when the turn is committed. An answer leaves only
 * after what it changed is committed.
 */
import type { Clock } from '../clock/clock.ts'
import {
  type Arrival,
  afterHangUp,
  type CallEvent,
  enterStep,
  type Fact,
  type Flow,
  hasToBeTold,
  keyOf,
  newSession,
  type Question,
  type Session,
  stepNamed,
  type Turn,
  type TurnContext,
  takeCallee,
  takeTurn,
  takeWaiting,
  Unanswered,
  type WaitAnswer,
  type Waiting,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'
import { hangup, redirect, render, response, say } from '../twiml/index.ts'

/** Where in a flow a request stands. */
export interface Position {
  readonly flow: Flow
  /** The step in the address; absent on a line's own address. */
  readonly step?: string | undefined
  /** The turn in the address; absent on a line's own address and when somebody is sent to a step by hand. */
  readonly turn?: number | undefined
  /** The public URL that was asked: what is relative to it can be made absolute. */
  readonly url?: string | undefined
}

/** Where a callee stands before he is connected: the step and turn of the caller, and who of the step's callees he is. */
export interface CalleePosition {
  readonly flow: Flow
  readonly step: string
  readonly turn: number
  readonly callee: number
  readonly asked: number
}

export interface TurnEngine {
  /** The document to answer, as text. Throws only when nothing could be committed. */
  answer(position: Position, arrival: Arrival, event: CallEvent): Promise<string>
  /** Goes once through the steps for a caller who is gone, however often this is told. Throws when nothing could be kept. */
  callerGone(callSid: string): Promise<void>
  /** The document for a callee who is not connected yet. The caller's turn stays as it is. */
  answerCallee(position: CalleePosition, arrival: Arrival, event: CallEvent): Promise<string>
  /** What somebody who waits in a queue hears now; undefined when his call is not in that turn any more. */
  answerWaiting(
    position: Required<Omit<Position, 'url'>>,
    callSid: string,
    waiting: Waiting,
  ): Promise<WaitAnswer | undefined>
}

export interface TurnEngineOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly context: Omit<TurnContext, 'now' | 'known'>
  /** Finds out what a turn has to know; its answers are remembered for that turn. Never throws. */
  readonly findOut: (question: Question, session: Session) => Promise<Fact>
  /** Called after a turn with effects was committed. */
  readonly onCommitted?: (turn: Turn) => void
}

/** What callers hear when something of ours broke. */
export const APOLOGY = 'Sorry, something went wrong on our side.'

/** What a callee gets whose caller is not there any more. */
const PARTING = render(response(hangup()), { indent: 2 })

/** So many questions may one turn ask; more are a step that never has enough. */
const MOST_QUESTIONS = 20

/** Sessions kept at hand, so that the next turn of a call needs no query. A stale one is noticed by its turn. */
const MOST_SESSIONS_AT_HAND = 20_000

/** The engine of one process. */
export function createTurnEngine(options: TurnEngineOptions): TurnEngine {
  const { store, clock, log, context } = options
  const atHand = new Map<string, Session>()
  const busy = new Map<string, Promise<unknown>>()

  /** Lets the requests of one call in one by one. */
  function inOrder<T>(callSid: string, take: () => Promise<T>): Promise<T> {
    const before = busy.get(callSid)
    const mine = before ? before.then(take, take) : take()
    busy.set(callSid, mine)
    const leave = () => {
      if (busy.get(callSid) === mine) busy.delete(callSid)
    }
    mine.then(leave, leave)
    return mine
  }

  async function sessionFor({ flow, step, turn }: Position, arrival: Arrival): Promise<Session> {
    const near = atHand.get(arrival.callSid)
    // Another process may have taken this very turn. The commit would notice, but what a script has run by then stays done.
    const isScript = step !== undefined && stepNamed(flow, step)?.kind === 'script'
    if (near && !isScript && (turn === undefined || turn <= near.turn)) return near
    // A line's own address nearly always means a new call; the commit notices the exception without a query before.
    const isArriving = step === undefined && turn === undefined
    const kept = isArriving ? undefined : await store.turns.session(arrival.callSid)
    if (kept && (turn === undefined || turn <= kept.turn)) return kept
    // Nobody here remembers this call, or not this far (a restored backup): the address says where it is, so it goes on.
    const from = kept ?? newSession(flow.name, step ?? flow.start, flow.language, arrival)
    if (turn)
      log.warn(
        { callSid: arrival.callSid, flow: flow.name, step, turn },
        'call unknown here; it goes on where its address says',
      )
    return { ...from, turn: turn ?? from.turn }
  }

  async function takeOnce(position: Position, arrival: Arrival, event: CallEvent): Promise<string> {
    const session = await sessionFor(position, arrival)
    // A line's own address is turn 0, also when it is asked again.
    const asked = position.turn ?? (position.step === undefined ? 0 : session.turn)
    if (asked < session.turn) {
      // An answer that was lost with a database cannot be given again; the caller is led to where the call is by now.
      const given = await store.turns.answer(arrival.callSid, asked)
      return given ?? render(response(redirect(context.stepUrl(session.flow, session.step, session.turn))))
    }
    const here = { ...session, turn: asked, step: position.step ?? session.step }
    const turn = await decide(position, here, event)
    const answer = render(turn.document, { indent: 2 })
    const isFirst = await store.turns.commit({
      session: turn.session,
      step: here.step,
      answer,
      at: clock.now(),
      isNewCall: session.turn === 0 || !atHand.has(arrival.callSid),
      effects: turn.effects,
    })
    if (!isFirst) return (await store.turns.answer(arrival.callSid, here.turn)) ?? answer
    remember(turn.session)
    options.onCommitted?.(turn)
    return answer
  }

  /** Takes no turn: a request that comes again finds the same session and gets the same words. */
  async function askCallee(position: CalleePosition, arrival: Arrival, event: CallEvent): Promise<string> {
    const { flow, step, turn, callee, asked } = position
    const near = atHand.get(arrival.callSid)
    const session = near?.turn === turn ? near : await store.turns.session(arrival.callSid)
    // The caller has gone, or gone on; nobody is left to be connected with.
    if (session !== undefined && (session.isEnded || session.turn !== turn || session.step !== step)) return PARTING
    const here = session ?? { ...newSession(flow.name, step, flow.language, arrival), turn }
    const told = takeCallee(flow, here, { callee, asked, event }, context)
    if (session !== undefined && told.session !== session && (await store.turns.amend(told.session))) {
      remember(told.session)
    }
    return render(told.document, { indent: 2 })
  }

  /** Takes no turn, as for a callee. */
  async function askWaiting({ flow, step, turn }: Required<Omit<Position, 'url'>>, callSid: string, waiting: Waiting) {
    const near = atHand.get(callSid)
    const session = near?.turn === turn ? near : await store.turns.session(callSid)
    if (session === undefined || session.isEnded || session.turn !== turn || session.step !== step) return undefined
    return takeWaiting(flow, session, waiting, { ...context, now: clock.now() })
  }

  async function decide({ flow, turn, url }: Position, session: Session, event: CallEvent): Promise<Turn> {
    const isNew = event.kind === 'arrived' || (turn === undefined && event.kind === 'silence')
    try {
      return await knowing(
        (known) => (isNew ? enterStep(flow, session, known) : takeTurn(flow, session, event, known)),
        {
          absolute: (address) => (url === undefined ? address : new URL(address, url).href),
        },
      )
    } catch (error) {
      log.error(
        { callSid: session.callSid, flow: flow.name, step: session.step, err: error },
        'turn failed; the caller hears an apology',
      )
      return await lastResort(flow, session)
    }
  }

  /** Takes a turn again with each answer until it has to ask nothing more; where nobody listens, it waits for each. */
  async function knowing<T>(
    take: (context: TurnContext) => T,
    { isPatient = false, absolute }: { isPatient?: boolean; absolute?: (address: string) => string } = {},
  ): Promise<T> {
    const facts = new Map<string, Fact>()
    const known: TurnContext = {
      ...context,
      now: clock.now(),
      known: (question) => facts.get(keyOf(question)),
      ...(absolute && { absolute }),
    }
    for (let asked = 0; ; asked++) {
      try {
        return take(known)
      } catch (error) {
        if (!(error instanceof Unanswered) || asked === MOST_QUESTIONS) throw error
        let fact = await options.findOut(error.question, error.session)
        while (isPatient && fact.kind === 'later') fact = await options.findOut(error.question, error.session)
        facts.set(keyOf(error.question), fact)
      }
    }
  }

  async function finish(callSid: string): Promise<void> {
    for (let isOver = false; !isOver; ) {
      const session = await store.turns.session(callSid)
      // A flow that led through others is the one that knows what its call was about.
      const flow = session && context.flowNamed?.(session.cameFrom?.[0]?.flow ?? session.flow)
      if (!session || !flow || !hasToBeTold(flow, session, context) || (await store.turns.isFinished(callSid))) return
      const last = await goThrough(flow, session)
      isOver = (await store.turns.finish(last, clock.now())) !== 'moved'
      atHand.delete(callSid)
    }
  }

  async function goThrough(flow: Flow, session: Session): Promise<Session> {
    try {
      return await knowing((known) => afterHangUp(flow, session, known), { isPatient: true })
    } catch (error) {
      const { callSid } = session
      log.error({ callSid, flow: flow.name, step: flow.onHangUp, err: error }, 'the steps after hanging up failed')
      return { ...session, isEnded: true }
    }
  }

  async function lastResort(flow: Flow, session: Session): Promise<Turn> {
    const apology = say(APOLOGY, { language: 'en-US' })
    const isAlreadyThere = session.step === flow.lastResort
    const step = flow.lastResort
    if (step === undefined || isAlreadyThere || !stepNamed(flow, step)) return goodbye(session)
    try {
      const there = { ...session, step }
      return await knowing((known) => enterStep(flow, there, known, [apology]))
    } catch (error) {
      log.error({ callSid: session.callSid, flow: flow.name, step, err: error }, 'the last resort failed, too')
      return goodbye(session)
    }
  }

  function remember(session: Session): void {
    atHand.delete(session.callSid)
    if (session.isEnded) return
    atHand.set(session.callSid, session)
    if (atHand.size <= MOST_SESSIONS_AT_HAND) return
    const [oldest] = atHand.keys()
    if (oldest !== undefined) atHand.delete(oldest)
  }

  return {
    answer: (position, arrival, event) => inOrder(arrival.callSid, () => takeOnce(position, arrival, event)),
    callerGone: (callSid) => inOrder(callSid, () => finish(callSid)),
    answerWaiting: (position, callSid, waiting) => inOrder(callSid, () => askWaiting(position, callSid, waiting)),
    answerCallee: (position, arrival, event) => inOrder(arrival.callSid, () => askCallee(position, arrival, event)),
  }
}

function goodbye(session: Session): Turn {
  return {
    document: {
      verb: 'response',
      children: [say(`${APOLOGY} Please call again later. Goodbye.`, { language: 'en-US' }), { verb: 'hangup' }],
    },
    session: { ...session, turn: session.turn + 1, isEnded: true },
    effects: [],
  }
}
