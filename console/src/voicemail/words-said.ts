import type { Conversation } from '../feed/conversation.ts'

/**
 * What the caller typed in place of speaking, as the network heard it while it recorded; empty when he used a
 * microphone, or when the page no longer remembers the call.
 */
export function wordsSaid(conversation: Conversation | undefined): string {
  const lines = conversation?.lines ?? []
  const recording = lines.findLast((line) => line.kind === 'recording')
  if (conversation === undefined || recording === undefined) return ''
  return lines
    .filter(
      (line) =>
        line.kind === 'speech' && line.callSid === conversation.callSid && line.startedAt >= recording.startedAt,
    )
    .map((line) => (line.kind === 'speech' ? line.text : ''))
    .join(' ')
}
