import { expect, test } from 'vitest'
import { Scope } from './scope.ts'

test('a wait ends with what is reported first, and is cleared away at that moment', async () => {
  const scope = new Scope()
  const log: string[] = []
  let report: (value: string) => void = () => {}
  const wait = scope.until<string>((given) => {
    report = given
    return (value) => log.push(`cleared with ${value}`)
  })

  report('a key')
  report('another key')
  expect(log).toEqual(['cleared with a key'])
  expect(scope.waits).toBe(0)
  expect(await wait).toBe('a key')
})

test('what is reported while the wait begins ends it too', async () => {
  const log: string[] = []
  const wait = new Scope().until<string>((report) => {
    report('at once')
    return () => log.push('cleared')
  })

  expect(await wait).toBe('at once')
  expect(log).toEqual(['cleared'])
})

test('a cut ends the waits within, in order of beginning, and none can begin after it', async () => {
  const scope = new Scope()
  const inner = scope.inner()
  const log: string[] = []
  const waits = [inner.until(() => () => log.push('inner')), scope.until(() => () => log.push('outer'))]

  scope.cut()

  expect(log).toEqual(['inner', 'outer'])
  expect(await Promise.all(waits)).toEqual([undefined, undefined])
  expect(inner.isCut).toBe(true)
  expect(scope.inner().isCut).toBe(true)
  expect(await scope.until(() => () => log.push('never'))).toBeUndefined()
  expect(log).toEqual(['inner', 'outer'])
})

test('a cut within leaves what is around it alone', () => {
  const scope = new Scope()
  const inner = scope.inner()
  void inner.until(() => undefined)
  expect(scope.waits).toBe(1)

  inner.cut()

  expect(scope.isCut).toBe(false)
  expect(scope.waits).toBe(0)
})
