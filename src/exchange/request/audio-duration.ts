import { parseBuffer } from 'music-metadata'
import type { Duration } from '../../clock/clock.ts'

/**
 * How long a file plays, in milliseconds; undefined when it is not audio.
 *
 * @param contentType one of those the network plays; raw `audio/ulaw` is 8000 bytes a second
 */
export async function audioDuration(body: Uint8Array, contentType: string): Promise<Duration | undefined> {
  if (contentType === 'audio/ulaw') return Math.round(body.byteLength / 8)
  try {
    const { format } = await parseBuffer(body, { mimeType: contentType }, { duration: true, skipCovers: true })
    return format.duration === undefined ? undefined : Math.round(format.duration * 1000)
  } catch {
    return undefined
  }
}
