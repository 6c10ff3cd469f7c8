/** Greetings over the page's API, and the links under which the network plays audio. */
import { defineFlow, defineMailbox, secret, voicemail } from 'hookswitch/flow'
import { describe, expect, test } from 'vitest'
import { hours } from '../../src/clock/duration.ts'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import { createMediaLinks } from '../../src/webhook/index.ts'
import { type AppUnderTest, startApp, TOKEN } from './app-under-test.ts'

const flow = defineFlow('desk', {
  start: 'message',
  steps: { message: voicemail({ mailbox: 'front-desk', greeting: 'Speak.' }) },
})
const start = () =>
  startApp({
    flows: [flow],
    mailboxes: [defineMailbox('front-desk', { pin: secret('PIN') })],
    secrets: { PIN: '1234' },
  })

const WAV = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(2000, 7)])
const MP3 = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(500, 1)])

const greetings = '/api/mailboxes/front-desk/greetings'
const put = (app: AppUnderTest, path: string, body: string | Buffer, type: string) =>
  app.ask(path, {
    method: 'PUT',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': type },
  })
const played = async (app: AppUnderTest) => /<Play>(.*?)<\/Play>/.exec((await app.post('/voice/desk')).body)?.[1]

describe('a greeting', () => {
  test('that is uploaded is what callers hear, from an address that holds for a while and cannot be guessed', async () => {
    await using app = await start()
    expect((await put(app, `${greetings}/standard`, MP3, 'audio/mpeg')).status).toBe(204)
    expect(JSON.parse((await app.ask(greetings)).body)).toEqual({
      plays: 'by-hours',
      hasStandard: true,
      hasAfterHours: false,
    })

    const path = (await played(app)) ?? ''
    expect(path).toMatch(/^\/media\/\d+\/[\w-]{43}\/greeting-[0-9a-f-]{36}\.mp3$/)
    const audio = await app.ask(path)
    expect(audio.status).toBe(200)
    expect(audio.headers.get('content-type')).toBe('audio/mpeg')
    expect(audio.headers.get('cache-control')).toBe('private, no-store')
    expect(audio.body.length).toBe(503)
    expect((await app.ask(path, { headers: { range: 'bytes=0-2' } })).body).toBe('ID3')

    const [, media, expires = '', signature = '', file = ''] = path.split('/')
    for (const wrong of [
      `/${media}/${expires}/${signature}/RE${'1'.repeat(32)}.wav`,
      `/${media}/${Number(expires) + 1}/${signature}/${file}`,
      `/${media}/${expires}/${signature.slice(1)}A/${file}`,
      `/${media}/${expires}/x/${file}`,
      `/${media}/${expires}/${signature}/..%2Flock`,
      '/media/',
    ]) {
      expect((await app.ask(wrong)).status).toBe(404)
    }
    await app.clock.advance(hours(1))
    expect((await app.ask(path)).status).toBe(404)
  })

  test('is given back, and chosen', async () => {
    await using app = await start()
    await put(app, `${greetings}/standard`, WAV, 'audio/wav')
    expect((await put(app, greetings, '{ "plays": "standard" }', 'application/json')).status).toBe(204)
    expect(JSON.parse((await app.ask(greetings)).body).plays).toBe('standard')
    expect((await app.ask(`${greetings}/standard`, { method: 'DELETE' })).status).toBe(204)
    expect(await played(app)).toBeUndefined()
  })

  test.each<[string, string, string | Buffer, string, number]>([
    ['what is no audio', `${greetings}/standard`, 'hello', 'audio/wav', 415],
    ['another type', `${greetings}/standard`, WAV, 'image/png', 415],
    ['a mailbox nobody defined', '/api/mailboxes/other/greetings/standard', WAV, 'audio/wav', 404],
    ['a greeting there is none of', `${greetings}/holiday`, WAV, 'audio/wav', 400],
    ['more than ten megabytes', `${greetings}/standard`, Buffer.alloc(11 * 1024 * 1024), 'audio/wav', 413],
  ])('is not made of %s', async (_what, path, body, type, status) => {
    await using app = await start()
    const answer = await put(app, path, body, type)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body).error.code).toMatch(/^[A-Z_]+$/)
  })
})

test('a link made with the token before holds while that is still accepted', () => {
  const clock = createVirtualClock()
  const before = createMediaLinks({ current: TOKEN, previous: undefined }, clock).pathOf('a.wav')
  const [, , expires = '', signature = ''] = before.split('/')
  const after = (previous: string | undefined) => createMediaLinks({ current: 'another', previous }, clock)
  expect(after(TOKEN).holds('a.wav', expires, signature)).toBe(true)
  expect(after(undefined).holds('a.wav', expires, signature)).toBe(false)
})
