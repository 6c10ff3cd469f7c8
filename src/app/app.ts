/**
 * The composition root: a configuration and some flows become a running phone system.
 *
 * Nothing here decides anything; it opens the store, starts the keeper of audio, and puts the webhooks, the page and its
 * API behind one server.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { type CampaignDesk, createCampaignDesk } from '../campaign/campaigns.ts'
import { type CampaignDefinition, checkCampaigns } from '../campaign/define.ts'
import { armDigests } from '../campaign/digest.ts'
import { createDispatcher, type Dispatcher } from '../campaign/dispatcher.ts'
import { movedTasks } from '../campaign/moved.ts'
import { createSlotDesk } from '../campaign/slots.ts'
import { stopTasks } from '../campaign/stops.ts'
import { lookAtOffers, waitlistTasks } from '../campaign/waitlist.ts'
import { writeBackTasks } from '../campaign/write-back.ts'
import type { Clock } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import type { Policy } from '../consent/index.ts'
import {
  type Flow,
  type LimitsDefinition,
  type Mailbox,
  NO_LIMITS,
  numbersOf,
  type QueueDefinition,
  type Secret,
} from '../flow/index.ts'
import { createHolidayCalendars, feedsOf, findingsOf } from '../holidays/holiday-calendars.ts'
import { createLimits } from '../limits/limits.ts'
import { openRates } from '../limits/rates.ts'
import type { AudioStorage } from '../mailbox/audio-storage.ts'
import { fileStorage } from '../mailbox/file-storage.ts'
import { keepAudio } from '../mailbox/keep-audio.ts'
import { mailboxTasks } from '../mailbox/mailbox-tasks.ts'
import { armRetention } from '../mailbox/retention.ts'
import { s3Storage } from '../mailbox/s3-storage.ts'
import { leadCall } from '../outbound/lead-call.ts'
import { createMailer } from '../outbound/mailer.ts'
import { messageTasks } from '../outbound/message-task.ts'
import { createMissedMessages } from '../outbound/missed-messages.ts'
import { createOutbound, type Outbound } from '../outbound/outbound.ts'
import { isE164 } from '../phone/e164.ts'
import { callBackHandler } from '../queue/call-back.ts'
import { createCallbackLeave } from '../queue/callback-leave.ts'
import { createMatcher } from '../queue/matcher.ts'
import { type DataFolder, openDataFolder, openStore, type Store } from '../store/index.ts'
import {
  type AudioCheck,
  addressesBelow,
  createAudioCheck,
  createFlowShelf,
  createMediaLinks,
  createWebhooks,
  type Log,
  webhookRoutes,
} from '../webhook/index.ts'
import { createQueueDesk } from '../webhook/queue-desk.ts'
import { createWorker, type TaskHandlers, type Worker } from '../work/worker.ts'
import { answerErrorsInOneShape } from './answer-errors.ts'
import { AppError, explain } from './app-error.ts'
import { campaignApi } from './campaign-api.ts'
import type { Config, Credentials } from './config.ts'
import { consoleApi, type SystemView } from './console-api.ts'
import { createConsoleGuard } from './console-guard.ts'
import { consolePage } from './console-page.ts'
import { mediaRoutes } from './media-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { slotApi } from './slot-api.ts'
import { findingsOfFlow, systemFindings } from './system-findings.ts'

export interface AppOptions {
  readonly config: Config
  readonly credentials: Credentials
  readonly flows: readonly Flow[]
  /** Mailboxes that are defined beside the flows; default none. */
  readonly mailboxes?: readonly Mailbox[]
  /** Queues that the flows lead into; default none. */
  readonly queues?: readonly QueueDefinition[]
  /** How many calls are let in, and where they may be led to; default: {@link NO_LIMITS}. */
  readonly limits?: LimitsDefinition | undefined
  /** Campaigns of reminders; default none. */
  readonly campaigns?: readonly CampaignDefinition[]
  /** What has to be true before somebody is reached; default strict. */
  readonly policy?: Policy | undefined
  readonly clock: Clock
  readonly log: Log
  readonly system: SystemView
  /** Values of the secrets that flows name. */
  readonly secrets: ReadonlyMap<string, string>
  /** Where to keep what outlives the process; default: what the configuration says. */
  readonly store?: Store
  readonly dataFolder?: DataFolder
  /** The built page; without one only the API is served. */
  readonly consoleFolder?: string | undefined
  /** From 0, below 1, for waits between tries; default the real one. */
  readonly random?: () => number
  /** Who does tasks besides the app itself, by kind. */
  readonly handlers?: TaskHandlers
  /** The same, for such as call and write. */
  readonly handlersWith?: (means: Means) => TaskHandlers
  /** More routes behind the page's guard: in development, those of the emulated network. */
  readonly more?: (server: FastifyInstance) => Promise<void>
}

/** What somebody needs who calls and writes. */
export interface Means {
  readonly outbound: Outbound
  /** Where the network reaches this app; undefined until it listens. */
  readonly publicUrl: () => string | undefined
}

export interface App {
  readonly server: FastifyInstance
  readonly store: Store
  /** What calls and writes, with leave only. */
  readonly outbound: Outbound
  /** Takes reminders in; call {@link Dispatcher.wake} of `dispatcher` after it. */
  readonly campaigns: CampaignDesk
  readonly dispatcher: Dispatcher
  /** Which recordings of prompts can be had. */
  readonly audioCheck: AudioCheck
  /** Begins to answer; resolves to the address on this machine. When it cannot, it closes and throws {@link AppError}. */
  listen(): Promise<string>
  /** Finishes what is being answered, then lets go of everything. */
  close(): Promise<void>
}

/**
 * Builds a phone system that does not listen yet. When it throws, it has let go of the data folder, a given one, too.
 *
 * @throws {AppError} `FLOW_HAS_ERRORS` for flows that must not answer calls
 * @throws {StoreError} when the data folder or the database cannot be used
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, credentials, flows, clock, log, handlersWith } = options
  const { mailboxes = [], queues = [], limits = NO_LIMITS, campaigns = [] } = options
  await refuseBroken(flows, mailboxes, queues, limits, campaigns, options.dataFolder)
  const folder = options.dataFolder ?? (await openDataFolder(config.dataDir))
  const store = options.store ?? (await openStoreIn(config, folder))
  const storage = storageFor(config, folder)
  const mailer = config.mail && createMailer(config.mail)
  const reveal = ({ secret }: Secret) => options.secrets.get(secret)
  const outbound = createOutbound({
    store,
    clock,
    random: options.random ?? Math.random,
    accountSid: credentials.accountSid,
    authToken: credentials.authToken,
    apiKey: config.apiKey,
    apiUrl: config.apiUrl,
    registered: config.registeredNumbers,
    dailySegments: config.dailySegments,
    policy: options.policy,
    missed: { read: (line) => missed.read(line) },
    ...(limits.outgoing?.atOnce !== undefined && {
      room: {
        take: ({ key, line, legs }) => gate.takeRoom({ key, line, holder: key, turn: 0, legs }),
        giveBack: (key) => gate.legsOver(key),
      },
    }),
  })
  const keeper = keepAudio({ recordings: store.recordings, storage, clock, log, client: outbound.client })
  // Where the network reaches us: as configured, else where this process listens, which is known once it does.
  let publicUrl = config.publicUrl
  let served = (): readonly Flow[] => flows
  const languageOf = (name: string) => served().find((flow) => flow.name === name)?.language ?? 'en-US'
  const calendars = createHolidayCalendars({
    store,
    clock,
    log,
    reveal,
    feeds: () => feedsOf(served(), mailboxes),
    onTask: () => worker.wake(),
  })
  const worker: Worker = createWorker({
    tasks: store.tasks,
    clock,
    log,
    handlers: {
      'queue-callback': callBackHandler({
        store,
        clock,
        outbound,
        addresses({ flow, step, entry, attempt, leg }) {
          const addresses = publicUrl === undefined ? undefined : addressesBelow(publicUrl)
          return (
            addresses && { url: addresses.callback(flow, step, entry, attempt, leg), statusUrl: addresses.status() }
          )
        },
        mayDial: (number, line) => gate.mayDial(number, line),
        countDialled: (number, line) => gate.countDialled(number, line),
        agentOf: createQueueDesk({ queues, store, clock, log, reveal }).agent,
        onFree: (queue) => matcher.wake(queue),
      }),
      ...mailboxTasks({
        store,
        mailboxes: new Map(mailboxes.map((mailbox) => [mailbox.name, mailbox])),
        storage,
        clock,
        reveal,
        mailer,
        pageUrl: config.publicUrl,
        client: outbound.client,
      }),
      ...calendars.handlers,
      ...writeBackTasks({ campaigns, store, clock, reveal, mailer, onTask: () => worker.wake() }),
      ...movedTasks({ campaigns, store, clock, onPlanned: () => dispatcher.wake() }),
      ...waitlistTasks({
        ...{ campaigns, store, outbound, clock, log, reveal, languageOf },
        addresses: () => (publicUrl === undefined ? undefined : addressesBelow(publicUrl)),
      }),
      ...stopTasks({ store, clock, onTask: () => worker.wake() }),
      ...messageTasks({
        outbound,
        clock,
        log,
        statusUrl: () => publicUrl && addressesBelow(publicUrl).messageStatus(),
      }),
      ...handlersWith?.({ outbound, publicUrl: () => publicUrl }),
      ...options.handlers,
    },
    // With a database that others share, one of them may have died over a task.
    lookEvery: config.databaseUrl === undefined ? undefined : seconds(15),
  })
  if (mailboxes.length > 0 && (await armRetention(store, clock))) worker.wake()
  const tokens = { current: credentials.authToken, previous: credentials.previousAuthToken }
  const links = createMediaLinks(tokens, clock)
  const matcher = createMatcher({
    queues,
    store,
    clock,
    log,
    onTask: worker.wake,
    async summon({ callSid, flow, step, turn }) {
      if (publicUrl === undefined) return
      const url = addressesBelow(publicUrl).step(flow, step, turn)
      await leadCall(outbound.client, callSid, url)
    },
  })
  const numbersIn = createNumbersIn()
  const secretNumbers = [...options.secrets.values()].filter(isE164)
  const rates = openRates(clock, config.databaseUrl)
  const gate = createLimits({
    definition: limits,
    rates,
    clock,
    log,
    reveal,
    callsOn: store.calls.countOn,
    legs: store.outgoingLegs,
    named: () => [...served().flatMap(numbersIn), ...secretNumbers],
  })
  const shelf = createFlowShelf({
    flows,
    store,
    clock,
    log,
    check: (flow, all) => findingsOfFlow(flow, all, { mailboxes, queues, limits }),
  })
  await shelf.load()
  served = () => [...shelf.flows.values()]
  if (await calendars.arm()) worker.wake()
  if (await armDigests({ campaigns, store, clock })) worker.wake()
  const slots = createSlotDesk({ campaigns, store, clock, log })
  const desk = createCampaignDesk({ campaigns, store, clock, languageOf, onTask: worker.wake, slots })
  const dispatcher = createDispatcher({
    campaigns,
    store,
    outbound,
    clock,
    log,
    reveal,
    addresses: () => (publicUrl === undefined ? undefined : addressesBelow(publicUrl)),
    onTask: worker.wake,
    lookEvery: config.databaseUrl === undefined ? undefined : seconds(15),
  })
  /** What has reached nobody is offered on, at once. */
  async function lookAtOffersNow(): Promise<void> {
    const release = clock.hold('looking at offers')
    try {
      if (await lookAtOffers(campaigns, store, clock)) worker.wake()
    } catch (error) {
      log.error({ err: error }, 'offers could not be looked at; they are when their time is over')
    } finally {
      release()
    }
  }
  const audioCheck = createAudioCheck({ clock, log })
  const missed = createMissedMessages({
    ...{ client: outbound.client, contacts: store.contacts, clock, log },
    take: ({ at, ...message }) => webhooks.takeMissedMessage({ ...message, optOutType: undefined }, at),
  })
  const webhooks = createWebhooks({
    brief: desk.brief,
    readReply: desk.readReply,
    onOutbound() {
      dispatcher.wake()
      if (campaigns.some(({ waitlist }) => waitlist !== undefined)) void lookAtOffersNow()
    },
    ...(campaigns.length > 0 && { onCallOver: (callSid: string) => store.slots.release({ heldIn: callSid }) }),
    takeReport: outbound.takeReport,
    limits: { definition: limits, gate },
    queues,
    flows,
    mailboxes,
    shelf,
    store,
    clock,
    log,
    tokens,
    links,
    answerers: {
      'callback-leave': createCallbackLeave(outbound),
      holidays: calendars.find,
      reminder: desk.findReminder,
      slots: slots.findSlots,
      slot: slots.findSlot,
      'slot-offer': slots.findOffer,
    },
    publicUrl: config.publicUrl,
    isTrustedProxy: config.isTrustedProxy,
    isPlayable: audioCheck.isPlayable,
    reveal,
    onRecording: keeper.wake,
    onTask: worker.wake,
    onQueue: matcher.wake,
  })
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    // Somebody who sends a request byte by byte holds a connection, and a closing, no longer than this.
    requestTimeout: 20_000,
    routerOptions: { maxParamLength: 200 },
  })
  drainWhenClosing(server)
  await server.register(webhookRoutes(webhooks))
  await server.register(mediaRoutes(links, storage, log))
  await server.register(operatorRoutes(store))
  await server.register(async (guarded) => {
    guarded.addHook('onRequest', createConsoleGuard(config.adminPassword, clock).check)
    await guarded.register(
      consolePage({ folder: options.consoleFolder }, async (page) => {
        await page.register(
          consoleApi({
            ...options,
            shelf,
            mailboxes,
            store,
            storage,
            onTask: worker.wake,
            onQueue: () => matcher.wake(),
            moreFindings: async () => findingsOf(await calendars.unread(), served(), mailboxes),
          }),
        )
        answerErrorsInOneShape(page, log)
        slotApi(page, { campaigns, store, clock, onTask: worker.wake })
        campaignApi(page, { campaigns, desk, store, clock, wake: dispatcher.wake, onTask: worker.wake })
        await options.more?.(page)
      }),
    )
  })

  async function close(): Promise<void> {
    await server.close()
    await keeper.stop()
    await worker.stop()
    await dispatcher.stop()
    mailer?.close()
    await matcher.stop()
    await rates.close()
    await store.close()
    await folder.release()
  }

  return {
    server,
    store,
    outbound,
    campaigns: desk,
    dispatcher,
    audioCheck,
    async listen() {
      try {
        const listening = await server.listen({ host: config.host, port: config.port })
        publicUrl ??= listening
        dispatcher.wake()
        await writeFallbacks(folder.path, webhooks.fallbacks())
        return listening
      } catch (error) {
        // Nobody will close what never ran, and an open database would keep the process alive.
        await close()
        throw explain(error, config)
      }
    },
    close,
  }
}

/**
 * What is being answered when the app closes is answered to its end; then every connection is dropped. Kept alive, one
 * would hold the closing up for as long as the other side likes. Live feeds have no end and are not waited for.
 */
function drainWhenClosing(server: FastifyInstance): void {
  let underWay = 0
  let whenDrained: (() => void) | undefined
  server.addHook('onRequest', async (request, reply) => {
    if (request.headers.upgrade !== undefined) return
    underWay++
    // Comes after the answer and also when the other side went away before it.
    reply.raw.once('close', () => {
      if (--underWay === 0) whenDrained?.()
    })
  })
  server.addHook('preClose', async () => {
    if (underWay > 0) await new Promise<void>((resolve) => (whenDrained = resolve))
  })
}

/** The numbers that stand in a flow; those of a flow that was looked at before are known. */
function createNumbersIn(): (flow: Flow) => readonly string[] {
  const known = new WeakMap<Flow, readonly string[]>()
  return (flow) => {
    const numbers = known.get(flow) ?? numbersOf(flow)
    known.set(flow, numbers)
    return numbers
  }
}

/** Audio goes into the S3 store when there is one, else into the data folder. */
const storageFor = ({ s3 }: Config, folder: DataFolder): AudioStorage =>
  s3 === undefined ? fileStorage(folder.recordings) : s3Storage(s3, folder.recordings)

async function refuseBroken(
  flows: readonly Flow[],
  mailboxes: readonly Mailbox[],
  queues: readonly QueueDefinition[],
  limits: LimitsDefinition,
  campaigns: readonly CampaignDefinition[],
  dataFolder: DataFolder | undefined,
): Promise<void> {
  const findings = [...systemFindings(flows, { mailboxes, queues, limits }), ...checkCampaigns(campaigns, flows)]
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  await dataFolder?.release()
  const list = errors.map(({ at, message, help }) => `  - ${at}: ${message} ${help}`).join('\n')
  throw new AppError('FLOW_HAS_ERRORS', `These flows would fail their callers:\n${list}`)
}

async function openStoreIn(config: Config, folder: DataFolder): Promise<Store> {
  try {
    return await openStore(
      config.databaseUrl === undefined
        ? { kind: 'pglite', folder: folder.database }
        : { kind: 'postgres', url: config.databaseUrl },
    )
  } catch (error) {
    await folder.release()
    throw error
  }
}

/** The documents for Twilio's fallback URL as files, so that they can be served from elsewhere, too. */
async function writeFallbacks(folder: string, fallbacks: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(join(folder, 'fallback'), { recursive: true })
  for (const [flow, document] of fallbacks) await writeFile(join(folder, 'fallback', `${flow}.xml`), document)
}
