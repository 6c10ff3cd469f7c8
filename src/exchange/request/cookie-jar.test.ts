import { expect, test } from 'vitest'
import { createCookieJar } from './cookie-jar.ts'

const at = (text: string) => new URL(text)
const app = at('https://ivr.example.com/voice/start')

test('a cookie goes back to the folder it came from, and not above it', () => {
  const jar = createCookieJar()
  jar.store(app, 'a=1', 0)

  expect(jar.headerFor(at('https://ivr.example.com/voice/menu?x=1'))).toBe('a=1')
  expect(jar.headerFor(at('https://ivr.example.com/voices'))).toBeUndefined()
  expect(jar.headerFor(at('https://other.example.com/voice/menu'))).toBeUndefined()
})

test('a cookie can be for a whole site, and only for secure requests', () => {
  const jar = createCookieJar()
  jar.store(app, ['site=1; Domain=.example.com; Path=/', 'safe=2; Path=/; Secure', 'foreign=3; Domain=evil.test'], 0)

  expect(jar.headerFor(at('https://ivr.example.com/'))).toBe('site=1; safe=2')
  expect(jar.headerFor(at('http://other.example.com/'))).toBe('site=1')
  expect(jar.headerFor(at('https://evil.test/'))).toBeUndefined()
  expect(jar.headerFor(at('https://notexample.com/'))).toBeUndefined()
})

test('a cookie is replaced by the next of its name and deleted by one that has expired', () => {
  const jar = createCookieJar()
  jar.store(app, 'a=1; Path=/', 0)
  jar.store(app, 'a=2; Path=/', 0)
  expect(jar.headerFor(app)).toBe('a=2')

  jar.store(app, 'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 1000)
  expect(jar.headerFor(app)).toBeUndefined()
  jar.store(app, 'b=1; Path=/; Max-Age=60', 0)
  jar.store(app, 'b=; Path=/; Max-Age=0', 0)
  expect(jar.headerFor(app)).toBeUndefined()
})

test('what is no cookie is not stored', () => {
  const jar = createCookieJar()
  jar.store(app, ['', '=1', 'nothing'], 0)
  expect(jar.headerFor(app)).toBeUndefined()
})
