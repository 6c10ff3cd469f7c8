import { expect, test } from 'vitest'
import { deliveryPolicy } from './connection-overrides.ts'

test('without a fragment one more try follows a failed connection', () => {
  expect(deliveryPolicy('', 5000, 15_000)).toEqual({
    connectTimeout: 5000,
    answerTimeout: 15_000,
    retries: 1,
    retryOn: new Set(['ct']),
  })
})

test('the fragment changes timeouts and retries', () => {
  expect(deliveryPolicy('#rc=3&rp=5xx,rt&ct=2000&rt=4000', 5000, 15_000)).toEqual({
    connectTimeout: 2000,
    answerTimeout: 4000,
    retries: 3,
    retryOn: new Set(['5xx', 'rt']),
  })
})

test('values outside their range are taken as the nearest within, and what is no number is ignored', () => {
  expect(deliveryPolicy('#rc=9&ct=1&tt=999999&rt=soon', 5000, 15_000)).toEqual({
    connectTimeout: 100,
    answerTimeout: 15_000,
    retries: 5,
    retryOn: new Set(['ct']),
  })
})
