/**
 * A number as somebody wrote it, in E.164; undefined when the network could not route it.
 *
 * Takes E.164 and unformatted or formatted US numbers. Source: reference twiml-voice.md §5.1, documented.
 */
export function dialledNumber(text: string): string | undefined {
  const bare = text.replace(/[\s().-]/g, '')
  if (/^\+[1-9]\d{4,14}$/.test(bare)) return bare
  if (/^1?[2-9]\d{9}$/.test(bare)) return `+1${bare.slice(-10)}`
  return undefined
}
