import { expect, test } from 'vitest'
import { deliveryPolicy } from './connection-overrides.ts'

test('without a fragment one more try follows a failed connection', () => {
  expect(deliveryPolicy('', 5000, 15_000)).toEqual({
    connectTimeout: 5000,
    readTimeout: undefined,
    answerTimeout: 15_000,
    objection: undefined,
    retries: 1,
    retryOn: new Set(['ct']),
  })
})

test('the fragment changes timeouts and retries', () => {
  expect(deliveryPolicy('#rc=3&rp=5xx,rt&ct=2000&rt=4000', 5000, 15_000)).toEqual({
    connectTimeout: 2000,
    readTimeout: 4000,
    answerTimeout: 15_000,
    objection: undefined,
    retries: 3,
    retryOn: new Set(['5xx', 'rt']),
  })
})

test('values outside their range are taken as the nearest within, and what is no number is ignored', () => {
  expect(deliveryPolicy('#rc=9&ct=1&tt=999999&rt=soon', 5000, 15_000)).toEqual({
    connectTimeout: 100,
    readTimeout: undefined,
    answerTimeout: 15_000,
    objection: undefined,
    retries: 5,
    retryOn: new Set(['ct']),
  })
})

test('an edge or a retry policy that is none is an error with a code of its own', () => {
  const codeOf = (fragment: string) => deliveryPolicy(fragment, 5000, 15_000).objection?.code

  expect(codeOf('#e=ashburn,tokyo,london-ix&rp=ct,rt,4xx,5xx,all&sni=n')).toBeUndefined()
  expect(codeOf('#e=atlantis')).toBe(11240)
  expect(codeOf('#e=ashburn,')).toBe(11240)
  expect(codeOf('#e=london')).toBe(11241)
  expect(codeOf('#rp=6xx')).toBe(11243)
  expect(codeOf('#rp=')).toBe(11243)
})
