/** A mistake in a script: where it is, and what was meant. */

/** What is wrong at one place of a script. Lines and columns count from 1. */
export interface Mistake {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** A mistake as people read it: the place, what is wrong, and the line of the file. */
export function describeMistake({ file, line, column, message }: Mistake, source: string): string {
  const written = source.split(/\r?\n/)[line - 1] ?? ''
  const gutter = String(line).padStart(5)
  const lead = written.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return `${file}:${line}:${column}  ${message}\n${gutter} | ${written}\n${' '.repeat(gutter.length)} | ${lead}^`
}

/** The line and column of an offset in a text. */
export function placeAt(source: string, offset: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
