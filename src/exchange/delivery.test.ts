/** How requests reach the app, and what is told when they do not. Real sockets, real time in milliseconds. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { authority, expired, foreign, key, valid } from './request/certificates.fixture.ts'
import { createHttpTransport } from './request/http-transport.ts'
import { type AppRequest, type Script, startWorld } from './scripted-app.fixture.ts'

const apology = 'We are sorry, an application error has occurred. Goodbye.'
const still = { legs: [], timers: 0, recordings: [], work: [] }
const xml = (verbs: string) => `<?xml version="1.0"?><Response>${verbs}</Response>`
const hello = xml('<Say>Hello</Say>')

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  stops.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((closed) => server.close(closed))
  })
  return (server.address() as AddressInfo).port // a TCP server that listens has one
}

/** A server that says these bytes, whatever it is asked, and how often it was. */
async function parrot(reply: (socket: Socket) => void) {
  let connections = 0
  const port = await listen(
    createRawServer((socket) => {
      connections += 1
      socket.once('data', () => reply(socket))
    }),
  )
  return { url: `http://127.0.0.1:${port}/voice`, port, connections: () => connections }
}

/** One call to this address, after ten seconds. */
async function callTo(voiceUrl: string, settings: object = {}, script: Script = {}) {
  await using world = await startWorld(script, { line: () => ({ voiceUrl }), exchange: { settings } })
  const call = await world.ringUp()
  await world.clock.advance(seconds(10))
  expect(world.exchange.leftovers()).toEqual(still)
  const findings = world.findings()
  return {
    heard: world.heard(call.callSid),
    codes: findings.map(({ code }) => code),
    findings,
    tries: world.exchange.journal.events.filter(({ kind }) => kind === 'request-sent').length,
  }
}

describe('no connection stands', () => {
  test('because nobody listens', async () => {
    expect(await callTo('http://127.0.0.1:9/voice')).toMatchObject({ heard: [apology], codes: [11202], tries: 2 })
  })

  test('because the other side never says a word of TLS', async () => {
    const silent = await parrot(() => {})
    const { codes, tries } = await callTo(`https://127.0.0.1:${silent.port}/voice#ct=100`)
    expect({ codes, tries }).toEqual({ codes: [11201], tries: 2 })
  })

  test('because the name does not exist', async () => {
    expect(await callTo('http://nowhere.invalid/voice')).toMatchObject({ codes: [11210], tries: 2 })
  })

  test('because the port does not speak TLS', async () => {
    const { port } = await parrot((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await callTo(`https://127.0.0.1:${port}/voice`)).toMatchObject({ codes: [11220], tries: 2 })
  })

  test('because the certificate is for another host, has expired, or is vouched for by nobody', async () => {
    const reasonFor = async (cert: string, authorities?: string) => {
      const port = await listen(createSecureServer({ key, cert }, (_, answer) => answer.end(hello)))
      const http = createHttpTransport(authorities === undefined ? {} : { authorities })
      stops.push(() => http.close())
      const answer = await http.deliver({
        method: 'GET',
        url: `https://127.0.0.1:${port}/`,
        headers: {},
        connectTimeout: 5000,
        answerTimeout: 5000,
        maximumBytes: 1000,
      })
      return answer.kind === 'answer' ? answer.status : answer.reason
    }
    expect(await reasonFor(valid, authority)).toBe(200)
    expect(await reasonFor(foreign, authority)).toBe('certificate-name')
    expect(await reasonFor(expired, authority)).toBe('certificate-expired')
    expect(await reasonFor(valid)).toBe('certificate-untrusted')
    const port = await listen(createSecureServer({ key, cert: valid }, (_, answer) => answer.end(hello)))
    expect(await callTo(`https://127.0.0.1:${port}/voice`)).toMatchObject({ codes: [11237], tries: 2 })
  })

  test('and one that is gone before an answer counts as none', async () => {
    const rude = await parrot((socket) => socket.destroy())
    expect(await callTo(rude.url)).toMatchObject({ codes: [11205], tries: 2 })
    expect(rude.connections()).toBe(2)
  })
})

describe('what comes back is no answer', () => {
  const brokenBy = async (bytes: string) => {
    const app = await parrot((socket) => socket.end(bytes))
    const { codes, tries } = await callTo(app.url)
    return { codes, tries }
  }

  test('when it is not HTTP', async () => {
    expect(await brokenBy('SSH-2.0-OpenSSH_9.6\r\n')).toEqual({ codes: [11206], tries: 1 })
  })

  test('when it is shorter than it says; a part of an answer is never asked for again', async () => {
    const short = 'HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 500\r\n\r\n<Response/>'
    expect(await brokenBy(short)).toEqual({ codes: [11206], tries: 1 })
  })

  test('when its headers never end', async () => {
    const flood = `HTTP/1.1 200 OK\r\n${`x-flood: ${'x'.repeat(1000)}\r\n`.repeat(200)}`
    expect(await brokenBy(flood)).toEqual({ codes: [11206], tries: 1 })
  })

  test('when it is longer than it says, the rest is not heard', async () => {
    const long = `HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: ${hello.length}\r\n\r\n${hello}<Say>More</Say>`
    const app = await parrot((socket) => socket.end(long))
    expect(await callTo(app.url)).toMatchObject({ heard: ['Hello'], codes: [] })
  })
})

describe('an answer takes too long', () => {
  const drip = async () => {
    const app = await parrot((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 5000\r\n\r\n')
      const timer = setInterval(() => socket.write(' '), 5)
      socket.on('close', () => clearInterval(timer))
    })
    return app.url
  }

  test('although something comes all the time', async () => {
    expect(await callTo(await drip(), { answerTimeout: 80 })).toMatchObject({
      heard: [apology],
      codes: [11203],
      tries: 1,
    })
  })

  test('and all tries share the time that the address gives them', async () => {
    const { url } = await parrot(() => {})
    const startedAt = performance.now()
    const { codes, tries } = await callTo(`${url}#tt=1000&rt=400&rc=5&rp=rt`)
    expect(codes).toEqual([11203])
    expect(tries).toBe(3)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('the body', () => {
  const compressed = (encoding: string, body: Uint8Array): Script => ({
    '/voice': { headers: { 'content-type': 'text/xml', 'content-encoding': encoding }, body },
  })
  const callInto = async (script: Script) => {
    await using world = await startWorld(script)
    const call = await world.ringUp()
    await world.clock.advance(seconds(10))
    const { accepted } = { accepted: world.app.requests[0]?.headers['accept-encoding'] }
    return { accepted, heard: world.heard(call.callSid), codes: world.findings().map(({ code }) => code) }
  }

  test('may be compressed, as the request says', async () => {
    const document = Buffer.from(hello)
    for (const [encoding, body] of [
      ['gzip', gzipSync(document)],
      ['deflate', deflateSync(document)],
      ['deflate', deflateRawSync(document)],
      ['br', brotliCompressSync(document)],
      ['br, gzip', gzipSync(brotliCompressSync(document))],
      ['identity', document],
    ] as const) {
      expect(await callInto(compressed(encoding, body)), encoding).toEqual({
        accepted: 'gzip',
        heard: ['Hello'],
        codes: [],
      })
    }
  })

  test('may not be longer than 64 kB once it is decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '))
    const nested = gzipSync(bomb)
    const before = process.memoryUsage.rss()
    expect(await callInto(compressed('gzip', gzipSync(Buffer.alloc(65 * 1024, ' '))))).toMatchObject({ codes: [11750] })
    expect(await callInto(compressed('gzip, gzip', nested))).toMatchObject({ heard: [apology], codes: [11750] })
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('may be of ten megabytes, of which no more than the limit is read', async () => {
    let sent = 0
    const app = await parrot((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 10000000\r\n\r\n')
      const part = Buffer.alloc(100_000, ' ')
      const more = () => {
        for (; sent < 10_000_000 && !socket.destroyed; sent += part.length) if (!socket.write(part)) break
      }
      socket.on('drain', more)
      more()
    })
    expect(await callTo(app.url)).toMatchObject({ heard: [apology], codes: [11750], tries: 1 })
    expect(sent).toBeLessThan(10_000_000)
  })

  test('that is damaged, or compressed in a way nobody knows, is a violation of the protocol', async () => {
    expect(await callInto(compressed('gzip', Buffer.from('no gzip')))).toMatchObject({ codes: [11206] })
    expect(await callInto(compressed('gzip', gzipSync(hello).subarray(0, 30)))).toMatchObject({ codes: [11206] })
    expect(await callInto(compressed('lzma', Buffer.from(hello)))).toMatchObject({ codes: [11206] })
  })
})

describe('an address that is not asked', () => {
  test('holds braces', async () => {
    expect(await callTo('http://127.0.0.1:9/{tenant}/voice')).toMatchObject({ codes: [11310], tries: 0 })
    expect(await callTo('http://127.0.0.1:9/voice?x={y')).toMatchObject({ codes: [11320], tries: 0 })
  })

  test('names an edge or a retry policy that does not exist', async () => {
    expect(await callTo('http://127.0.0.1:9/voice#e=atlantis')).toMatchObject({ codes: [11240], tries: 0 })
    expect(await callTo('http://127.0.0.1:9/voice#rp=6xx')).toMatchObject({ codes: [11243], tries: 0 })
  })

  test('has an underscore in the name of a host that is to be told of a status', async () => {
    await using world = await startWorld(
      { '/voice': '' },
      { line: () => ({ statusCallback: 'http://my_app.test/status' }) },
    )
    const call = await world.ringUp()

    expect(call.status).toBe('completed')
    expect(world.findings()).toMatchObject([
      {
        code: 11210,
        title: 'HTTP bad host name',
        message: 'The call-status callback failed: A host with an underscore in its name is not told of anything.',
      },
    ])
  })
})

describe('an address in a document', () => {
  test('does not inherit the query and the overrides of the document; those it has itself hold', async () => {
    let tries = 0
    await using world = await startWorld(
      {
        '/voice': '<Redirect>/next</Redirect>',
        '/next': () => (++tries < 3 ? { status: 503 } : '<Hangup/>'),
        '/fallback': '<Redirect>/next?a=1&amp;b=2#rc=3&amp;rp=5xx</Redirect>',
      },
      { line: (url) => ({ voiceUrl: `${url}/voice?tenant=7#rc=3&rp=5xx`, fallbackUrl: `${url}/fallback` }) },
    )
    const call = await world.ringUp()

    expect(world.app.requests.map(({ target }) => target)).toEqual([
      '/voice?tenant=7',
      '/next',
      '/fallback',
      '/next?a=1&b=2',
      '/next?a=1&b=2',
    ])
    expect(world.app.requests.every(({ isSigned }) => isSigned)).toBe(true)
    expect(call.status).toBe('completed')
  })

  test('leads on although the caller hides his number', async () => {
    await using world = await startWorld({ '/voice': '<Redirect>/next</Redirect>', '/next': '<Say>Hello</Say>' })
    const { callSid } = world.exchange.placeCall({ from: 'anonymous', to: '+12025550100' })
    await world.clock.settle()

    expect(world.heard(callSid)).toEqual(['Hello'])
    expect(world.app.asked('/next')).toMatchObject([{ From: '+266696687', FromCountry: '' }])
  })
})

describe('link-local and metadata addresses', () => {
  const refusal = {
    code: 11205,
    message: 'The host is link-local or serves the metadata of a cloud; the exchange does not fetch from there.',
    help: 'Set allowLinkLocal in the settings of the exchange if this is meant.',
  }

  test('are not fetched from, however they are written', async () => {
    for (const host of [
      '169.254.169.254',
      '2852039166',
      '0xA9.254.0251.0376',
      '[::ffff:169.254.169.254]',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[64:ff9b::a9fe:a9fe]',
      '100.100.100.200',
      'metadata.google.internal',
    ]) {
      const { findings, tries } = await callTo(`http://${host}/latest/meta-data/`)
      expect(findings, host).toMatchObject([refusal])
      expect(tries).toBe(1)
    }
  })

  test('are not reached by a redirect, a file to be played, or a callback', async () => {
    await using world = await startWorld(
      {
        '/voice': '<Play>http://169.254.169.254/a.wav</Play><Redirect>/away</Redirect>',
        '/away': { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
      },
      { line: () => ({ statusCallback: 'http://169.254.169.254/status' }) },
    )
    await world.ringUp()
    await world.clock.advance(seconds(10))

    expect(world.findings().map(({ help }) => help)).toEqual([refusal.help, refusal.help, refusal.help])
  })

  test('are not reached by the web socket of a stream', async () => {
    await using world = await startWorld({
      '/voice': '<Connect><Stream url="wss://169.254.169.254/"/></Connect><Say>Bye</Say>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(10))

    expect(world.findings()).toMatchObject([{ code: 31904, message: expect.stringContaining(refusal.help) }])
    expect(call.status).toBe('completed')
    expect(world.exchange.leftovers()).toMatchObject(still)
  })

  test('are not reached by a name that resolves there', async () => {
    const looked: string[] = []
    const lookup: Parameters<typeof createHttpTransport>[0] = {
      lookup: (hostname, options, done) => {
        looked.push(hostname)
        const address = { address: '169.254.169.254', family: 4 }
        if (options.all) done(null, [{ address: '192.0.2.1', family: 4 }, address])
        else done(null, address.address, 4)
      },
    }
    const http = createHttpTransport(lookup)
    stops.push(() => http.close())
    const answer = await http.deliver({
      method: 'GET',
      url: 'http://innocent.test/',
      headers: {},
      connectTimeout: 1000,
      answerTimeout: 1000,
      maximumBytes: 10,
    })

    expect(looked).toEqual(['innocent.test'])
    expect(answer).toMatchObject({ kind: 'failure', stage: 'forbidden', help: refusal.help })
  })

  test('are fetched from where the settings allow it', async () => {
    const { findings } = await callTo('http://169.254.169.254:9/voice#ct=100&rc=0', { allowLinkLocal: true })
    expect(findings.map(({ help }) => help)).not.toContain(refusal.help)
  })
})

describe('credentials in the address', () => {
  /** Checks a digest as RFC 7616 says, by its own arithmetic. */
  function guard(hash: 'md5' | 'sha256', challenge: string) {
    return ({ method, headers, target }: AppRequest) => {
      const { authorization = '' } = headers
      const given = Object.fromEntries(
        [...authorization.matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name = '', value = '']) => [name, value]),
      )
      const digest = (text: string) => createHash(hash).update(text).digest('hex')
      const who = digest('user:realm of ivr:se"cret')
      const expected = digest(`${who}:n0nce:${given.nc}:${given.cnonce}:auth:${digest(`${method}:${target}`)}`)
      return given.response === expected && given.opaque === '0paque' && given.uri === target
        ? '<Say>Hello</Say>'
        : { status: 401, headers: { 'www-authenticate': challenge } }
    }
  }
  const callWith = async (script: Script, method: 'GET' | 'POST' = 'POST') => {
    await using world = await startWorld(script, {
      line: (url) => ({
        voiceUrl: `${url.replace('http://', 'http://user:se%22cret@')}/voice?tenant=7`,
        voiceMethod: method,
      }),
    })
    const call = await world.ringUp()
    const { requests } = world.app
    return { heard: world.heard(call.callSid), requests, areSigned: requests.every(({ isSigned }) => isSigned) }
  }
  const challenge = 'realm="realm of ivr", qop="auth-int, auth", nonce="n0nce", opaque="0paque"'

  test('are proved by a digest of MD5 or SHA-256 when the app asks for it', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const md5 = await callWith({ '/voice': guard('md5', `Digest ${challenge}`) }, method)
      expect(md5.heard).toEqual(['Hello'])
      expect(md5.requests.map(({ headers }) => headers.authorization === undefined)).toEqual([true, false])
      expect(md5.areSigned).toBe(true)
      const both = `Basic realm="ivr", Digest ${challenge}, algorithm=MD5, Digest ${challenge}, algorithm=SHA-256`
      expect((await callWith({ '/voice': guard('sha256', both) }, method)).heard).toEqual(['Hello'])
    }
  })

  test('are sent once; when they are refused the fallback follows', async () => {
    const refused = await callWith({ '/voice': { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } } })
    expect(refused.requests).toHaveLength(2)
    const unknown = await callWith({ '/voice': { status: 401, headers: { 'www-authenticate': 'Negotiate' } } })
    expect(unknown.requests).toHaveLength(1)
  })

  test('are not given to another host that the app redirects to', async () => {
    const seen: IncomingHttpHeaders[] = []
    const elsewhere = await listen(
      createServer((request, answer) => {
        seen.push(request.headers)
        answer.writeHead(200, { 'content-type': 'text/xml' }).end(hello)
      }),
    )
    const { heard } = await callWith({
      '/voice': ({ headers }) =>
        headers.authorization === undefined
          ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
          : { status: 302, headers: { location: `http://127.0.0.1:${elsewhere}/` } },
    })

    expect(heard).toEqual(['Hello'])
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined])
  })
})
