import { describe, expect, test } from 'vitest'
import { understand } from './opt-out.ts'

const LONG = { to: '+12025550100', channel: 'sms' } as const

describe('somebody who writes to a long code', () => {
  test.each(['STOP', 'stop', ' Stop ', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])(
    'says stop with %j, which the network answers',
    (text) => expect(understand({ ...LONG, text })).toEqual({ meaning: 'stop', isAnswered: true }),
  )

  test.each([
    'Stop.',
    'opt out',
    'OPT-OUT',
    'Please stop texting me',
    'do not call me again',
    "Don't text me",
    'remove me from your list',
    'No more calls please',
    'I revoke my consent to this',
    'STOPP',
    'No me llamen más',
    'leave me alone!!',
  ])('says stop with %j, which only we understand', (text) =>
    expect(understand({ ...LONG, text })).toEqual({ meaning: 'stop', isAnswered: false }),
  )

  test.each([
    'What time does the bus stop at your door?',
    'Can I cancel my appointment?',
    "Please don't call before 9",
    'Thanks, see you at the end of the week',
    '1',
    'No',
  ])('is read by a person who writes %j', (text) => expect(understand({ ...LONG, text }).meaning).toBe('words'))

  test.each(['START', 'UNSTOP', 'yes'])('says start with %j', (text) =>
    expect(understand({ ...LONG, text }).meaning).toBe('start'),
  )

  test('asks for help', () => expect(understand({ ...LONG, text: 'info' }).meaning).toBe('help'))
})

test('what Advanced Opt-Out says counts, whatever the words, and is answered already', () => {
  expect(understand({ ...LONG, text: 'ARRETEZ', optOutType: 'STOP' })).toEqual({ meaning: 'stop', isAnswered: true })
  expect(understand({ ...LONG, text: 'JA', optOutType: 'START' })).toEqual({ meaning: 'start', isAnswered: true })
})

test('a toll-free number is not started again by a yes, as its carrier would not', () => {
  const tollFree = { to: '+18005550100', channel: 'sms' } as const
  expect(understand({ ...tollFree, text: 'YES' }).meaning).toBe('words')
  expect(understand({ ...tollFree, text: 'QUIT' })).toEqual({ meaning: 'stop', isAnswered: false })
  expect(understand({ ...tollFree, text: 'STOP' })).toEqual({ meaning: 'stop', isAnswered: true })
})

test('short codes and WhatsApp have nobody but us to answer', () => {
  expect(understand({ to: '12345', channel: 'sms', text: 'STOP' })).toEqual({ meaning: 'stop', isAnswered: false })
  expect(understand({ ...LONG, channel: 'whatsapp', text: 'STOP' })).toEqual({ meaning: 'stop', isAnswered: false })
})
