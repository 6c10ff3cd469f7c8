import { describe, expect, test } from 'vitest'
import type { Happening, JournalEvent } from '../../../src/exchange/journal-event.ts'
import { connect, emptySwitchboard, type Switchboard, TEXTS_KEPT, threadsOf } from './switchboard.ts'

function after(...happenings: readonly Happening[]): Switchboard {
  const events = happenings.map(
    (happening, index): JournalEvent => ({ sequence: index + 1, at: index * 1000, ...happening }),
  )
  return events.reduce(connect, emptySwitchboard)
}

const placed = (callSid: string, from: string): Happening => ({
  kind: 'call-placed',
  callSid,
  direction: 'inbound',
  from,
  to: '+100',
})
const status = (callSid: string, now: 'in-progress' | 'completed'): Happening => ({
  kind: 'call-status',
  callSid,
  status: now,
})

describe('everybody on the network', () => {
  test('is there from the call to its end, with whom he talks to', () => {
    const talking = after(
      placed('CA1', '+1'),
      { kind: 'call-placed', callSid: 'CA2', direction: 'outbound-api', from: '+100', to: '+2' },
      status('CA1', 'in-progress'),
      { kind: 'legs-bridged', callSid: 'CA1', otherCallSid: 'CA2' },
    )
    expect([...talking.parties.values()]).toEqual([
      {
        callSid: 'CA1',
        direction: 'inbound',
        number: '+1',
        other: '+100',
        status: 'in-progress',
        since: 2000,
        talkingTo: 'CA2',
      },
      {
        callSid: 'CA2',
        direction: 'outbound-api',
        number: '+2',
        other: '+100',
        status: 'queued',
        since: 1000,
        talkingTo: 'CA1',
      },
    ])
    expect([...after(placed('CA1', '+1'), status('CA1', 'completed')).parties]).toEqual([])
  })

  test('meets in a room until it is over', () => {
    const room = { conferenceSid: 'CF1', conference: 'team' }
    const joined = after(
      { kind: 'conference-joined', callSid: 'CA1', ...room },
      { kind: 'conference-joined', callSid: 'CA2', ...room },
      { kind: 'conference-started', callSid: 'CA2', ...room },
      { kind: 'conference-left', callSid: 'CA1', ...room },
    )
    expect([...joined.rooms.values()]).toEqual([
      { conferenceSid: 'CF1', name: 'team', isStarted: true, callSids: ['CA2'] },
    ])
    expect(after({ kind: 'conference-ended', callSid: 'CA2', ...room }).rooms.size).toBe(0)
  })

  test('waits in line in the order of coming', () => {
    const queue = { queueSid: 'QU1', queue: 'desk' }
    const waiting = after(
      { kind: 'queue-entered', callSid: 'CA1', ...queue, position: 1 },
      { kind: 'queue-entered', callSid: 'CA2', ...queue, position: 2 },
      { kind: 'queue-left', callSid: 'CA1', ...queue, seconds: 2, why: 'taken' },
    )
    expect([...waiting.queues.values()]).toEqual([
      { queueSid: 'QU1', name: 'desk', waiting: [{ callSid: 'CA2', since: 1000 }] },
    ])
  })

  test('writes messages, which are told by the two who write them, with what became of them', () => {
    const board = after(
      { kind: 'message-received', messageSid: 'SM1', from: '+1', to: '+100', text: 'Hello', media: 0 },
      { kind: 'message-sent', messageSid: 'SM2', from: '+100', to: '+1', text: 'Hi' },
      { kind: 'message-status', messageSid: 'SM2', status: 'undelivered', errorCode: 30003 },
      { kind: 'message-received', messageSid: 'SM3', from: '+2', to: '+100', text: 'Anybody?', media: 0 },
    )
    expect(threadsOf(board.texts).map(({ person, texts }) => [person, texts.map(({ text }) => text)])).toEqual([
      ['+2', ['Anybody?']],
      ['+1', ['Hello', 'Hi']],
    ])
    expect(board.texts[1]).toMatchObject({ status: 'undelivered', errorCode: 30003, direction: 'from-app' })
    const many = after(
      ...Array.from(
        { length: TEXTS_KEPT + 5 },
        (_, index): Happening => ({
          kind: 'message-received',
          messageSid: `SM${index}`,
          from: '+1',
          to: '+100',
          text: 'Hello',
          media: 0,
        }),
      ),
    )
    expect(many.texts).toHaveLength(TEXTS_KEPT)
  })
})
