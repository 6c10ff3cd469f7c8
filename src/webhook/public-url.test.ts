import { describe, expect, test } from 'vitest'
import { publicUrlOf, trustProxies } from './public-url.ts'

const nobody = trustProxies('')
const request = (headers: Record<string, string>, remoteAddress = '10.0.0.1') => ({
  target: '/voice/acme?turn=1',
  headers: { host: 'inside:3000', ...headers },
  isSecure: false,
  remoteAddress,
})
const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'phones.example.com' }

describe('the public URL', () => {
  test.each(['https://example.com', 'https://example.com/', 'https://example.com//'])(
    'is the configured address %s and the target to the letter',
    (configured) => {
      expect(publicUrlOf(request({}), configured, nobody)).toBe('https://example.com/voice/acme?turn=1')
    },
  )

  test('keeps a path the app is published under', () => {
    expect(publicUrlOf(request({}), 'https://example.com/phones', nobody)).toBe(
      'https://example.com/phones/voice/acme?turn=1',
    )
  })

  test('when configured is not changed by any header, even of a trusted proxy', () => {
    const url = publicUrlOf(request(FORWARDED), 'https://example.com', trustProxies('10.0.0.1'))
    expect(url).toBe('https://example.com/voice/acme?turn=1')
  })

  test('is what the request says when nothing is configured', () => {
    expect(publicUrlOf(request(FORWARDED), undefined, nobody)).toBe('http://inside:3000/voice/acme?turn=1')
  })

  test('is what a trusted proxy says, the first of several', () => {
    const several = { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'phones.example.com, inside' }
    for (const headers of [FORWARDED, several]) {
      expect(publicUrlOf(request(headers), undefined, trustProxies('10.0.0.1'))).toBe(
        'https://phones.example.com/voice/acme?turn=1',
      )
    }
  })
})

describe('a proxy', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '::ffff:10.0.0.1'],
    ['10.0.0.1', '::FFFF:10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['10.0.0.0/8', '10.200.3.4'],
    ['192.168.0.1, 10.0.0.0/8', '10.1.1.1'],
    ['192.168.0.1 10.1.1.1', '10.1.1.1'],
    ['::1', '::1'],
    ['fd00::/8', 'fd12:3456::1'],
    ['0.0.0.0/0', '203.0.113.9'],
  ])('in the list %j is believed at %s', (list, address) => {
    expect(trustProxies(list)(address)).toBe(true)
  })

  test.each([
    ['', '127.0.0.1'],
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['fd00::/8', 'fe80::1'],
    ['10.0.0.0/8', ''],
    ['10.0.0.0/8', 'unix:'],
    ['0.0.0.0/0', 'fd12::1'],
  ])('that the list %j does not name is not believed at %s', (list, address) => {
    expect(trustProxies(list)(address)).toBe(false)
  })

  test.each(['proxy.example.com', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8.5', '10.0.0.0/8/8', '10.0.0', 'fd00::/129'])(
    'cannot be named %j',
    (entry) => {
      expect(() => trustProxies(entry)).toThrow(`"${entry}" is neither an IP address nor a range such as 10.0.0.0/8.`)
    },
  )
})
