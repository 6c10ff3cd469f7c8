/**
 * `hookswitch exchange`: the telephone network alone, for an app in any language.
 *
 * The app is a program of its own and meets the network over HTTP only: signed webhooks one way, the REST interface the
 * other.
 */
import Fastify, { type FastifyInstance } from 'fastify'
import { AppError, explain } from '../app/app-error.ts'
import { type Config, type Credentials, type Environment, readConfig } from '../app/config.ts'
import type { SystemView } from '../app/console-api.ts'
import { createConsoleGuard } from '../app/console-guard.ts'
import { consolePage } from '../app/console-page.ts'
import { getFlows, getMessages, getSystem } from '../app/console-shapes.ts'
import { systemClock } from '../clock/system-clock.ts'
import { createExchange, type Exchange, exchangeHttp, type Line, tell } from '../exchange/index.ts'
import { readableNumber } from '../phone/e164.ts'
import { isSid } from '../phone/sid.ts'
import { freshConsole } from './console-build.ts'
import { keptAccount } from './development-account.ts'
import { type ExchangeCommandOptions, type KnownParty, linesOf, partiesOf, portOf, seedOf } from './exchange-options.ts'
import { fictional } from './fictional.ts'
import { originOf, withPort } from './listening.ts'
import { clockAt } from './speed.ts'
import { givenToken } from './token.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

const CALLER = fictional(99)

/**
 * Runs until it is told to stop, and prints what happens on the network.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` for what the command line gets wrong
 */
export async function exchange(options: ExchangeCommandOptions, environment: Environment): Promise<number> {
  const clock = clockAt(options.speed)
  const [lines, parties, seed] = [linesOf(options), partiesOf(options), seedOf(options)]
  const config = await withPort(readConfig({ ...environment, PORT: portOf(options) }, 'development', []))
  const given = await givenAccount(options, environment)
  const account = given ?? (await keptAccount(config.dataDir))
  const place: Place = { origin: originOf(config), account, isGiven: given !== undefined, lines, parties }
  const network = createExchange({
    ...account,
    clock,
    baseUrl: place.origin,
    verifiedNumbers: parties.map(({ number }) => number),
    ...(seed !== undefined && { seed }),
  })
  for (const line of lines) network.addLine(line)
  for (const { number, behaviour } of parties) network.setParty(number, behaviour)
  const page = await freshConsole((line) => process.stderr.write(`${line}\n`))
  const server = await serverOf(network, config, systemView(place), page)
  await server.listen({ host: config.host, port: config.port }).catch(async (error) => {
    await network.close()
    throw explainPort(error, config)
  })
  process.stdout.write(options.json ? asData(place) : greeting(place, page !== undefined))
  follow(network, options.json)
  await untilStopped(async () => {
    await network.close()
    await server.close()
  })
  return 0
}

interface Place {
  readonly origin: string
  readonly account: Credentials
  /** Whether the account is the environment's own, which is not printed. */
  readonly isGiven: boolean
  readonly lines: readonly Line[]
  readonly parties: readonly KnownParty[]
}

/** The account of the environment, which an app may have already. */
async function givenAccount(
  options: ExchangeCommandOptions,
  environment: Environment,
): Promise<Credentials | undefined> {
  const authToken = await givenToken(options, environment)
  const accountSid = environment.TWILIO_ACCOUNT_SID?.trim()
  if (authToken === undefined && accountSid === undefined) return undefined
  if (authToken !== undefined && accountSid !== undefined && isSid(accountSid, 'AC')) return { accountSid, authToken }
  throw new AppError(
    'ARGUMENTS_WRONG',
    'Set both TWILIO_ACCOUNT_SID (AC and 32 hex digits) and TWILIO_AUTH_TOKEN, or neither: then an account is made and kept in the data folder.',
  )
}

/** A port in use is a matter of the command line here, not of `PORT`. */
function explainPort(error: unknown, config: Config): unknown {
  const known = explain(error, config)
  if (!(known instanceof AppError) || known.code !== 'PORT_IN_USE') return known
  const message = `Port ${config.port} on ${config.host} is in use by another program. Stop that program, or choose another port: --port ${config.port + 1}.`
  return new AppError('PORT_IN_USE', message, { cause: error })
}

function systemView({ lines, parties }: Place): SystemView {
  return {
    name: 'Hookswitch',
    version,
    mode: 'development',
    hasExchange: true,
    lines: lines.map(({ number, name }) => ({ number, flow: '', title: name ?? readableNumber(number) })),
    callees: parties.map(({ number, word }) => ({ label: word, number })),
    callerNumber: CALLER,
  }
}

/** The network's own paths, and the page as far as it needs no app of ours: no flows to draw, no mailboxes. */
async function serverOf(
  network: Exchange,
  config: Config,
  system: SystemView,
  folder: string | undefined,
): Promise<FastifyInstance> {
  const server = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 200 } })
  await server.register(async (guarded) => {
    guarded.addHook('onRequest', createConsoleGuard(config.adminPassword, systemClock).check)
    await guarded.register(async (scope) => exchangeHttp(scope, { exchange: network, callerNumber: CALLER }))
    await guarded.register(
      consolePage({ folder }, async (page) => {
        page.get('/api/system', { schema: getSystem }, async () => system)
        page.get('/api/flows', { schema: getFlows }, async () => ({ flows: [] }))
        page.get('/api/messages', { schema: getMessages }, async () => ({ messages: [] }))
      }),
    )
  })
  return server
}

function asData({ origin, account, isGiven, lines, parties }: Place): string {
  const environment = { TWILIO_ACCOUNT_SID: account.accountSid, TWILIO_API_URL: origin }
  const kept = isGiven ? environment : { ...environment, TWILIO_AUTH_TOKEN: account.authToken }
  return `${JSON.stringify({ kind: 'listening', origin, environment: kept, lines, parties })}\n`
}

function greeting({ origin, account, isGiven, lines, parties }: Place, hasPage: boolean): string {
  const numbers = [
    ...lines.map(({ number, voiceUrl }) => `  ${readableNumber(number)}  asks ${voiceUrl}`),
    ...parties.map(({ number, word }) => `  ${readableNumber(number)}  ${word}`),
  ]
  const [line] = lines
  return [
    '',
    '  A telephone network, for your app only. Start the app with this in its environment:',
    '',
    `  TWILIO_ACCOUNT_SID=${account.accountSid}`,
    isGiven ? '  TWILIO_AUTH_TOKEN as it is here' : `  TWILIO_AUTH_TOKEN=${account.authToken}`,
    `  TWILIO_API_URL=${origin}`,
    '',
    ...numbers,
    '',
    hasPage
      ? `  Next: open ${origin} and press Call, or let the app place calls at ${origin}.`
      : `  Next: npx hookswitch call ${line?.voiceUrl}, or let the app place calls at ${origin}.`,
    hasPage ? '  The page has no map and no mailboxes: those are of flows.' : '  There is no page: it was not built.',
    '  Nothing leaves this machine. Ctrl-C stops.',
    '',
    '',
  ].join('\n')
}

/** Tells what happens as it happens. */
function follow({ journal }: Exchange, isData: boolean): void {
  const names = new Map<string, string>()
  const startedAt = new Map<string, number>()
  journal.subscribe((event) => {
    if (isData) {
      process.stdout.write(`${JSON.stringify(event)}\n`)
      return
    }
    if (event.kind === 'call-placed') {
      names.set(event.callSid, event.direction === 'inbound' ? 'caller' : event.to)
      startedAt.set(event.callSid, startedAt.get(event.parentCallSid ?? '') ?? event.at)
    }
    const told = tell(event, startedAt.get(event.callSid ?? '') ?? event.at, (callSid) => names.get(callSid) ?? callSid)
    if (told !== undefined) process.stdout.write(`${told}\n`)
    if (event.kind === 'call-status' && event.reason !== undefined) forget(event.callSid)
  })

  function forget(callSid: string): void {
    names.delete(callSid)
    startedAt.delete(callSid)
  }
}
