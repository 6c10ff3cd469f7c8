/** The token that requests to an app are signed with, wherever the person keeps it. */
import { readFile } from 'node:fs/promises'
import { AppError } from '../app/app-error.ts'
import type { Environment } from '../app/config.ts'
import { developmentAccount } from './development-account.ts'

/** What the command line says of the token. */
export interface TokenOptions {
  readonly token?: string | undefined
  readonly 'token-file'?: string | undefined
}

const NO_TOKEN =
  'No token is set, so requests are signed with "12345". Set TWILIO_AUTH_TOKEN to the one the app checks.\n'

/**
 * From the command line, the environment, or the data folder of a `hookswitch dev` on this machine, in this order;
 * without any, `12345`, which is said on standard error.
 *
 * @throws {AppError} `FILE_UNREADABLE` for a token file that cannot be read
 */
export async function tokenFor(options: TokenOptions, environment: Environment): Promise<string> {
  const token =
    (await givenToken(options, environment)) ?? (await developmentAccount(environment.DATA_DIR ?? './data'))?.authToken
  if (token === undefined) process.stderr.write(NO_TOKEN)
  return token ?? '12345'
}

/**
 * The token of the command line or the environment, undefined when neither has one.
 *
 * @throws {AppError} `FILE_UNREADABLE` for a token file that cannot be read
 */
export async function givenToken(options: TokenOptions, environment: Environment): Promise<string | undefined> {
  const file = options['token-file'] ?? environment.TWILIO_AUTH_TOKEN_FILE
  return options.token ?? (file === undefined ? environment.TWILIO_AUTH_TOKEN : await tokenIn(file))
}

async function tokenIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new AppError('FILE_UNREADABLE', `The token file ${file} cannot be read (${reason}). Name one that can.`)
  })
  return text.trim()
}
