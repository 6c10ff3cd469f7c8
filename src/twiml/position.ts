/** A place in a text. Both count from 1; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The line and column of the character at `offset`; beyond the end, of the end. */
export function positionIn(text: string, offset: number): Position {
  const end = Math.min(Math.max(offset, 0), text.length)
  let line = 1
  let lineStart = 0
  for (let index = text.indexOf('\n'); index !== -1 && index < end; index = text.indexOf('\n', index + 1)) {
    line++
    lineStart = index + 1
  }
  return { line, column: end - lineStart + 1 }
}
