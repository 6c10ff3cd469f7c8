/**
 * `hookswitch record`: a call made by hand, saved as a script that passes when it is played to the same app.
 */
import { rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../app/app-error.ts'
import type { Environment } from '../app/config.ts'
import { writeScript } from '../script/index.ts'
import { type CallOptions, callByHand, driverFor } from './call.ts'

/**
 * Calls until somebody hangs up, then writes the file; the exit code is 0 when it is written.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` without a file, or for one that is there already
 */
export async function record(
  file: string | undefined,
  url: string | undefined,
  options: CallOptions,
  environment: Environment,
): Promise<number> {
  if (file === undefined || /^https?:/.test(file)) {
    throw new AppError(
      'ARGUMENTS_WRONG',
      'Name the file first: hookswitch record sales.call.yaml http://localhost:5000/voice',
    )
  }
  await reserve(file)
  try {
    const driver = await driverFor(url, options, environment)
    const { events } = await callByHand(driver, options.json)
    const name = basename(file).replace(/(\.call)?\.ya?ml$/, '')
    await writeFile(file, writeScript(events, { url: driver.voiceUrl, name }))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  if (!options.json) process.stdout.write(`\nSaved. Play it again: npx hookswitch test ${file}\n`)
  return 0
}

/** Before the call, so that nobody makes one in vain. */
async function reserve(file: string): Promise<void> {
  await writeFile(file, '', { flag: 'wx' }).catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable'
    const message =
      reason === 'EEXIST'
        ? `${file} is there already. Name a new file, or remove that one.`
        : `${file} cannot be written (${reason}). Name a file that can.`
    throw new AppError('ARGUMENTS_WRONG', message)
  })
}
