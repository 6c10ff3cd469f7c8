/**
 * What a log is to us: the part of a pino logger that is used. Fields first, then one line of plain English. Whoever uses
 * less of it says so: `Pick<Log, 'warn'>`.
 */
export interface Log {
  info(fields: object, line: string): void
  warn(fields: object, line: string): void
  error(fields: object, line: string): void
}
