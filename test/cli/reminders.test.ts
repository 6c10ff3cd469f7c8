/** A clinic's reminders from the command line: a dry run, the import, the plan, a rehearsal, and what came of it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hookswitch, prepareDatabase, temporaryFolder } from './hookswitch.ts'

const SYSTEM = 'examples/clinic-reminders/phone-system.ts'
const FILE = 'examples/clinic-reminders/tomorrow.csv'
const ZONE = ['--zone', 'America/New_York', '--system', SYSTEM]
const CONSENT = ['--consent', 'intake form: You may call and text me about my appointments.']

const NEEDED = { REMINDER_PHONE: '+12025550100', REGISTERED_NUMBERS: '+12025550100' }

describe('a file of appointments', () => {
  test('is read in a dry run, imported, planned, and paused', async () => {
    await using folder = await temporaryFolder()
    const env = { ...NEEDED, DATA_DIR: join(folder.path, 'data') }
    await prepareDatabase(env.DATA_DIR)
    const ask = (...args: readonly string[]) =>
      hookswitch(['reminders', ...args, ...ZONE], { environment: env, folder: '.' })

    const dry = await ask('import', FILE, '--dry-run')
    expect(dry.output.split('\n')).toEqual([
      'Read 6 rows; nothing was written.',
      '  5 can be used',
      '  1 cannot be used:',
      '    line 6: the phone number cannot be read',
      'Leave out --dry-run to import.',
      '',
    ])
    expect(dry.code).toBe(1)
    expect((await ask('plan')).output).toBe(
      'Nobody is in this campaign. Begin with: hookswitch reminders import FILE\n',
    )

    const imported = await ask('import', FILE, ...CONSENT)
    expect(imported.output).toContain('  5 new, 0 changed, 0 as they were\n')
    const again = await ask('import', FILE, ...CONSENT)
    expect(again.output).toContain('  0 new, 0 changed, 5 as they were\n')

    const plan = await ask('plan')
    expect(plan.output).toContain('Ana Diaz, appointment Tue, Jun 4, 9:00 AM\n  sms Sat, Jun 1, 9:00 AM\n')
    expect((await ask('pause')).output).toBe('The campaign "reminders" is paused.\n')
    expect((await ask('outcomes')).output).toContain('     5  nothing yet  100 %\n')
    const ics = join(folder.path, 'outcomes.ics')
    expect((await ask('outcomes', '--ics', ics)).output).toContain(`All 5 are in ${ics}.\n`)
    expect((await readFile(ics, 'utf8')).match(/STATUS:TENTATIVE/g)).toHaveLength(5)
    expect((await ask('import', ics)).output).toContain('  0 new, 0 changed, 5 as they were\n')
    expect((await ask('waitlist')).output).toMatch(
      /^ +name +appointment +waits since +not before +offered\n1 +Dev Patel +Tue, Jun 4, 1:00 PM .*\n\nNo times are kept\.\n/,
    )
    expect((await ask('metrics')).output).toMatch(/^people +5\ntried +0\n/)
  }, 120_000)

  test('of people whose consent nobody has written down says that they will not be reached', async () => {
    await using folder = await temporaryFolder()
    const env = { ...NEEDED, DATA_DIR: join(folder.path, 'data') }
    await prepareDatabase(env.DATA_DIR)
    const imported = await hookswitch(['reminders', 'import', FILE, ...ZONE], { environment: env, folder: '.' })
    expect(imported.output).toContain('Only people whose consent is known are reached')
    const plan = await hookswitch(['reminders', 'plan', ...ZONE], { environment: env, folder: '.' })
    expect(plan.output).toContain('will not be made, nobody has written down that he agreed')
  }, 120_000)
})

test('a rehearsal plays the whole campaign in virtual time, and writes what came of it', async () => {
  await using folder = await temporaryFolder()
  const csv = join(folder.path, 'outcomes.csv')
  const args = ['reminders', 'rehearse', FILE, ...ZONE, '--at', '2030-06-01T08:00-04:00', '--csv', csv]
  const { output, errors } = await hookswitch(args, { folder: '.' })
  expect(errors).toBe('')
  expect(output).toContain('What came of it, in virtual time:')
  const rows = (await readFile(csv, 'utf8')).trim().split('\r\n')
  expect(rows).toHaveLength(6)
  expect(
    rows.filter((row) => /,(confirmed|no-answer|busy|voicemail-left|listened-no-response|cancelled),/.test(row)),
  ).toHaveLength(5)
  // The same lot, the same end.
  const twice = await hookswitch([...args.slice(0, -1), join(folder.path, 'again.csv')], { folder: '.' })
  expect(twice.output.split('What came of it')[1]?.split('All 5')[0]).toBe(
    output.split('What came of it')[1]?.split('All 5')[0],
  )
}, 120_000)

test('a rehearsal of a file whose days are far away begins shortly before them', async () => {
  const { output } = await hookswitch(['reminders', 'rehearse', FILE, ...ZONE], { folder: '.' })
  expect(output).toContain('The rehearsal begins on Saturday, June 1, 2030.')
  expect(output).not.toContain('nothing yet')
}, 120_000)

describe('somebody who mistypes', () => {
  test.each([
    [['reminders'], 'Say hookswitch reminders import FILE'],
    [
      ['reminders', 'import', 'nowhere.csv', '--system', SYSTEM],
      'nowhere.csv cannot be read; name a file of appointments',
    ],
    [['reminders', 'plan'], 'exports no campaign. Export what defineCampaign gives you'],
    [['reminders', 'rehearse', FILE, '--system', SYSTEM, '--at', 'soon'], '--at takes a moment such as'],
    [['reminders', 'import', FILE, '--system', SYSTEM, '--map', 'phone'], '--map takes a field and its column'],
  ])('%j is told what to do', async (args, words) => {
    await using folder = await temporaryFolder()
    const env = { ...NEEDED, DATA_DIR: join(folder.path, 'data') }
    await prepareDatabase(env.DATA_DIR)
    const { code, errors } = await hookswitch(args, { environment: env, folder: '.' })
    expect(code).not.toBe(0)
    expect(errors).toContain(words)
  })
})
