import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objections, openPage, type RunningPhone, startBrowser, startPhone } from './browser.ts'

let browser: Browser
let phone: RunningPhone

beforeAll(async () => {
  ;[browser, phone] = await Promise.all([startBrowser(), startPhone()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await phone?.stop()
})

const conversation = (page: Page) => page.getByRole('log', { name: 'Transcript' })
const wire = (page: Page) => page.getByRole('region', { name: 'The wire' })
const key = (page: Page, name: string) => page.getByRole('group', { name: 'Keys' }).getByRole('button', { name })

describe('a stranger at the page', () => {
  test('calls, presses 1 with the mouse, and talks to sales', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin)

    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await conversation(page).getByText('Welcome to Acme Corp.').waitFor()
    await key(page, '1').click()
    await conversation(page).getByText('Connecting you to sales.').waitFor()
    const sales = page.getByRole('region', { name: 'sales +12025550101' })
    await sales.getByText('Rings').waitFor()
    await sales.getByRole('button', { name: 'Answer' }).click()
    await sales.getByRole('button', { name: 'Hang up' }).waitFor()
    await page.getByRole('region', { name: 'Phone' }).getByRole('button', { name: 'Hang up' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).waitFor()

    await wire(page).getByText('/voice/acme/welcome?turn=1').first().waitFor()
    await wire(page).getByText('The caller pressed 1.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('uses nothing but the keyboard and reaches support, who is busy', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin)

    await page.getByRole('button', { name: 'Call', exact: true }).waitFor()
    await page.keyboard.press('c')
    await conversation(page).getByText('Press 1 for sales.').waitFor()
    await page.keyboard.press('2')
    const support = page.getByRole('region', { name: 'support +12025550102' })
    await support.getByRole('button', { name: 'Busy' }).click()
    await conversation(page).getByText('Nobody is free to take your call right now.').waitFor()
    await page.keyboard.press('h')
    await page.getByRole('button', { name: 'Call', exact: true }).waitFor()

    expect(complaints).toEqual([])
    await close()
  })

  test('leaves a message with the microphone, sees it listed, and hears it again', { timeout: 90_000 }, async () => {
    const { page, complaints, close } = await openPage(browser, phone.origin, { permissions: ['microphone'] })

    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await conversation(page).getByText('Welcome to Acme Corp.').waitFor()
    await key(page, '3').click()
    await conversation(page).getByText('Please leave a message after the beep.').waitFor()
    // The generated microphone is a tone: what is waited for is the network writing down that it records.
    await expect.poll(() => recordingsStarted(phone.origin), { timeout: 20_000, interval: 100 }).toBe(1)
    await expect
      .poll(() => secondsIntoRecording(phone.origin), { timeout: 20_000, interval: 100 })
      .toBeGreaterThan(2500)
    await page.keyboard.press('h')

    const voicemail = page.getByRole('region', { name: 'Voicemail' })
    await voicemail.getByText('+1 202 555 0199').waitFor()
    await expect.poll(() => messages(phone.origin), { timeout: 20_000 }).toMatchObject([{ status: 'saved' }])
    const [message] = await messages(phone.origin)
    const audio = Buffer.from(await (await fetch(`${phone.origin}/api/messages/${message?.id}/audio`)).arrayBuffer())
    expect(audio.subarray(0, 4).toString()).toBe('RIFF')
    expect({ channels: audio.readUInt16LE(22), hertz: audio.readUInt32LE(24), bits: audio.readUInt16LE(34) }).toEqual({
      channels: 1,
      hertz: 8000,
      bits: 16,
    })
    expect(loudest(audio)).toBeGreaterThan(500)
    await voicemail.getByRole('button', { name: /^Play/ }).first().click()
    await expect.poll(async () => (await messages(phone.origin))[0]?.isHeard, { timeout: 10_000 }).toBe(true)

    expect(complaints).toEqual([])
    await close()
  })

  test('without a microphone types what he would say', { timeout: 60_000 }, async () => {
    const { page, close } = await openPage(browser, phone.origin)
    await page.addInitScript('delete Navigator.prototype.mediaDevices')
    await page.reload()
    const before = (await messages(phone.origin)).length

    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await conversation(page).getByText('Welcome to Acme Corp.').waitFor()
    await page.keyboard.press('3')
    await expect.poll(() => secondsIntoRecording(phone.origin), { timeout: 20_000, interval: 100 }).toBeGreaterThan(0)
    await page.getByRole('textbox', { name: 'What you would say' }).fill('Please call me back tomorrow')
    await page.keyboard.press('Enter')
    await conversation(page).getByText('Please call me back tomorrow').waitFor()
    await expect
      .poll(() => secondsIntoRecording(phone.origin), { timeout: 20_000, interval: 100 })
      .toBeGreaterThan(3000)
    await page.getByRole('button', { name: 'Hang up' }).first().click()

    await expect.poll(async () => (await messages(phone.origin)).length, { timeout: 20_000 }).toBe(before + 1)
    const voicemail = page.getByRole('region', { name: 'Voicemail' })
    await voicemail.getByText('“Please call me back tomorrow”').waitFor()
    await close()
  })
})

describe('the page', () => {
  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 380],
  ] as const)(
    'has nothing a checker of accessibility objects to (%s, %i pixels wide)',
    { timeout: 60_000 },
    async (colorScheme, width) => {
      const { page, close } = await openPage(browser, phone.origin, { colorScheme, viewport: { width, height: 900 } })
      await page.getByRole('button', { name: 'Call', exact: true }).click()
      await key(page, '1').waitFor()

      expect(await objections(page)).toEqual([])
      await page.getByRole('button', { name: 'Hang up' }).first().click()
      await close()
    },
  )

  test('at the width of a phone shows the handset first and the rest behind tabs, without scrolling sideways', async () => {
    const { page, close } = await openPage(browser, phone.origin, { viewport: { width: 380, height: 800 } })

    await page.getByRole('button', { name: 'Call', exact: true }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: /wire/i }).click()
    await wire(page).waitFor()
    await close()
  })

  test('asks nobody but this server for anything', async () => {
    const { page, close } = await openPage(browser, 'about:blank')
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(phone.origin) && !request.url().startsWith('data:')) foreign.push(request.url())
    })
    await page.goto(phone.origin)
    await page.getByRole('button', { name: 'Call', exact: true }).waitFor()
    expect(foreign).toEqual([])
    await close()
  })
})

interface ListedMessage {
  readonly id: string
  readonly status: string
  readonly isHeard: boolean
}

async function messages(origin: string): Promise<readonly ListedMessage[]> {
  const answer = (await (await fetch(`${origin}/api/messages`)).json()) as { messages: ListedMessage[] }
  return answer.messages
}

async function events(origin: string): Promise<readonly { kind: string; at: number }[]> {
  return (
    (await (await fetch(`${origin}/_exchange/journal?since=0`)).json()) as { events: { kind: string; at: number }[] }
  ).events
}

async function recordingsStarted(origin: string): Promise<number> {
  return (await events(origin)).filter(({ kind }) => kind === 'recording-started').length
}

/** Milliseconds since the newest recording began; 0 when none is under way. */
async function secondsIntoRecording(origin: string): Promise<number> {
  const last = (await events(origin)).findLast(({ kind }) => kind === 'recording-started' || kind === 'recording-ended')
  return last?.kind === 'recording-started' ? Date.now() - last.at : 0
}

function loudest(wav: Buffer): number {
  let most = 0
  for (let at = 44; at + 1 < wav.length; at += 2) most = Math.max(most, Math.abs(wav.readInt16LE(at)))
  return most
}
