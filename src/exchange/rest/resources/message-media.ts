/** The files of messages: the address leads to where the file really is. Source: reference twilio-platform.md §9.3. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Network } from '../../network.ts'
import { errorBody, notFound } from '../twilio-error.ts'

const address =
  /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\/([SM]M[0-9a-fA-F]{32})\/Media\/(ME[0-9a-fA-F]{32})$/

/** Redirects to a file when that is what is asked for; false when it is something else. */
export function serveMessageMedia(
  network: Network,
  accountSid: string,
  { pathname }: URL,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const [, account, messageSid = '', mediaSid = ''] = address.exec(pathname) ?? []
  if (account === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false
  const message = account === accountSid ? network.messages.find(messageSid) : undefined
  const media = message?.media.find((other) => other.mediaSid === mediaSid)
  if (media !== undefined) void reply.redirect(media.url, 307)
  else void reply.status(404).send(errorBody(notFound(pathname)))
  return true
}
