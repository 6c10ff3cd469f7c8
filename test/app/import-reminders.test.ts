/** Appointments into the database: again and again, moved, cancelled, and not at all in a dry run. */
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { csvReminders } from '../../src/campaign/import/csv-reminders.ts'
import { importReminders } from '../../src/campaign/import/import-reminders.ts'
import type { Store } from '../../src/store/index.ts'
import { freshStore } from '../../src/testing/store-pool.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')

function bring(store: Store, csv: string, isDryRun = false) {
  const settings = { campaign: 'clinic', region: 'US', zone: 'America/New_York', now: NOW }
  const rows = csvReminders(Readable.from([csv]), settings)
  return importReminders(rows, { store, campaign: 'clinic', at: NOW, isDryRun })
}

const HEADER = 'id,name,phone,date,time,status\n'
const ANN = '1,Ann,+12025550111,2026-12-01,14:30,\n'
const BOB = '2,Bob,+12025550112,2026-12-01,15:00,\n'

describe('an import', () => {
  test('adds what is new, leaves what is the same, and changes what has changed', async () => {
    await using store = await freshStore()
    expect(await bring(store, HEADER + ANN + BOB)).toMatchObject({ rows: 2, added: 2, changed: 0, same: 0 })
    expect(await bring(store, HEADER + ANN + BOB)).toMatchObject({ rows: 2, added: 0, changed: 0, same: 2 })
    expect(await bring(store, HEADER + ANN.replace('14:30', '16:00') + BOB)).toMatchObject({ changed: 1, same: 1 })
    const moved = await store.reminders.findByExternalId('clinic', '1')
    expect(moved).toMatchObject({ appointmentAt: Date.parse('2026-12-01T16:00-05:00'), state: 'open', name: 'Ann' })
  })

  test('cancels what is planned for a moved appointment, and opens it again', async () => {
    await using store = await freshStore()
    await bring(store, HEADER + ANN)
    const before = await store.reminders.findByExternalId('clinic', '1')
    const id = before?.id ?? ''
    const attempt = { campaign: 'clinic', channel: 'call', offset: 0, tries: 1, dueAt: NOW, notAfter: NOW + 1 } as const
    await store.reminders.plan([{ reminderId: id, ...attempt }])
    await store.reminders.learn({
      reminderId: id,
      attemptId: null,
      outcome: 'confirmed',
      at: NOW,
      source: 'call',
      detail: null,
    })
    await store.reminders.plan([{ reminderId: id, ...attempt, tries: 2 }])
    await bring(store, HEADER + ANN.replace('14:30', '16:00'))
    expect(await store.reminders.find(id)).toMatchObject({ state: 'open', outcome: null })
    expect((await store.reminders.attemptsOf(id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  })

  test('withdraws what the file calls cancelled', async () => {
    await using store = await freshStore()
    await bring(store, HEADER + ANN)
    expect(await bring(store, `${HEADER}1,Ann,,,,Cancelled\n9,Nobody,,,,Cancelled\n`)).toMatchObject({ withdrawn: 1 })
    expect(await store.reminders.findByExternalId('clinic', '1')).toMatchObject({ state: 'withdrawn' })
    expect(await bring(store, HEADER + ANN)).toMatchObject({ changed: 1 })
    expect(await store.reminders.findByExternalId('clinic', '1')).toMatchObject({ state: 'open' })
  })

  test('again finds what is open and as it was, so that a plan that was lost with the process is made', async () => {
    await using store = await freshStore()
    await bring(store, HEADER + ANN + BOB)
    const bob = await store.reminders.findByExternalId('clinic', '2')
    await store.reminders.learn({
      reminderId: bob?.id ?? '',
      attemptId: null,
      outcome: 'confirmed',
      at: NOW,
      source: 'call',
      detail: null,
    })
    const told: string[] = []
    const rows = csvReminders(Readable.from([HEADER + ANN + BOB]), {
      ...{ campaign: 'clinic', region: 'US', zone: 'America/New_York', now: NOW },
    })
    await importReminders(rows, {
      store,
      campaign: 'clinic',
      at: NOW,
      onBatch: (_rows, imported) => {
        told.push(...imported.map(({ externalId, change }) => `${externalId} ${change}`))
      },
    })
    expect(told).toEqual(['1 same'])
  })

  test('tells what cannot be used, and in a dry run writes nothing', async () => {
    await using store = await freshStore()
    const report = await bring(store, `${HEADER}${ANN}3,Cid,nobody,2026-12-01,10:00,\n`, true)
    expect(report).toEqual({
      isDryRun: true,
      rows: 2,
      added: 1,
      changed: 0,
      same: 0,
      withdrawn: 0,
      unusable: 1,
      reasons: [{ line: 3, reason: 'the phone number cannot be read' }],
    })
    expect(await store.reminders.findByExternalId('clinic', '1')).toBeUndefined()
  })
})
