import { describe, expect, test } from 'vitest'
import type { Attempt } from '../store/index.ts'
import { defineCampaign, type Offset } from './define.ts'
import { firstAttempts, nextAttempt } from './plan.ts'
import { replyOutcome } from './reply.ts'

const HOUR = 3_600_000
/** Monday, 9 March 2026, 9:00 in Washington: the clocks were put forward the night before. */
const MARCH = Date.UTC(2026, 2, 9, 13)

const clinic = (...offsets: readonly Offset[]) =>
  defineCampaign('clinic', { flow: 'clinic-call', from: '+12025550100', offsets })

describe('a reminder', () => {
  const reminder = { id: 'r1', appointmentAt: MARCH, appointmentZone: 'America/New_York' }
  const dueAt = (before: Offset['before'], now = 0) =>
    firstAttempts(clinic({ before, channel: 'call' }), reminder, now).map((attempt) => attempt.dueAt - MARCH)

  test('goes out by the clock on the wall in days, and by the hour in hours', () => {
    expect(dueAt('24h')).toEqual([-24 * HOUR])
    expect(dueAt('1d')).toEqual([-24 * HOUR])
    expect(dueAt('2d')).toEqual([-47 * HOUR])
  })

  test('whose time is over is caught up at once, but not on the day itself, nor too near the appointment', () => {
    expect(dueAt('24h', MARCH - 23 * HOUR)).toEqual([-23 * HOUR])
    expect(dueAt('24h', MARCH - 2 * HOUR)).toEqual([])
    expect(dueAt('10m')).toEqual([])
  })
})

describe('what comes next', () => {
  const attempt: Attempt = {
    id: 'a1',
    reminderId: 'r1',
    campaign: 'clinic',
    channel: 'call',
    offset: 0,
    tries: 1,
    dueAt: MARCH - 24 * HOUR,
    notAfter: MARCH,
    state: 'placed',
    sid: 'CA1',
    outcome: null,
    reason: null,
    begun: 1,
    endedAt: null,
  }
  const offset: Offset = { before: '24h', channel: 'call', orElse: [{ channel: 'sms', text: 'Hello' }] }
  const next = (ended: Partial<Parameters<typeof nextAttempt>[1]>, now = MARCH - 23 * HOUR) =>
    nextAttempt(clinic(offset), { attempt, outcome: 'busy', isPermanent: false, all: [attempt], ...ended }, now)

  test('is the same channel a while later', () => {
    expect(next({})).toMatchObject({ channel: 'call', tries: 2, dueAt: MARCH - 23 * HOUR + HOUR / 6 })
  })
  test('is the next channel at once when the number cannot be called', () => {
    expect(next({ outcome: 'failed', isPermanent: true })).toMatchObject({ channel: 'sms', dueAt: MARCH - 23 * HOUR })
  })
  test('is nothing after a message was left, or when it would be too late', () => {
    expect(next({ outcome: 'voicemail-left' })).toBeUndefined()
    expect(next({ outcome: 'no-answer' }, MARCH - HOUR)).toBeUndefined()
  })
})

test.each([
  ['1', 'confirmed'],
  [' Yes! ', 'confirmed'],
  ['I’ll be there', 'confirmed'],
  ['2', 'cancel-requested'],
  ["can't make it", 'cancel-requested'],
  ['R', 'reschedule-requested'],
  ['11', undefined],
  ['Yes, but can I come later?', undefined],
])('%j is read as %s', (text, outcome) => expect(replyOutcome(text)).toBe(outcome))
