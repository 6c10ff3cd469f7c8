/**
 * The OpenAPI document of everything the page uses, and the client types made from it.
 *
 * `npm run api` writes both; a test fails when the files are not what the routes say.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { acme } from '../examples/acme/phone-system.ts'
import { createApp } from '../src/app/app.ts'
import { readConfig } from '../src/app/config.ts'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { createExchange, exchangeHttp } from '../src/exchange/index.ts'
import { openStore } from '../src/store/index.ts'

/** Where the two files are, from the root of the project. */
export const DOCUMENT_FILE = 'docs/openapi.json'
export const TYPES_FILE = 'console/src/api/schema.generated.ts'

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'not-used-here' }

/** The document as the development server gives it, exchange included. */
export async function makeDocument(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-api-'))
  const pglite = await PGlite.create({ parsers: { 20: Number } })
  const clock = createVirtualClock()
  const exchange = createExchange({ ...ACCOUNT, clock })
  const app = await createApp({
    config: readConfig({ PORT: '0', DATA_DIR: dataDir }, 'development', []),
    credentials: ACCOUNT,
    flows: [acme],
    clock,
    log: { info() {}, warn() {}, error() {} },
    secrets: new Map(),
    system: {
      name: 'Hookswitch',
      version: '',
      mode: 'development',
      hasExchange: true,
      lines: [],
      callees: [],
      callerNumber: '',
    },
    store: await openStore({ kind: 'given', pglite }, 'api'),
    more: async (server) => exchangeHttp(server, { exchange }),
  })
  await app.server.ready()
  const answer = await app.server.inject({ url: '/openapi.json', headers: { host: '127.0.0.1' } })
  await exchange.close()
  await app.close()
  await pglite.close()
  await rm(dataDir, { recursive: true, force: true })
  return `${JSON.stringify(JSON.parse(answer.body), null, 2)}\n`
}

/** TypeScript types of a document. */
export async function makeTypes(document: string): Promise<string> {
  // The generator lives in the page's workspace: it needs an older compiler than the rest of the project.
  const require = createRequire(new URL('../console/package.json', import.meta.url))
  const generator = require('openapi-typescript')
  const nodes = await generator.default(document, { immutable: true })
  return `/** Generated from ${DOCUMENT_FILE} by \`npm run api\`; do not edit. */\n${generator.astToString(nodes)}`
}
