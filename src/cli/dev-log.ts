/** A log for people at a terminal: one line an event, on standard error. */
import type { Log } from '../webhook/index.ts'

const write = (level: string) => (fields: object, line: string) => {
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value instanceof Error ? value.message : String(value)}`)
  process.stderr.write(`${level}: ${line}${details.length > 0 ? ` (${details.join(', ')})` : ''}\n`)
}

export const devLog: Log = { info: write('info'), warn: write('warning'), error: write('error') }
