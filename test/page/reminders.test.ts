/** The page's room for reminders: campaigns, their people, what came of it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objections, openPage, type RunningPhone, startBrowser, startPhone } from './browser.ts'

let browser: Browser
let phone: RunningPhone

beforeAll(async () => {
  ;[browser, phone] = await Promise.all([startBrowser(), startPhone('test/page/front-desk.fixture.ts')])
  await remind('Ana Lopez', '+12025550181', 'confirmed')
  await remind('Ben Ode', '+12025550182', 'reschedule-requested')
  for (let person = 0; person < 60; person++) {
    await remind(`Person ${person}`, `+1202555${String(1000 + person)}`)
  }
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await phone?.stop()
})

const day = 24 * 3_600_000
let appointments = 0

/** Brings an appointment in three days or later, and what came of it. */
async function remind(name: string, number: string, outcome?: string): Promise<void> {
  const at = Date.now() + 3 * day + appointments++ * 60_000
  const reminders = `${phone.origin}/api/campaigns/check-ups/reminders`
  const body = { externalId: name, number, name, appointmentAt: at, appointmentZone: 'America/New_York' }
  const taken = await fetch(reminders, json('PUT', body))
  const { id } = (await taken.json()) as { id: string }
  if (outcome !== undefined) await fetch(`${reminders}/${id}/outcomes`, json('POST', { outcome, by: 'front desk' }))
}

const json = (method: string, body: object) => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('the room for reminders', () => {
  test('shows people with what came of it, by outcome and with their history', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin)
    const campaign = page.getByRole('article', { name: 'Campaign check-ups' })
    const people = campaign.getByRole('list', { name: 'People' })
    await people.getByRole('button', { name: /Ana Lopez/ }).waitFor()
    expect(await people.getByRole('button').count()).toBe(50)
    await campaign.getByRole('button', { name: 'Show more' }).click()
    await people.getByRole('button', { name: /Person 59/ }).waitFor()
    expect(await people.getByRole('button').count()).toBe(62)

    await campaign.getByRole('combobox', { name: 'Show' }).selectOption('reschedule-requested')
    await expect.poll(() => people.getByRole('button').count()).toBe(1)
    const ben = people.getByRole('button', { name: /Ben Ode/ })
    expect(await ben.innerText()).toContain('wants another time')
    await ben.click()
    const history = campaign.getByRole('list', { name: 'History' })
    await history.getByText('wants another time, by front desk').waitFor()
    await history.getByText('Call is not needed').waitFor()

    await campaign.getByRole('combobox', { name: 'Show' }).selectOption('busy')
    await campaign.getByText('Nobody has this outcome.').waitFor()
    const figure = (name: string) => campaign.getByText(name, { exact: true }).locator('..').innerText()
    expect(await figure('People')).toContain('62')
    expect(complaints).toEqual([])
    await close()
  })

  test('pauses a campaign and lets it go on; to stop it for good takes two presses', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin)
    const campaign = page.getByRole('article', { name: 'Campaign check-ups' })
    await campaign.getByRole('button', { name: 'Pause' }).click()
    await campaign.getByText('is paused').waitFor()
    await campaign.getByRole('button', { name: 'Resume' }).click()
    await campaign.getByText('runs').waitFor()
    await campaign.getByRole('button', { name: 'Stop…' }).click()
    await campaign.getByRole('button', { name: 'Stop for good' }).waitFor()
    await campaign.getByRole('button', { name: 'Keep it' }).click()
    expect(await campaign.getByText('is stopped for good').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 380],
  ] as const)(
    'has nothing a checker of accessibility objects to (%s, %i pixels wide)',
    { timeout: 60_000 },
    async (colorScheme, width) => {
      const { page, close } = await openPage(browser, phone.origin, { colorScheme, viewport: { width, height: 900 } })
      if (width < 900)
        await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'More' }).click()
      const people = page.getByRole('list', { name: 'People' })
      await people.getByRole('button', { name: /Ana Lopez/ }).click()
      await page.getByRole('list', { name: 'History' }).waitFor()
      if (process.env.SCREENSHOTS) {
        const path = `${process.env.SCREENSHOTS}/reminders-${colorScheme}-${width}.png`
        await page.getByRole('region', { name: 'Reminders' }).screenshot({ path })
      }
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      expect(await objections(page)).toEqual([])
      await close()
    },
  )
})
