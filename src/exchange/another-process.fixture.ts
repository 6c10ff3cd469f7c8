/** For tests: an app of its own process. Tells its port over IPC; slow on purpose, for real milliseconds at random. */
import { createServer } from 'node:http'

const xml = (verbs: string) => `<?xml version="1.0"?><Response>${verbs}</Response>`
const documents: Readonly<Record<string, string>> = {
  '/voice': '<Gather numDigits="1" action="/menu"><Say>Press a key</Say></Gather><Redirect>/voice</Redirect>',
  '/menu': '<Record action="/recorded" maxLength="10"/>',
  '/recorded': '<Say>Thank you</Say><Hangup/>',
}

const server = createServer((request, answer) => {
  request.resume().on('end', () => {
    setTimeout(() => {
      const verbs = documents[new URL(request.url ?? '/', 'http://app.test').pathname]
      answer.writeHead(verbs === undefined ? 204 : 200, { 'content-type': 'text/xml' }).end(xml(verbs ?? ''))
    }, Math.random() * 20)
  })
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('disconnect', () => process.exit())
