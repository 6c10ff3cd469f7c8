/** Lines shown before the marked one, and after it. */
const AROUND = 5

/**
 * A document with one place of it marked, for failure messages: a few numbered lines, `>` before the one that matters.
 *
 * A document that was written on one line is laid out first, an element a line.
 *
 * @param line from 1
 * @param column from 1, where the element begins; without it only the line is known
 */
export function markedDocument(body: string, line: number, column = 1): string {
  const text = body.trimEnd()
  const isLaidOut = text.includes('\n')
  const lines = isLaidOut ? text.split(/\r?\n/) : laidOut(text)
  const marked = isLaidOut ? line : lineHolding(lines, column - 1)
  const shown = lines.map((one, index) => {
    const number = index + 1
    return `${number === marked ? '>' : ' '} ${String(number).padStart(3)}  ${one}`
  })
  return shown.slice(Math.max(0, marked - 1 - AROUND), marked + AROUND).join('\n')
}

/** Breaks between tags, and indents by depth; an element with nothing but text in it stays on its line. */
function laidOut(text: string): readonly string[] {
  let depth = 0
  return text.split(/(?<=>)(?=<)/).map((part) => {
    if (part.startsWith('</')) depth--
    const line = '  '.repeat(Math.max(0, depth)) + part
    const opens = (part.match(/<[^/!?][^>]*[^/]>|<[^/!?]>/g) ?? []).length
    const closes = part.startsWith('</') ? 0 : (part.match(/<\//g) ?? []).length
    depth += opens - closes
    return line
  })
}

/** The line that a place of the undivided text came to stand on. */
function lineHolding(lines: readonly string[], offset: number): number {
  let passed = 0
  for (const [index, line] of lines.entries()) {
    passed += line.trimStart().length
    if (offset < passed) return index + 1
  }
  return lines.length
}
