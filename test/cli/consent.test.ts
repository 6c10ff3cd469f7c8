import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hookswitch, temporaryFolder } from './hookswitch.ts'

const ANA = '+12025550123'

describe('hookswitch consent', () => {
  test('stops a number, shows why, and allows it again', async () => {
    await using folder = await temporaryFolder()
    const consent = (...args: string[]) =>
      hookswitch(['consent', ...args], { environment: { DATA_DIR: join(folder.path, 'data') } })
    expect((await consent('stop', ANA, '--by', 'Ann')).output).toBe(`${ANA} is not reached any more.\n`)
    expect((await consent('show', ANA)).output).toMatch(
      /^\+12025550123 has said stop\.\n {2}stop \d{4}-\d\d-\d\dT[\d:.]+Z by staff\n$/,
    )
    expect((await consent('allow', ANA)).output).toBe(`${ANA} may be reached again.\n`)
    expect((await consent('allow', ANA)).output).toBe(`${ANA} had not said stop.\n`)
  })

  test('imports a list from elsewhere, tells of rows it does not understand, and exports all of it', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'list.csv')
    await writeFile(
      file,
      '\uFEFFPhone Number,status,purpose,kind,at,wording\r\n(202) 555-0123,stop,,,2026-01-05,"no, thanks"\r\n+12025550124,agreed,reminder,express,2026-01-06,I agree\r\n12,stop,,,,\r\n+12025550125,maybe,,,,\r\n+12025550126,do-not-call,,,,\r\n',
    )
    const consent = (...args: string[]) =>
      hookswitch(['consent', ...args], { environment: { DATA_DIR: join(folder.path, 'data') } })
    expect(await consent('import', file)).toEqual({
      code: 1,
      output: '5 rows read, 3 were new, 2 not understood.\n',
      errors:
        'Row 4: number is no phone number; write + and country code.\nRow 5: status is none of stop, agreed and do-not-call.\n',
    })
    expect((await consent('import', file)).output).toBe('5 rows read, 0 were new, 2 not understood.\n')
    expect((await consent('export')).output).toBe(
      [
        'number,status,scope,channel,purpose,kind,at,source,wording,by,evidence,lifted_at',
        '+12025550123,stop,everything,,,,2026-01-05T00:00:00.000Z,import,"no, thanks",,,',
        '+12025550124,agreed,,any,reminder,express,2026-01-06T00:00:00.000Z,list.csv,I agree,,,',
        '',
      ].join('\r\n'),
    )
    const shown = await consent('show', '+12025550126', '--json')
    expect(JSON.parse(shown.output)).toMatchObject({ isOnDoNotCall: true, stops: [] })
    expect(await readFile(file, 'utf8')).toContain('555-0123')
  })

  test('says what it takes', async () => {
    expect(await hookswitch(['consent', 'forget', ANA])).toMatchObject({ code: 2 })
    const { code, errors } = await hookswitch(['consent', 'stop', '555'])
    expect({ code, errors }).toEqual({
      code: 2,
      errors: 'This is not a phone number in international form; write + and country code.\n',
    })
  })
})
