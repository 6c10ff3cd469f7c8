/** The part of a pino logger that is used here. Fields first, then one line of plain English. */
export interface Log {
  info(fields: object, line: string): void
  warn(fields: object, line: string): void
  error(fields: object, line: string): void
}
