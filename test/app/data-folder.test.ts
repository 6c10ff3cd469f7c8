import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDataFolder } from '../../src/store/index.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'

describe('a data folder', () => {
  test('that is missing is made, with all folders above it', async () => {
    await using parent = await temporaryFolder()
    const path = join(parent.path, 'a', 'b')

    const folder = await openDataFolder(path)

    expect(existsSync(join(path, 'recordings'))).toBe(true)
    expect(await readFile(join(path, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
    await folder.release()
    expect(existsSync(join(path, 'lock'))).toBe(false)
  })

  test('in whose place stands a file is told', async () => {
    await using parent = await temporaryFolder()
    const path = join(parent.path, 'data')
    await writeFile(path, 'I was here first')

    await expect(openDataFolder(path)).rejects.toThrow(
      `The data folder ${path} cannot be used: a part of that path is a file. Make room or change its rights, or name another folder with DATA_DIR.`,
    )
    expect(await readFile(path, 'utf8')).toBe('I was here first')
  })

  // Root may write anywhere, so the rights themselves are not tested there.
  test.skipIf(process.getuid?.() === 0)('that may not be written to is told', async () => {
    await expect(openDataFolder('/proc/hookswitch')).rejects.toThrow(
      /^The data folder \/proc\/hookswitch cannot be used/,
    )
  })

  test('that another process has is refused, with its number and the way out', async () => {
    await using parent = await temporaryFolder()
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
    await writeFile(join(parent.path, 'lock'), `${other.pid}\n`)

    await expect(openDataFolder(parent.path)).rejects.toThrow(
      `Another Hookswitch (process ${other.pid}) is using ${parent.path}. Stop it, or give this one its own folder with DATA_DIR. If process ${other.pid} is no Hookswitch any more, delete ${join(parent.path, 'lock')}.`,
    )

    expect(await readFile(join(parent.path, 'lock'), 'utf8')).toBe(`${other.pid}\n`)
    other.kill('SIGKILL')
    await once(other, 'close')
    const folder = await openDataFolder(parent.path)
    expect(await readFile(join(parent.path, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
    await folder.release()
  })

  test.each(['', 'nonsense\n'])('with a damaged lock (%j) is taken over', async (content) => {
    await using parent = await temporaryFolder()
    await mkdir(parent.path, { recursive: true })
    await writeFile(join(parent.path, 'lock'), content)
    const folder = await openDataFolder(parent.path)
    await folder.release()
  })
})
