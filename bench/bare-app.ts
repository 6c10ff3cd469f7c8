/**
 * The smallest app there is, in a process of its own: three documents, nothing read, nothing checked. Tells its port
 * over IPC, and its processor time when asked, and ends with its parent.
 */
import { createServer } from 'node:http'

const xml = (verbs: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`)
const documents: Readonly<Record<string, Buffer>> = {
  '/voice': xml(
    '<Gather numDigits="1" action="/menu"><Say>Welcome to Acme. For sales press 1. To leave a message press 2.</Say>' +
      '</Gather><Redirect>/voice</Redirect>',
  ),
  '/menu': xml('<Say>Leave a message after the beep.</Say><Record maxLength="60" action="/recorded"/>'),
  '/recorded': xml('<Say>Thank you. Good bye.</Say><Hangup/>'),
}
const nothing = xml('')

const server = createServer((request, answer) => {
  request.resume()
  const body = documents[request.url ?? ''] ?? nothing
  answer.writeHead(200, { 'content-type': 'text/xml', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())
