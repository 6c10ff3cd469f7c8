import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LONG, nextWait, SHORT } from './backoff.ts'
import { classify } from './classify.ts'
import { classOf, knownCodes } from './error-classes.ts'

describe('the table of error codes', () => {
  test('has every code of the dictionary, each once, and no other', () => {
    const list = new URL('../../test/reference/error-code-list.json', import.meta.url)
    const { codes }: { codes: number[] } = JSON.parse(readFileSync(list, 'utf8'))
    expect(knownCodes().toSorted((a, b) => a - b)).toEqual(codes.toSorted((a, b) => a - b))
  })

  test.each([
    [20429, 'soon'],
    [30022, 'wait'],
    [30003, 'once'],
    [30034, 'fix'],
    [21610, 'never'],
  ])('%i is of the kind %s', (code, kind) => {
    expect(classOf(code)).toBe(kind)
  })
})

describe('a failed request', () => {
  test('that the network had no time for was not done, and waits as long as it is told', () => {
    const failure = classify({ status: 429, code: 20429 }, '7')
    expect(failure).toMatchObject({ kind: 'transient', isUndone: true, retryAfter: 7000 })
    expect(nextWait(failure, 1, () => 0)).toBe(7000)
  })

  test('of a person who has said stop is never tried again', () => {
    const failure = classify({ status: 400, code: 21610 })
    expect(failure).toMatchObject({ kind: 'permanent', class: 'never' })
    expect(nextWait(failure, 1, () => 0.5)).toBeUndefined()
  })

  test('with a code nobody knows goes by its status', () => {
    expect(classify({ status: 400, code: 99999 }).kind).toBe('permanent')
    expect(classify({ status: 502 })).toMatchObject({ kind: 'transient', isUndone: false })
    expect(classify({ status: 503 })).toMatchObject({ kind: 'transient', isUndone: true })
  })

  test('whose connection broke may have been done; one that never left was not', () => {
    expect(classify({ code: 'ECONNRESET' })).toMatchObject({ kind: 'transient', isUndone: false })
    expect(classify({ code: 'ECONNABORTED' })).toMatchObject({ kind: 'transient', isUndone: false })
    expect(classify({ code: 'ECONNREFUSED' })).toMatchObject({ kind: 'transient', isUndone: true })
  })

  test('says nothing of numbers and words', () => {
    expect(classify({ status: 400, code: 21211, message: 'The number +12025550123 is not valid' }).reason).toBe(
      'the network answered 400 with 21211',
    )
  })
})

test('waits grow to their bound, are drawn from nothing up, and end with the budget', () => {
  const failure = classify({ code: 'ECONNRESET' })
  const widest = [1, 2, 3, 4, 5].map((tries) => nextWait(failure, tries, () => 1, SHORT))
  expect(widest).toEqual([100, 200, 400, 800, undefined])
  expect(nextWait(failure, 4, () => 0, SHORT)).toBe(0)
  expect(nextWait(failure, 11, () => 1, LONG)).toBe(4_096_000)
  expect(nextWait(classify({ status: 400, code: 30003 }), 2, () => 1, LONG)).toBeUndefined()
})
