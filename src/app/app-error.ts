import type { Config } from './config.ts'

/** A phone system that cannot start. The message says what happened, where, and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code:
    | 'ARGUMENTS_WRONG'
    | 'FLOW_HAS_ERRORS'
    | 'FLOW_UNLOADABLE'
    | 'FILE_UNREADABLE'
    | 'PORT_IN_USE'
    | 'PORT_FORBIDDEN'
    | 'HOST_UNKNOWN'
    | 'NO_FLOW'
    | 'NOTHING_RUNS'

  constructor(code: AppError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** What listening failed with, in words; anything unknown as it came. */
export function explain(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new AppError(
        'PORT_IN_USE',
        `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port: PORT=${port + 1}.`,
        { cause: error },
      )
    case 'EACCES':
      return new AppError('PORT_FORBIDDEN', `This user may not listen on port ${port}. Choose one above 1023.`, {
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AppError('HOST_UNKNOWN', `${host} is not an address of this machine. Set HOST to one that is.`, {
        cause: error,
      })
    default:
      return error
  }
}
