/**
 * The page's files: shipped with a release, built from source in a clone when they are missing or older than the source.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from './package-root.ts'

const folder = fileURLToPath(new URL('console/', packageRoot))
const built = join(folder, 'dist')

/** The built page, undefined when there is none. */
export const builtConsole = (): string | undefined => (existsSync(join(built, 'index.html')) ? built : undefined)

/**
 * The built page, built now if it has to be.
 *
 * @param say told before a build begins, because it takes some seconds
 */
export async function freshConsole(say: (line: string) => void): Promise<string | undefined> {
  if (!existsSync(join(folder, 'src')) || isFresh()) return builtConsole()
  say('Building the page …')
  const { build } = await import('vite')
  await build({ root: folder, logLevel: 'error' })
  return builtConsole()
}

function isFresh(): boolean {
  const index = join(built, 'index.html')
  if (!existsSync(index)) return false
  const builtAt = statSync(index).mtimeMs
  const sources = [
    join(folder, 'src'),
    join(folder, 'index.html'),
    join(folder, 'vite.config.ts'),
    join(folder, 'package.json'),
  ]
  return sources.every((source) => newest(source) <= builtAt)
}

function newest(path: string): number {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
