/** The page's room for queues: who waits, the agents, the figures. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objections, openPage, type RunningPhone, startBrowser, startPhone } from './browser.ts'

let browser: Browser
let phone: RunningPhone

beforeAll(async () => {
  ;[browser, phone] = await Promise.all([startBrowser(), startPhone('test/page/front-desk.fixture.ts')])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await phone?.stop()
})

interface System {
  readonly lines: readonly { readonly number: string; readonly flow: string }[]
}

/** Somebody calls the line and waits; hangs up when told to. */
async function waits(from: string): Promise<() => Promise<unknown>> {
  const { lines } = (await (await fetch(`${phone.origin}/api/system`)).json()) as System
  const to = lines.find(({ flow }) => flow === 'line')?.number
  const placed = await fetch(`${phone.origin}/_exchange/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, from }),
  })
  const { callSid } = (await placed.json()) as { callSid: string }
  return () => fetch(`${phone.origin}/_exchange/calls/${callSid}/hang-up`, { method: 'POST' })
}

describe('the room for queues', () => {
  test('shows who waits and how long, sets agents by hand, and counts who hung up', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin)
    const support = page.getByRole('article', { name: 'Queue support' })
    await support.getByText('Nobody waits').waitFor()
    await support.getByText('Ann is logged out').waitFor()

    const hangUps = [await waits('+12025550198'), await waits('+12025550197')]
    const waiting = support.getByRole('list', { name: 'Who waits' })
    await waiting.getByText('+1 202 555 0198').waitFor()
    await waiting.getByText('+1 202 555 0197').waitFor()
    await support.getByText(/^2 wait, the longest for 0:/).waitFor()

    await support.getByRole('combobox', { name: 'Set Bob' }).selectOption('away')
    await support.getByText('Bob is away').waitFor()
    await support.getByRole('combobox', { name: 'Set Ann' }).selectOption('available')
    await waiting.getByText('rings at Ann').waitFor()
    await support.getByText('Ann is rung').waitFor()
    expect(await support.getByRole('combobox', { name: 'Set Ann' }).isDisabled()).toBe(true)

    for (const hangUp of hangUps) await hangUp()
    await support.getByText('Nobody waits').waitFor()
    await expect.poll(() => support.getByText('Abandoned').locator('..').innerText()).toContain('2')
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
      const hangUp = await waits('+12025550198')
      if (width < 900)
        await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'More' }).click()
      const support = page.getByRole('article', { name: 'Queue support' })
      await support.getByRole('list', { name: 'Who waits' }).waitFor()
      if (process.env.SCREENSHOTS) {
        await support.scrollIntoViewIfNeeded()
        await page
          .getByRole('region', { name: 'Queues' })
          .screenshot({ path: `${process.env.SCREENSHOTS}/queues-${colorScheme}-${width}.png` })
      }
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      expect(await objections(page)).toEqual([])
      await hangUp()
      await close()
    },
  )
})
