/**
 * Kept audio over HTTP, whole or in part: players ask for parts to jump about, and some play nothing without.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AudioStorage, contentTypeOf } from '../mailbox/audio-storage.ts'

/** Answers with a file, which has `size` bytes, or the one part of it that is asked for. Throws as {@link AudioStorage} does. */
export async function sendAudio(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: AudioStorage,
  file: string,
  size: number,
): Promise<FastifyReply> {
  reply.type(contentTypeOf(file)).header('accept-ranges', 'bytes')
  const part = partOf(request.headers.range, size)
  if (part === 'none') return reply.code(416).header('content-range', `bytes */${size}`).send()
  if (part === 'whole') return reply.header('content-length', size).send(await storage.read(file))
  const { start, end } = part
  const stream = await storage.read(file, { start, end })
  reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${size}`)
    .header('content-length', end - start + 1)
  return reply.send(stream)
}

/** Several parts at once, and what is no range at all, are answered with the whole, as the standard allows. */
function partOf(range: string | undefined, size: number): { start: number; end: number } | 'whole' | 'none' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return 'whole'
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'whole'
  return start < size && start <= end ? { start, end } : 'none'
}
