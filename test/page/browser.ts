/**
 * A real Chromium from a package, and a real `hookswitch dev` in a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { prepareDatabase } from '../cli/hookswitch.ts'

export interface RunningPhone {
  readonly origin: string
  stop(): Promise<void>
}

/** Starts `hookswitch dev` on a port of its own with an empty data folder, and waits for the address it prints. */
export async function startPhone(file?: string): Promise<RunningPhone> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-page-'))
  await prepareDatabase(dataDir)
  const child = spawn(
    process.execPath,
    [resolve('bin/hookswitch.js'), 'dev', ...(file === undefined ? [] : [resolve(file)])],
    {
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const origin = await printedAddress(child)
  return {
    origin,
    async stop() {
      child.kill()
      await new Promise((ended) => child.once('exit', ended))
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /Open (http:\/\/\S+) and press Call/.exec(printed)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`hookswitch dev ended with ${code}:\n${printed}`)))
  })
}

/**
 * A browser whose microphone is a generated tone, granted without asking. On Linux it comes from a package; the package
 * has none for other systems, so there the installed Chrome is used.
 */
export async function startBrowser(): Promise<Browser> {
  const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  if (process.platform !== 'linux') return playwright.launch({ channel: 'chrome', args: microphone })
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package is made for one page in one process; tests open several, one after the other.
    args: [...chromium.args.filter((arg) => arg !== '--single-process'), ...microphone],
    headless: true,
  })
}

/** A page whose complaints in the browser's console fail the test that reads `complaints`. */
export async function openPage(browser: Browser, origin: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options })
  const page: Page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(origin)
  return { page, complaints, close: () => context.close() }
}

/** What axe finds, by rule and place. */
export async function objections(page: Page): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  return page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`,
  )
}
