/**
 * A load of prebuilt HTTP requests over a few keep-alive sockets: cheap enough not to be what is measured.
 */
import { connect, type Socket } from 'node:net'

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds from the last byte sent to the first byte of the answer, at the 50th and 99th percentile. */
  readonly p50: number
  readonly p99: number
}

/**
 * Sends every request once and waits for every answer.
 *
 * @throws {Error} at the first answer that is not 200
 */
export async function sendAll(port: number, requests: readonly Buffer[], sockets: number): Promise<LoadResult> {
  const times: number[] = []
  let next = 0
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: sockets }, () => drive(port, () => requests[next++], times)))
  const seconds = (performance.now() - startedAt) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: requests.length / seconds, p50: at(0.5), p99: at(0.99) }
}

function drive(port: number, take: () => Buffer | undefined, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let received = ''
    let sentAt = 0
    const send = () => {
      const request = take()
      if (request === undefined) {
        socket.destroy()
        resolve()
        return
      }
      sentAt = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk: string) => {
      received += chunk
      const end = received.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = received.slice(0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (!head.startsWith('HTTP/1.1 200')) {
        reject(new Error(`Expected 200, got: ${received.slice(0, 400)}`))
        socket.destroy()
      } else if (received.length >= end + 4 + length) {
        times.push(performance.now() - sentAt)
        received = ''
        send()
      }
    })
  })
}
