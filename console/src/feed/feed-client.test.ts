import { expect, test } from 'vitest'
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import { createFeed, type FeedPorts } from './feed-client.ts'

/** A server by hand: what its journal holds, and the sockets opened to it. */
function createServer() {
  const sockets: WebSocket[] = []
  const server = { journal: [] as JournalEvent[], isUp: true, sinces: [] as number[], retries: [] as (() => void)[] }
  const ports: FeedPorts = {
    readJournal: async () => {
      if (!server.isUp) throw new Error('down')
      return server.journal
    },
    openSocket: (since) => {
      server.sinces.push(since)
      const socket = { close() {} } as WebSocket // the feed uses its handlers and `close` alone
      sockets.push(socket)
      return socket
    },
    soon: (then) => then(),
    after: (_milliseconds, then) => {
      server.retries.push(then)
      return () => {}
    },
  }
  const socket = () => sockets.at(-1) as WebSocket // asked for only after a connection
  return Object.assign(server, { ports, socket })
}

const placed = (sequence: number, callSid: string): JournalEvent => ({
  kind: 'call-placed',
  sequence,
  at: 0,
  callSid,
  direction: 'inbound',
  from: '+1',
  to: '+2',
})
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('the past is shown but not heard; what happens from now on is both', async () => {
  const server = createServer()
  server.journal = [placed(1, 'CA1')]
  const feed = createFeed(server.ports)
  const heard: string[] = []
  feed.onLiveEvent((event) => heard.push(event.callSid ?? ''))

  feed.start()
  await settled()
  server.socket().onopen?.(new Event('open'))
  server.socket().onmessage?.(new MessageEvent('message', { data: JSON.stringify(placed(2, 'CA2')) }))

  expect(server.sinces).toEqual([1])
  expect(heard).toEqual(['CA2'])
  expect([...feed.snapshot().view.conversations.keys()]).toEqual(['CA1', 'CA2'])
  expect(feed.snapshot().state).toBe('live')
})

test('after a restart of the server, which counts from 1 again, the page shows the new journal', async () => {
  const server = createServer()
  server.journal = [placed(1, 'CA1'), placed(2, 'CA2')]
  const feed = createFeed(server.ports)
  feed.start()
  await settled()

  server.socket().onclose?.(new Event('close') as CloseEvent)
  expect(feed.snapshot().state).toBe('lost')
  server.journal = [placed(1, 'CA3')]
  server.retries.at(-1)?.()
  await settled()

  expect(server.sinces).toEqual([2, 1])
  expect([...feed.snapshot().view.conversations.keys()]).toEqual(['CA3'])
})

test('a server that is not there is tried again', async () => {
  const server = createServer()
  server.isUp = false
  const feed = createFeed(server.ports)
  feed.start()
  await settled()

  expect(feed.snapshot().state).toBe('lost')
  expect(server.retries).toHaveLength(1)
})
