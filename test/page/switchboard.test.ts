/** Everybody on the network at once, on the page: callers, callees, a conference, a queue, messages. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, type RunningPhone, startBrowser, startPhone } from './browser.ts'

let browser: Browser
let phone: RunningPhone

beforeAll(async () => {
  ;[browser, phone] = await Promise.all([startBrowser(), startPhone()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await phone?.stop()
})

const board = (page: Page) => page.getByRole('region', { name: 'Switchboard' })

test('several callers are shown at once, act by themselves, and a callee who is rung can answer there', {
  timeout: 90_000,
}, async () => {
  const { page, complaints, close } = await openPage(browser, phone.origin)
  await board(page).getByText('Nobody is on the phone.').waitFor()

  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await board(page).getByRole('button', { name: 'Another caller' }).click()
  const first = board(page).getByRole('region', { name: 'Party: +1 202 555 0199' })
  const second = board(page).getByRole('region', { name: 'Party: +1 202 555 0198' })
  await first.getByText('On the line').waitFor()
  await second.getByText('Press 1 for sales.').waitFor()
  await board(page).getByText('2 on the phone').waitFor()

  await second.getByRole('textbox').fill('1')
  await second.getByRole('button', { name: 'Send' }).click()
  const sales = board(page).getByRole('region', { name: 'Party: sales' })
  await sales.getByRole('button', { name: 'Answer' }).click()
  await second.getByText('Talks to sales').waitFor()
  await second.getByRole('button', { name: 'Hang up' }).click()
  await sales.waitFor({ state: 'detached' })

  // The call of anybody can be put on show.
  await first.getByRole('button', { name: '+1 202 555 0199' }).click()
  await first.getByRole('button', { name: 'Hang up' }).click()
  await first.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await close()
})

test('a message is written from the page and stands in its thread', { timeout: 60_000 }, async () => {
  const { page, complaints, close } = await openPage(browser, phone.origin)
  const messages = board(page).getByRole('region', { name: 'Messages' })
  await messages.getByRole('textbox').fill('Are you open today?')
  await messages.getByRole('button', { name: 'Send' }).click()
  await messages.getByText('Are you open today?').waitFor()
  await messages.getByText('received').waitFor()
  expect(complaints).toEqual([])
  await close()
})
