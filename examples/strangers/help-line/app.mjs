// A help line, without any framework: callers say what troubles them, wait in a queue, and talk to whoever takes them.
import { createServer } from 'node:http'

const port = Number(process.env.PORT ?? 5000)

/** What those in the queue said, by CallSid. */
const troubles = new Map()

const answers = {
  '/voice': () => `
    <Gather input="speech dtmf" numDigits="1" speechTimeout="auto" action="/trouble">
      <Say>This is the help line. Tell us in a few words what it is about, or press any key.</Say>
    </Gather>
    <Redirect>/trouble</Redirect>`,

  '/trouble': ({ CallSid, SpeechResult = 'nothing' }) => {
    troubles.set(CallSid, SpeechResult)
    return '<Enqueue waitUrl="/wait" action="/after">helpers</Enqueue>'
  },

  '/wait': ({ QueuePosition, QueueTime }) => `
    <Say>You are number ${QueuePosition} in the queue.</Say>
    ${Number(QueueTime) >= 20 ? '<Gather numDigits="1" timeout="3" action="/wait/enough"><Say>Press 1 to be called back.</Say></Gather>' : ''}
    <Pause length="8"/>`,

  '/wait/enough': ({ Digits }) => (Digits === '1' ? '<Leave/>' : '<Redirect>/wait</Redirect>'),

  '/after': ({ CallSid, QueueResult }) => {
    troubles.delete(CallSid)
    if (QueueResult === 'leave') {
      return '<Say>After the tone, say when we may call you.</Say><Record action="/left" maxLength="30" finishOnKey="#"/>'
    }
    return '<Say>Thank you for calling the help line.</Say>'
  },

  '/left': ({ RecordingDuration }) => `<Say>We have ${RecordingDuration} seconds of you. Good bye.</Say>`,

  // A Map keeps the order in which callers came, which is that of the queue.
  '/helper': () => {
    const [next = 'somebody we do not know yet'] = troubles.values()
    return `
      <Say>The next caller says: ${escaped(next)}</Say>
      <Dial action="/helper/next"><Queue url="/whisper">helpers</Queue></Dial>`
  },

  // Heard by the caller who is taken from the queue; CallSid is his.
  '/whisper': ({ CallSid, QueueTime }) => {
    troubles.delete(CallSid)
    return `<Say>Thank you for waiting ${QueueTime} seconds. Here is somebody for you.</Say>`
  },

  '/helper/next': ({ DialCallStatus }) =>
    DialCallStatus === 'completed' ? '<Redirect>/helper</Redirect>' : '<Say>Nobody waits. Good bye.</Say>',
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const server = createServer(async (request, response) => {
  let form = ''
  for await (const part of request.setEncoding('utf8')) form += part
  const { pathname } = new URL(request.url, 'http://localhost')
  const answer = answers[pathname]
  if (!answer) return response.writeHead(404).end()
  const twiml = `<?xml version="1.0" encoding="UTF-8"?><Response>${answer(Object.fromEntries(new URLSearchParams(form)))}</Response>`
  response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml)
})

server.listen(port, '127.0.0.1', () => console.log(`The help line is on http://127.0.0.1:${server.address().port}`))
