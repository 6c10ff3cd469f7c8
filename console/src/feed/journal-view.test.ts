import { describe, expect, test } from 'vitest'
import type { Happening, JournalEvent } from '../../../src/exchange/journal-event.ts'
import type { Conversation } from './conversation.ts'
import { apply, CONVERSATIONS_KEPT, emptyView } from './journal-view.ts'

const caller = 'CA1'
const sales = 'CA2'

/** Events from `[milliseconds, happening]`, numbered in order. */
function journal(...happenings: readonly (readonly [number, Happening])[]): readonly JournalEvent[] {
  return happenings.map(([at, happening], index) => ({ sequence: index + 1, at, ...happening }))
}

function conversationOf(events: readonly JournalEvent[]): Conversation {
  const conversation = events.reduce(apply, emptyView).conversations.get(caller)
  if (!conversation) throw new Error('The journal has no call of the caller.')
  return conversation
}

const placed: Happening = { kind: 'call-placed', callSid: caller, direction: 'inbound', from: '+1', to: '+2' }
const answered: Happening = { kind: 'call-status', callSid: caller, status: 'in-progress' }
const asks = (requestId: string): Happening => ({
  kind: 'request-sent',
  callSid: caller,
  requestId,
  purpose: 'voice',
  method: 'POST',
  url: 'https://phones.example/voice/acme',
  parameters: [['CallSid', caller]],
  signedText: 'https://phones.example/voice/acmeCallSidCA1',
  signature: 'c2ln',
  attempt: 1,
})
const says = (text: string, lasts: number): Happening => ({
  kind: 'prompt-started',
  callSid: caller,
  prompt: { kind: 'speech', text, language: 'en-US' },
  lasts,
  requestId: 'r1',
  line: 1,
})
const isQuiet = (interrupted = false): Happening => ({ kind: 'prompt-ended', callSid: caller, interrupted })
const presses = (key: string): Happening => ({ kind: 'key-pressed', callSid: caller, key, heeded: true })

describe('what the ear heard', () => {
  test('a prompt, the silence after it and the key are told in that order, the silence to its length', () => {
    const { lines } = conversationOf(
      journal(
        [0, placed],
        [100, answered],
        [110, says('Press 1', 1_000)],
        [1_110, isQuiet()],
        [1_110, { kind: 'listening-started', callSid: caller, accepts: ['keys'], lasts: 5_000 }],
        [3_110, presses('1')],
      ),
    )
    expect(lines.slice(1)).toEqual([
      {
        kind: 'words',
        id: '3',
        callSid: caller,
        startedAt: 110,
        endedAt: 1_110,
        text: 'Press 1',
        language: 'en-US',
        lasts: 1_000,
        requestId: 'r1',
        line: 1,
      },
      { kind: 'silence', id: 'CA1-1110', callSid: caller, startedAt: 1_110, endedAt: 3_110, cause: 'input' },
      { kind: 'keys', id: '6', callSid: caller, startedAt: 3_110, keys: ['1'], heeded: true },
    ])
  })

  test('keys pressed soon after each other are one entry', () => {
    const { lines } = conversationOf(
      journal([0, placed], [0, answered], [100, presses('4')], [900, presses('2')], [9_000, presses('#')]),
    )
    expect(lines.flatMap((line) => (line.kind === 'keys' ? [line.keys] : []))).toEqual([['4', '2'], ['#']])
  })

  test('a prompt cut off by a key says so', () => {
    const { lines } = conversationOf(journal([0, placed], [0, answered], [0, says('Hello', 900)], [300, isQuiet(true)]))
    expect(lines.at(-1)).toMatchObject({ kind: 'words', endedAt: 300, isInterrupted: true })
  })

  test('a gap as short as a breath is no silence', () => {
    const { lines } = conversationOf(
      journal([0, placed], [0, answered], [0, says('One', 500)], [500, isQuiet()], [900, says('Two', 500)]),
    )
    expect(lines.map((line) => line.kind)).toEqual(['status', 'words', 'words'])
  })

  test('a line that did not change keeps its identity, so that it is not drawn again', () => {
    const events = journal([0, placed], [0, answered], [0, says('One', 500)], [500, isQuiet()], [900, presses('1')])
    const before = conversationOf(events.slice(0, 4))
    const after = conversationOf(events)
    expect(after.lines[1]).toEqual(before.lines[1])
    const view = events.slice(0, 4).reduce(apply, emptyView)
    const next = apply(view, events[4] as JournalEvent) // five events were made above
    expect(next.conversations.get(caller)?.lines[1]).toBe(view.conversations.get(caller)?.lines[1])
  })

  test('an error stands behind the silence in which it happened', () => {
    const { lines } = conversationOf(
      journal(
        [0, placed],
        [0, answered],
        [2_000, { kind: 'finding', callSid: caller, severity: 'error', code: 11200, message: 'The app answered 500.' }],
        [3_000, says('We are sorry.', 900)],
      ),
    )
    expect(lines.map((line) => [line.kind, line.startedAt])).toEqual([
      ['status', 0],
      ['silence', 0],
      ['trouble', 2_000],
      ['silence', 2_000],
      ['words', 3_000],
    ])
  })

  test('a hang-up ends whatever still sounds', () => {
    const conversation = conversationOf(
      journal(
        [0, placed],
        [0, answered],
        [0, says('Hello', 900)],
        [300, { kind: 'call-status', callSid: caller, status: 'completed', reason: 'the caller hung up' }],
      ),
    )
    expect(conversation.lines.map((line) => [line.kind, line.endedAt])).toEqual([
      ['status', undefined],
      ['words', 300],
      ['status', undefined],
    ])
    expect(conversation.quiet).toBeUndefined()
    expect(conversation.legs[0]).toMatchObject({ status: 'completed', endedAt: 300, reason: 'the caller hung up' })
  })
})

describe('a call that is put through', () => {
  test('has both legs in one conversation and no silence while they talk', () => {
    const conversation = conversationOf(
      journal(
        [0, placed],
        [0, answered],
        [
          10,
          {
            kind: 'call-placed',
            callSid: sales,
            direction: 'outbound-dial',
            from: '+1',
            to: '+3',
            parentCallSid: caller,
          },
        ],
        [20, { kind: 'call-status', callSid: sales, status: 'ringing' }],
        [20, { kind: 'tone-started', callSid: caller, tone: 'ringback' }],
        [4_000, { kind: 'call-status', callSid: sales, status: 'in-progress' }],
        [4_000, { kind: 'tone-ended', callSid: caller, tone: 'ringback' }],
        [4_000, { kind: 'legs-bridged', callSid: caller, otherCallSid: sales }],
        [4_000, { kind: 'legs-bridged', callSid: sales, otherCallSid: caller }],
        [9_000, { kind: 'speech-heard', callSid: caller, text: 'Hello', lasts: 1_000, heeded: false }],
        [60_000, { kind: 'legs-parted', callSid: caller, otherCallSid: sales }],
      ),
    )
    expect(conversation.legs.map((leg) => [leg.callSid, leg.status])).toEqual([
      [caller, 'in-progress'],
      [sales, 'in-progress'],
    ])
    expect(conversation.lines.map((line) => line.kind)).toEqual([
      'status',
      'status',
      'tone',
      'status',
      'bridge',
      'speech',
    ])
    // The network did not listen, but sales did.
    expect(conversation.lines.at(-1)).toMatchObject({ text: 'Hello', heeded: true })
    expect(conversation.quiet).toEqual({ since: 60_000, cause: 'nothing' })
  })
})

describe('what went over the wire', () => {
  const twoVerbs: Happening = {
    kind: 'document-started',
    callSid: caller,
    requestId: 'r1',
    verbs: [
      { verb: 'Gather', line: 1, column: 49, explanation: 'Waits for a key.' },
      { verb: 'Say', line: 1, column: 99, explanation: 'Says goodbye.' },
    ],
  }
  const starts = (verb: string): Happening => ({
    kind: 'verb-started',
    callSid: caller,
    requestId: 'r1',
    verb,
    line: 1,
    explanation: `${verb} runs.`,
  })

  test('a row has its answer, how long that took, and the verb that is running', () => {
    const { wire } = conversationOf(
      journal(
        [0, placed],
        [5, asks('r1')],
        [
          9,
          {
            kind: 'answer-received',
            callSid: caller,
            requestId: 'r1',
            status: 200,
            contentType: 'text/xml',
            body: '<Response/>',
            tookMilliseconds: 4,
          },
        ],
        [9, twoVerbs],
        [9, starts('Gather')],
        [9, starts('Say')],
      ),
    )
    expect(wire).toHaveLength(1)
    expect(wire[0]).toMatchObject({ sentAt: 5, tookMilliseconds: 4, answer: { status: 200, body: '<Response/>' } })
    // The prompt inside the Gather started too; the Say after it is still to come.
    expect(wire[0]?.verbs.map((verb) => verb.state)).toEqual(['running', 'waiting'])
  })

  test('what came of a verb stands beside it', () => {
    const { wire } = conversationOf(
      journal(
        [0, placed],
        [5, asks('r1')],
        [9, twoVerbs],
        [9, starts('Gather')],
        [50, { kind: 'verb-ended', callSid: caller, requestId: 'r1', verb: 'Gather', line: 1, outcome: 'no key came' }],
        [50, starts('Say')],
      ),
    )
    expect(wire[0]?.verbs).toEqual([
      { verb: 'Gather', line: 1, explanation: 'Gather runs.', state: 'done', outcome: 'no key came' },
      { verb: 'Say', line: 1, explanation: 'Say runs.', state: 'running' },
    ])
  })

  test('a hang-up is what came of the verb it cut short', () => {
    const { wire } = conversationOf(
      journal(
        [0, placed],
        [5, asks('r1')],
        [9, twoVerbs],
        [9, starts('Gather')],
        [50, { kind: 'call-status', callSid: caller, status: 'completed', reason: 'the caller hung up' }],
      ),
    )
    expect(wire[0]?.verbs.map((verb) => [verb.state, verb.outcome])).toEqual([
      ['done', 'the caller hung up'],
      ['waiting', undefined],
    ])
  })

  test('a request that failed is shown once to the ear and once on the wire', () => {
    const conversation = conversationOf(
      journal(
        [0, placed],
        [5, asks('r1')],
        [
          9,
          {
            kind: 'request-failed',
            callSid: caller,
            requestId: 'r1',
            code: 11205,
            message: 'Connection refused',
            tookMilliseconds: 3,
          },
        ],
        [
          9,
          {
            kind: 'finding',
            callSid: caller,
            requestId: 'r1',
            severity: 'error',
            code: 11205,
            message: 'HTTP connection failure',
          },
        ],
      ),
    )
    expect(conversation.wire[0]?.failure).toEqual({ code: 11205, message: 'Connection refused' })
    expect(conversation.wire[0]?.findings).toEqual([
      { severity: 'error', code: 11205, message: 'HTTP connection failure' },
    ])
    expect(conversation.lines.filter((line) => line.kind === 'trouble')).toHaveLength(1)
  })
})

describe('the feed', () => {
  test('may repeat events without changing anything', () => {
    const events = journal([0, placed], [0, answered])
    const view = events.reduce(apply, emptyView)
    expect(events.reduce(apply, view)).toBe(view)
  })

  test('may begin in the middle of a call it knows nothing of', () => {
    const view = journal([0, answered], [5, says('Hello', 100)]).reduce(apply, emptyView)
    expect(view).toEqual({ ...emptyView, lastSequence: 2 })
  })

  test('forgets the oldest calls that are over, never one that is live', () => {
    const many = Array.from({ length: CONVERSATIONS_KEPT + 5 }, (_, index): readonly Happening[] => [
      { ...placed, callSid: `CA${index}` },
      ...(index === 0 ? [] : [{ kind: 'call-status' as const, callSid: `CA${index}`, status: 'completed' as const }]),
    ]).flat()
    const view = journal(...many.map((happening) => [0, happening] as const)).reduce(apply, emptyView)
    expect([...view.conversations.keys()].slice(0, 2)).toEqual(['CA0', 'CA6'])
    expect(view.conversations.size).toBe(CONVERSATIONS_KEPT)
  })
})
