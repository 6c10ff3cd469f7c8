/** The media of recordings. Source: reference twilio-platform.md §5.2. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Network } from '../../network.ts'
import { mp3From } from '../../recording/mp3.ts'
import type { Recording } from '../../recording/recordings.ts'
import { errorBody, notFound } from '../twilio-error.ts'

const address = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Recordings\/(RE[0-9a-fA-F]{32})(?:\.(wav|mp3))?$/

/** Sends the file of a recording when that is what is asked for; false when it is something else. */
export function serveMedia(
  network: Network,
  accountSid: string,
  { pathname }: URL,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const [, account, recordingSid = '', extension = 'wav'] = address.exec(pathname) ?? []
  if (account === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false
  const recording = account === accountSid ? network.recordings.find(recordingSid) : undefined
  const media = recording && network.recordings.media(recordingSid)
  if (media !== undefined) {
    if (extension === 'wav') void reply.type('audio/x-wav').send(media)
    else
      void mp3From(media).then(
        (mp3) => reply.type('audio/mpeg').send(mp3),
        (error) => reply.send(error),
      )
    return true
  }
  if (recording?.status === 'in-progress' || recording?.status === 'processing') reply.header('retry-after', '1')
  if (recording !== undefined && media === undefined) warnOfHaste(network, recording)
  const refusal = notFound(pathname)
  void reply.status(refusal.status).send(errorBody(refusal))
  return true
}

const warnedOf = new WeakSet<Recording>()

/** Once a recording. Source: reference twiml-voice.md §12 row 13. */
function warnOfHaste(network: Network, recording: Recording): void {
  if ((recording.status !== 'in-progress' && recording.status !== 'processing') || warnedOf.has(recording)) return
  warnedOf.add(recording)
  const message = 'The media of a recording was asked for before it can be had.'
  const help = 'Wait for recordingStatusCallback with RecordingStatus=completed.'
  network.report({ callSid: recording.callSid, severity: 'warning', message, help })
}
