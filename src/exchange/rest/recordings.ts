/**
 * Recordings as the REST API of the network serves them: the media, and what is known of it.
 *
 * Source: reference twilio-platform.md §2.6 and §5.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type {} from '@fastify/swagger' // its schema keywords
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Exchange } from '../exchange.ts'
import type { Recording } from '../recording/recordings.ts'
import { rfc2822 } from '../request/wire.ts'

/** Serves `GET /2010-04-01/Accounts/{AccountSid}/Recordings/{RecordingSid}` with `.wav` and `.json`. */
export function serveRecordings(app: FastifyInstance, exchange: Exchange): void {
  app.get<{ Params: { accountSid: string; file: string } }>(
    '/2010-04-01/Accounts/:accountSid/Recordings/:file',
    { schema: { summary: 'The media of a recording, or with .json what is known of it.', tags: ['rest'] } },
    (request, reply) => {
      if (!isAuthorized(request.headers.authorization, exchange)) {
        reply.header('www-authenticate', 'Basic realm="Twilio API"')
        return sendError(reply, 401, 20003, 'Authenticate')
      }
      const { accountSid, file } = request.params
      const [recordingSid = '', extension = 'wav'] = file.split('.')
      const recording = accountSid === exchange.accountSid ? exchange.recording(recordingSid) : undefined
      if (recording !== undefined && extension === 'json') return reply.send(resource(recording, exchange))
      const media = recording && extension === 'wav' ? exchange.recordingMedia(recordingSid) : undefined
      if (media !== undefined) return reply.type('audio/x-wav').send(media)
      if (recording?.status === 'in-progress' || recording?.status === 'processing') reply.header('retry-after', '1')
      return sendError(reply, 404, 20404, `The requested resource ${request.url.split('?')[0]} was not found`)
    },
  )
}

function isAuthorized(header: string | undefined, exchange: Exchange): boolean {
  const [scheme = '', credentials = ''] = (header ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return false
  const expected = `${exchange.accountSid}:${exchange.authToken}`
  // Hashed, so that the comparison takes the same time whatever was sent.
  return timingSafeEqual(digest(Buffer.from(credentials, 'base64').toString('utf8')), digest(expected))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function sendError(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  return reply.status(status).send({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
}

function resource(recording: Recording, { accountSid }: Exchange): object {
  const startTime = rfc2822(recording.startedAt)
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    channels: recording.channels,
    date_created: startTime,
    date_updated: startTime,
    start_time: startTime,
    duration: String(recording.seconds),
    error_code: recording.status === 'absent' ? 16101 : null,
    media_url: recording.url,
    price: null,
    price_unit: 'USD',
    sid: recording.recordingSid,
    source: recording.source,
    status: recording.status,
    uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${recording.recordingSid}.json`,
  }
}
