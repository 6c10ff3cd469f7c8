import { describe, expect, test } from 'vitest'
import { definePolicy, mayContact, type Person, type Purpose, STRICT, type Way } from './index.ts'

/** Monday, 10:00 in Washington. */
const AT = Date.UTC(2026, 0, 5, 15)
const HOUR = 3_600_000
const LINE = { number: '+12025550100', registration: 'registered' } as const
const CALL: Way = { channel: 'call', from: LINE }
const SMS: Way = { channel: 'sms', from: LINE }

const ANA: Person = {
  number: '+12025550123',
  suppressions: [],
  consents: [{ channel: 'any', purpose: 'any', kind: 'written', at: 0, source: 'form', wording: 'Yes' }],
  contacts: [],
  isOnDoNotCallList: false,
}

const kinds = (person: Partial<Person>, way: Way = CALL, purpose: Purpose = 'reminder', at = AT, policy = STRICT) => {
  const verdict = mayContact({ ...ANA, ...person }, way, purpose, at, policy)
  return verdict.kind === 'allowed' ? [] : verdict.reasons.map(({ kind }) => kind)
}

test('a person against whom nothing stands may be reached, and the permit says what for', () => {
  const verdict = mayContact(ANA, SMS, 'reminder', AT)
  expect(verdict).toEqual({
    kind: 'allowed',
    permit: { to: ANA.number, from: LINE.number, channel: 'sms', purpose: 'reminder', at: AT, content: 'text' },
  })
})

test('every reason is told at once', () => {
  const worst = {
    suppressions: [{ scope: 'everything', since: 1, source: 'key' }],
    consents: [],
    isOnDoNotCallList: true,
  } as const
  expect(kinds(worst, CALL, 'marketing', AT - 6 * HOUR)).toEqual([
    'opted-out',
    'do-not-call',
    'no-consent',
    'quiet-hours',
  ])
})

describe('who has said stop', () => {
  const stopped = { suppressions: [{ scope: 'marketing', since: 1, source: 'message' }] } as const
  test.each(['conversational', 'requested', 'staff', 'reminder', 'marketing'] as const)(
    'is not reached: %s',
    (purpose) => expect(kinds(stopped, SMS, purpose)).toContain('opted-out'),
  )

  test('about one thing only is reached about another where the policy says so', () => {
    const scoped = definePolicy({ stopCountsFor: 'its-scope' })
    expect(kinds(stopped, SMS, 'reminder', AT, scoped)).toEqual([])
    expect(kinds(stopped, SMS, 'marketing', AT, scoped)).toEqual(['opted-out'])
  })
})

describe('consent', () => {
  const consent = {
    channel: 'call',
    purpose: 'reminder',
    kind: 'express',
    at: 0,
    source: 'phone',
    wording: 'Yes',
  } as const
  test('holds for its channel and purpose', () => {
    expect(kinds({ consents: [consent] }, CALL)).toEqual([])
    expect(kinds({ consents: [consent] }, SMS)).toEqual(['no-consent'])
    expect(kinds({ consents: [consent] }, CALL, 'marketing')).toEqual(['no-consent'])
  })
  test('to marketing has to be in writing', () => {
    const spoken = { ...consent, purpose: 'any' } as const
    expect(kinds({ consents: [spoken] }, CALL, 'marketing')).toEqual(['no-consent'])
    expect(kinds({ consents: [{ ...spoken, kind: 'written' }] }, CALL, 'marketing')).toEqual([])
  })
  test('is not needed by whoever was just on the line', () => {
    expect(kinds({ consents: [] }, SMS, 'conversational')).toEqual([])
  })
})

describe('lists of people who must not be called', () => {
  const listed = { isOnDoNotCallList: true }
  test('count for marketing whatever was agreed, for reminders without agreement, and never for messages', () => {
    expect(kinds(listed, CALL, 'marketing')).toEqual(['do-not-call'])
    expect(kinds(listed, CALL, 'reminder')).toEqual([])
    expect(kinds({ ...listed, consents: [] }, CALL, 'reminder')).toEqual(['do-not-call', 'no-consent'])
    expect(kinds(listed, SMS, 'marketing')).toEqual([])
  })
})

describe('quiet hours', () => {
  test('end at nine in the morning where the person lives', () => {
    const verdict = mayContact(ANA, CALL, 'reminder', AT - 2 * HOUR)
    expect(verdict).toEqual({
      kind: 'refused',
      reasons: [{ kind: 'quiet-hours', until: AT - HOUR }],
      until: AT - HOUR,
    })
  })
  test('hold in every zone an area code may be in', () => {
    // 10:00 in Florida's east, 9:00 in its west; an hour earlier it is 8:00 there.
    expect(kinds({ number: '+18505550123' }, CALL)).toEqual([])
    expect(kinds({ number: '+18505550123' }, CALL, 'reminder', AT - HOUR)).toEqual(['quiet-hours'])
    expect(kinds({ number: '+18505550123', zones: ['America/New_York'] }, CALL, 'reminder', AT - HOUR)).toEqual([])
  })
  test('of a toll-free number are those of the whole country', () => {
    expect(kinds({ number: '+18005550123' }, CALL)).toEqual(['quiet-hours'])
  })
  test('begin at eight in the evening to the minute', () => {
    const eight = AT + 10 * HOUR
    expect(kinds({}, CALL, 'reminder', eight - 1)).toEqual([])
    expect(kinds({}, CALL, 'reminder', eight)).toEqual(['quiet-hours'])
  })
  test('last longer on Sundays', () => {
    const sunday = AT - 24 * HOUR
    expect(kinds({}, CALL, 'reminder', sunday)).toEqual(['quiet-hours'])
    expect(kinds({}, CALL, 'reminder', sunday + 2 * HOUR)).toEqual([])
  })
  test('go by the clock on the wall on the day the clocks change', () => {
    // 8 March 2026 is a Sunday: noon in Washington is 16:00 UTC from that night on.
    expect(kinds({}, CALL, 'reminder', Date.UTC(2026, 2, 8, 15, 59))).toEqual(['quiet-hours'])
    expect(kinds({}, CALL, 'reminder', Date.UTC(2026, 2, 8, 16))).toEqual([])
  })
  test('of a French number have a lunch break and a weekend', () => {
    const any = { ...STRICT, regions: 'any' } as const
    const french = { number: '+33142685300' }
    const zones = ['Europe/Paris']
    expect(kinds({ ...french, zones }, CALL, 'reminder', Date.UTC(2026, 0, 5, 11), any)).toEqual([])
    expect(kinds({ ...french, zones }, CALL, 'reminder', Date.UTC(2026, 0, 5, 12, 30), any)).toEqual(['quiet-hours'])
    expect(kinds({ ...french, zones }, CALL, 'reminder', Date.UTC(2026, 0, 10, 11), any)).toEqual(['quiet-hours'])
  })
  test('do not hold for what belongs to a call that he has made', () => {
    expect(kinds({}, SMS, 'conversational', AT - 6 * HOUR)).toEqual([])
  })
})

describe('how often somebody is reached', () => {
  const called = (...hoursAgo: number[]) => ({
    contacts: hoursAgo.map((ago) => ({ at: AT - ago * HOUR, channel: 'call', purpose: 'reminder' }) as const),
  })
  test('is once a day by phone', () => {
    const verdict = mayContact({ ...ANA, ...called(20) }, CALL, 'reminder', AT)
    expect(verdict).toMatchObject({ reasons: [{ kind: 'frequency-cap', per: 'day', until: AT + 4 * HOUR }] })
    expect(kinds(called(25), CALL)).toEqual([])
    expect(kinds(called(20), SMS)).toEqual([])
  })
  test('is three times a week', () => {
    const verdict = mayContact({ ...ANA, ...called(30, 60, 100) }, CALL, 'reminder', AT)
    expect(verdict).toMatchObject({ reasons: [{ kind: 'frequency-cap', per: 'week', until: AT + 68 * HOUR }] })
  })
  test('does not count what belonged to a conversation', () => {
    const contacts = [{ at: AT - HOUR, channel: 'sms', purpose: 'conversational' }] as const
    expect(kinds({ contacts: [...contacts, ...contacts] }, SMS)).toEqual([])
  })
})

describe('a sender', () => {
  const from = (number: string, registration: 'registered' | 'unregistered' | 'unknown'): Way => ({
    channel: 'sms',
    from: { number, registration },
  })
  test('of ten digits writes to the United States when it is registered, and only then', () => {
    expect(kinds({}, from('+12025550100', 'unknown'))).toEqual(['unregistered-campaign'])
    expect(kinds({}, from('+12025550100', 'unregistered'))).toEqual(['unregistered-campaign'])
    expect(kinds({}, from('+12025550100', 'registered'))).toEqual([])
    expect(kinds({}, from('12345', 'unknown'))).toEqual([])
    expect(kinds({}, from(`MG${'0'.repeat(32)}`, 'unregistered'))).toEqual(['unregistered-campaign'])
  })
  test('reaches its own country, unless the policy names others', () => {
    expect(kinds({ number: '+442079460123' }, CALL, 'conversational')).toEqual(['blocked-region'])
    const policy = definePolicy({ regions: ['GB'] })
    expect(kinds({ number: '+442079460123' }, CALL, 'conversational', AT, policy)).toEqual([])
    expect(kinds({}, CALL, 'conversational', AT, policy)).toEqual(['blocked-region'])
  })
})

test.each(['anonymous', '', '+1', 'client:ann', '12345'])('nobody is reached at %j', (number) =>
  expect(kinds({ number }, SMS, 'conversational')).toEqual(['no-number']),
)

test('a text message does not go to a landline', () => {
  expect(kinds({ isLandline: true }, SMS)).toEqual(['landline'])
  expect(kinds({ isLandline: true }, CALL)).toEqual([])
})

describe('a policy of one’s own', () => {
  test('keeps what it does not mention', () => {
    const policy = definePolicy({ caps: { call: { perDay: 3 } }, purposes: { reminder: { consent: 'none' } } })
    expect(policy.caps.call).toEqual({ perDay: 3, perWeek: 3 })
    expect(policy.purposes.reminder).toEqual({ ...STRICT.purposes.reminder, consent: 'none' })
    expect(policy.windows.US).toBe(STRICT.windows.US)
  })
  const week = (from: string, to: string) => ({ days: { 1: [{ from, to }] }, source: 'me' })
  test.each([
    [{ windows: { usa: week('09:00', '20:00') } }, 'windows: "usa" is no country; write two capital letters.'],
    [{ windows: { US: week('9:00', '20:00') } }, 'windows.US: write times as HH:MM in quarters of an hour.'],
    [{ elsewhere: week('20:00', '09:00') }, 'elsewhere: a window from 20:00 to 09:00 is never open.'],
    [{ caps: { sms: { perDay: -1 } } }, 'caps.sms: use whole numbers from 0.'],
  ])('that cannot be is refused', (options, message) => expect(() => definePolicy(options)).toThrow(message))
})
