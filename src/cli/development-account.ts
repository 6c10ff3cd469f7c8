/**
 * The account of the emulated network on this machine: made once, kept in the data folder, worth nothing elsewhere.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Credentials, Environment } from '../app/config.ts'
import { createSid, isSid } from '../phone/sid.ts'

const fileIn = (folder: string) => join(folder, 'development-account.json')

/** The account kept in `folder`; another one is made when there is none, or a damaged one. */
export async function keptAccount(folder: string): Promise<Credentials> {
  const path = fileIn(folder)
  const kept = readAccount(await readFile(path, 'utf8').catch(() => ''))
  if (kept !== undefined) return kept
  const made = { accountSid: createSid('AC'), authToken: createSid('AC').slice(2) }
  await mkdir(folder, { recursive: true })
  // Renamed into place, so that a crash leaves the old one or the new one, never half of it.
  await writeFile(`${path}.part`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
  return made
}

/** The account kept in `folder`, undefined when none is. */
export async function developmentAccount(folder: string): Promise<Credentials | undefined> {
  return readAccount(await readFile(fileIn(folder), 'utf8').catch(() => ''))
}

/** Undefined for a file that is missing or damaged: this account is worth nothing, so another one is made. */
function readAccount(text: string): Credentials | undefined {
  try {
    const { accountSid, authToken } = JSON.parse(text)
    return isSid(accountSid, 'AC') && typeof authToken === 'string' && authToken ? { accountSid, authToken } : undefined
  } catch {
    return undefined
  }
}

/** Of the environment or the account kept on this machine; without either one that nobody has. */
export async function accountSidFor(environment: Environment): Promise<string> {
  const kept = await developmentAccount(environment.DATA_DIR ?? './data')
  return environment.TWILIO_ACCOUNT_SID?.trim() || (kept?.accountSid ?? `AC${'0'.repeat(32)}`)
}
