/** Somebody who begins: an example in an empty folder, which is called and tested there. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hookswitch, temporaryFolder } from './hookswitch.ts'

const NAMES = ['acme', 'clinic', 'clinic-reminders', 'hotline', 'support-line', 'survey']

describe('hookswitch init', () => {
  test.each(NAMES)('writes %s, whose flows are sound where they stand', async (name) => {
    await using folder = await temporaryFolder()
    const { code, output } = await hookswitch(['init', name, folder.path])
    expect(code).toBe(0)
    expect(output).toContain('npm start             prints an address: open it and press Call')
    expect(await readdir(folder.path)).toEqual(
      expect.arrayContaining(['.gitignore', 'README.md', 'package.json', 'phone-system.test.ts', 'phone-system.ts']),
    )
    const manifest = JSON.parse(await readFile(join(folder.path, 'package.json'), 'utf8'))
    expect(manifest.scripts).toMatchObject({ start: 'hookswitch dev', test: 'vitest run' })
  })

  test('offers what there is to somebody who names nothing, or something else', async () => {
    for (const args of [['init'], ['init', 'call-centre']]) {
      const { code, errors } = await hookswitch(args)
      expect(code).toBe(2)
      for (const name of NAMES) expect(errors).toContain(`  ${name} `)
    }
  })

  test('touches nothing that is there', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'phone-system.ts'), '// mine')
    const { code, errors } = await hookswitch(['init', 'acme', folder.path])
    expect(code).toBe(2)
    expect(errors).toContain('has phone-system.ts already; nothing was written.')
    expect(await readdir(folder.path)).toEqual(['phone-system.ts'])
  })
})
