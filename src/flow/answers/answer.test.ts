/** What is understood of keys and words, and how it is said back. */
import { describe, expect, test } from 'vitest'
import { type Answer, type Input, kindOf } from './answer.ts'

/** A Monday. */
const now = Date.UTC(2026, 10, 23, 14)
const keys = (digits: string): Input => ({ kind: 'digits', digits })
const said = (text: string): Input => ({ kind: 'speech', text })

function understood(answer: Answer, input: Input, language = 'en-US') {
  const found = kindOf(answer).understand(answer, input, { language, now })
  return found.kind === 'value' ? found.value : found.kind
}

describe('digits', () => {
  test.each([
    [{ answer: 'digits' }, keys('0042'), '0042'],
    [{ answer: 'digits', length: 4 }, keys('123'), 'nothing'],
    [{ answer: 'digits', length: { least: 2, most: 4 } }, keys('123'), '123'],
    [{ answer: 'digits' }, said('one two, oh, double five'), '12055'],
    [{ answer: 'digits' }, said('my number is 4 2 0'), '420'],
    [{ answer: 'digits' }, said('hello'), 'nothing'],
    [{ answer: 'digits', check: 'luhn' }, keys('79927398713'), '79927398713'],
    [{ answer: 'digits', check: 'luhn' }, keys('79927398710'), 'nothing'],
    [{ answer: 'digits', check: 'mod-97' }, keys('3214282912345698765432161182'), '3214282912345698765432161182'],
    [{ answer: 'digits', check: 'mod-97' }, keys('3214282912345698765432161183'), 'nothing'],
  ] as const)('%j of %j is %s', (answer, input, value) => {
    expect(understood(answer, input)).toBe(value)
  })
})

describe('a date', () => {
  test.each([
    [keys('1225'), '2026-12-25'],
    [keys('0101'), '2027-01-01'],
    [keys('02291992'), '1992-02-29'],
    [keys('022901'), 'nothing'],
    [keys('1340'), 'nothing'],
    [keys('122599'), '1999-12-25'],
    [said('today'), '2026-11-23'],
    [said('tomorrow please'), '2026-11-24'],
    [said('March third'), '2027-03-03'],
    [said('the 24th of December 2030'), '2030-12-24'],
    [said('next Monday'), '2026-11-30'],
    [said('Wednesday'), '2026-11-25'],
    [said('some day'), 'nothing'],
  ])('%j is %s', (input, value) => {
    expect(understood({ answer: 'date' }, input)).toBe(value)
  })

  test('has the day first where people write it so, or where the flow says so', () => {
    expect(understood({ answer: 'date' }, keys('2512'), 'en-GB')).toBe('2026-12-25')
    expect(understood({ answer: 'date', order: 'day-month-year' }, keys('2512'))).toBe('2026-12-25')
    expect(understood({ answer: 'date', notBefore: 'today' }, keys('01012020'))).toBe('nothing')
  })

  test('is said back in the caller’s language', () => {
    const answer: Answer = { answer: 'date' }
    expect(kindOf(answer).inWords(answer, '2026-12-25', 'en-US')).toBe('Friday, December 25, 2026')
    expect(kindOf(answer).inWords(answer, '2026-12-25', 'de-DE')).toBe('Freitag, 25. Dezember 2026')
  })
})

describe('a time', () => {
  test.each([
    [keys('1530'), 'en-US', '15:30'],
    [keys('0930'), 'en-US', 'unclear'],
    [keys('9'), 'en-US', 'unclear'],
    [keys('0930'), 'de-DE', '09:30'],
    [keys('2575'), 'de-DE', 'nothing'],
    [said('three thirty pm'), 'en-US', '15:30'],
    [said('9 a.m.'), 'en-US', '09:00'],
    [said('half past nine in the morning'), 'en-US', '09:30'],
    [said('quarter to five in the afternoon'), 'en-US', '16:45'],
    [said('noon'), 'en-US', '12:00'],
    [said('twelve am'), 'en-US', '00:00'],
    [said('soon'), 'en-US', 'nothing'],
  ])('%j in %s is %s', (input, language, value) => {
    expect(understood({ answer: 'time' }, input, language)).toBe(value)
  })
})

describe('money, numbers and codes', () => {
  test.each([
    [{ answer: 'money' }, keys('12*5'), 1250],
    [{ answer: 'money' }, keys('12'), 1200],
    [{ answer: 'money' }, said('twelve dollars and fifty cents'), 1250],
    [{ answer: 'money' }, said('$1234.56'), 123456],
    [{ answer: 'money' }, said('one hundred and twenty three dollars'), 12300],
    [{ answer: 'money' }, said('ninety nine cents'), 99],
    [{ answer: 'money', most: 1000 }, keys('11'), 'nothing'],
    [{ answer: 'phone-number' }, keys('2025550142'), '+12025550142'],
    [{ answer: 'phone-number' }, said('two oh two, five five five, oh one four two'), '+12025550142'],
    [{ answer: 'phone-number', country: 'GB' }, keys('02079460000'), '+442079460000'],
    [{ answer: 'phone-number' }, keys('12'), 'nothing'],
    [{ answer: 'postal-code' }, keys('20001'), '20001'],
    [{ answer: 'postal-code', country: 'CA' }, said('K1A 0B1'), 'K1A0B1'],
    [{ answer: 'postal-code', country: 'GB' }, said('SW1A 1AA'), 'SW1A1AA'],
    [{ answer: 'postal-code' }, keys('2000'), 'nothing'],
    [{ answer: 'words' }, said('  the blue one '), 'the blue one'],
    [{ answer: 'words' }, keys('1'), 'nothing'],
    [{ answer: 'yes-no' }, keys('2'), false],
    [{ answer: 'yes-no' }, said('Yeah, sure'), true],
    [{ answer: 'yes-no' }, said('yes and no'), 'nothing'],
    [
      { answer: 'one-of', choices: { 1: { label: 'red' }, 2: { label: 'blue', synonyms: ['navy'] } } },
      said('navy'),
      '2',
    ],
    [{ answer: 'one-of', choices: { 1: { label: 'red' } } }, keys('3'), 'nothing'],
  ] as const)('%j of %j is %s', (answer, input, value) => {
    expect(understood(answer, input)).toBe(value)
  })
})
