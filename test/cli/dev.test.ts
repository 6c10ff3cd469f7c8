import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { dataFolder, hookswitch, type Running, start } from './hookswitch.ts'

const PASSWORD = 'correct horse'

describe('hookswitch dev', () => {
  test('prints one address to open, under which a call can be made, and is itself called from a terminal', async () => {
    await using folder = await dataFolder()
    const environment = { PORT: '0', DATA_DIR: folder.path }
    await using running = start(['dev'], { environment })
    const origin = await originOf(running)

    const { code, output } = await hookswitch(['call'], {
      environment: { PORT: new URL(origin).port },
      input: 'wait 1\n3\nwait 6\nsay Call me back\nwait 2\nhang up\n',
    })

    expect(output).toContain('caller hears “Welcome to Acme Corp.”')
    expect(output).toContain('caller hears “Please leave a message after the beep.”')
    expect(code).toBe(0)
    const { messages } = JSON.parse(await (await fetch(`${origin}/api/messages`)).text())
    expect(messages).toMatchObject([{ mailbox: 'front-desk', from: '+12025550199' }])
    expect((await running.stop()).code).toBe(0)
    expect(running.printed().match(/https?:\/\/\S+/g)).toEqual([origin])
  })

  test('lets calls go by faster when told to', async () => {
    await using folder = await dataFolder()
    await using running = start(['dev', '--speed', '50'], { environment: { PORT: '0', DATA_DIR: folder.path } })
    const origin = await originOf(running)
    const feed = new WebSocket(`${origin.replace('http', 'ws')}/_exchange/feed`)
    await once(feed, 'open')
    const ended = new Promise<{ at: number }>((resolve) => {
      feed.on('message', (data) => {
        const event = JSON.parse(String(data))
        if (event.kind === 'call-status' && event.reason !== undefined) resolve(event)
      })
    })
    const startedAt = performance.now()

    const placed = await fetch(`${origin}/_exchange/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: '+12025550100' }),
    })
    const call = (await placed.json()) as { startedAt: number }
    const lasted = (await ended).at - call.startedAt

    expect(lasted).toBeGreaterThan(10_000)
    expect(performance.now() - startedAt).toBeLessThan(lasted / 2)
    feed.terminate()
  })

  test('keeps its account over a restart, and makes another when the file was damaged', async () => {
    await using folder = await dataFolder()
    const environment = { PORT: '0', DATA_DIR: folder.path }
    const account = join(folder.path, 'development-account.json')
    const startAndKill = async () => {
      await using running = start(['dev'], { environment })
      await originOf(running)
      await running.kill()
      return readFile(account, 'utf8')
    }

    const first = await startAndKill()
    expect(await startAndKill()).toBe(first)
    await writeFile(account, first.slice(0, 20))
    expect(JSON.parse(await startAndKill())).toEqual({
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      authToken: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('on a port in use ends with one sentence', async () => {
    await using folder = await dataFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo

    const { code, output, errors } = await hookswitch(['dev'], {
      environment: { PORT: String(port), DATA_DIR: folder.path },
    })

    other.close()
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port: PORT=${port + 1}.\n`,
    )
  })

  test.each(['3999', '0'])(
    'at an address that is not this machine’s ends with one sentence (port %s)',
    async (PORT) => {
      await using folder = await dataFolder()
      const { code, errors } = await hookswitch(['dev'], {
        environment: { HOST: '192.0.2.1', PORT, DATA_DIR: folder.path, HOOKSWITCH_ADMIN_PASSWORD: PASSWORD },
      })
      expect(code).toBe(1)
      expect(errors).toBe('192.0.2.1 is not an address of this machine. Set HOST to one that is.\n')
    },
  )

  test('with a password gives the feed of a call to its cookie, and to nobody else', async () => {
    await using folder = await dataFolder()
    const environment = { PORT: '0', DATA_DIR: folder.path, HOOKSWITCH_ADMIN_PASSWORD: PASSWORD }
    await using running = start(['dev'], { environment })
    const origin = await originOf(running)
    const authorization = `Basic ${Buffer.from(`desk:${PASSWORD}`).toString('base64')}`
    const page = await fetch(`${origin}/api/system`, { headers: { authorization } })
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    await fetch(`${origin}/_exchange/calls`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ to: '+12025550100' }),
    })

    const feed = new WebSocket(`${origin.replace('http', 'ws')}/_exchange/feed?since=0`, { headers: { cookie } })
    const [first] = await once(feed, 'message')
    feed.close()
    expect(JSON.parse(String(first))).toMatchObject({ kind: 'call-placed', sequence: 1 })

    const stranger = new WebSocket(`${origin.replace('http', 'ws')}/_exchange/feed?since=0`)
    const [error] = await once(stranger, 'error')
    expect(String(error)).toContain('401')
  })
})

async function originOf(running: Running): Promise<string> {
  const [, origin = ''] = await running.prints(/Open (http:\S+) and press Call/)
  return origin
}
