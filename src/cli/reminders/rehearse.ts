/**
 * `hookswitch reminders rehearse`: a whole campaign on the emulated network, in virtual time: days go by in seconds, everybody
 * answers as the lot has it, and nothing leaves this machine or is kept.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createApp } from '../../app/app.ts'
import { AppError } from '../../app/app-error.ts'
import { readConfig } from '../../app/config.ts'
import { type CampaignDefinition, lengthOf } from '../../campaign/define.ts'
import { operateCampaign } from '../../campaign/operate.ts'
import { hours, seconds } from '../../clock/duration.ts'
import { systemClock } from '../../clock/system-clock.ts'
import { createVirtualClock, type VirtualClock } from '../../clock/virtual-clock.ts'
import { type Exchange, type PartyBehaviour, serveExchange } from '../../exchange/index.ts'
import { isSecret, secretNeeds } from '../../flow/index.ts'
import { createSid } from '../../phone/sid.ts'
import { openDataFolder, openStore } from '../../store/index.ts'
import { lineAddresses } from '../../webhook/index.ts'
import { fictional } from '../fictional.ts'
import type { LoadedFlows } from '../load-flows.ts'
import { version } from '../version.ts'
import { campaignOf, rowsOf } from './appointments.ts'
import type { RemindersOptions } from './reminders.ts'
import { outcomesCsv, outcomesTable, planTable, reportLines, summaryLines } from './tables.ts'

/** A rehearsal goes on for so long after it began, in virtual time. */
const LONGEST = hours(24 * 15)
const MOST_SHOWN = 50

/** What people do when they are called, in hundredths; what they press once they have heard the choices. */
const LOTS: readonly (readonly [share: number, behaviour: PartyBehaviour, keys: readonly string[]])[] = [
  [40, { kind: 'answers' }, ['1']],
  [8, { kind: 'answers' }, ['2']],
  [5, { kind: 'answers' }, ['3', '1']],
  [2, { kind: 'answers' }, ['4']],
  [3, { kind: 'answers' }, ['8']],
  [7, { kind: 'answers' }, []],
  [15, { kind: 'machine' }, []],
  [8, { kind: 'busy' }, []],
  [12, { kind: 'no-answer' }, []],
]

/**
 * Rehearses a campaign with the appointments of a file.
 *
 * @throws {AppError} for a file that cannot be read, or a moment that is none
 */
export async function rehearse(system: LoadedFlows, file: string, options: RemindersOptions): Promise<number> {
  const campaign = campaignOf(system, options.campaign)
  const startsAt = options.at === undefined ? await momentFor(campaign, file, options) : momentOf(options.at)
  const clock = createVirtualClock({ startsAt })
  const world = await startWorld(system, campaign, clock)
  try {
    const { rows } = await rowsOf(file, campaign.name, options, clock.now())
    const consent = { source: 'rehearsal', wording: 'Everybody has agreed, for the rehearsal.' }
    const report = await world.operations.bring(rows, { consent })
    for (const line of reportLines(report, true).slice(0, -1)) print(`${line}\n`)
    const people = await world.operations.people()
    givePartsTo(world.exchange, people, Number(options.seed ?? 1))
    if (Math.abs(startsAt - systemClock.now()) > hours(1)) print(`\nThe rehearsal begins on ${dayOf(startsAt)}.\n`)
    print(`\nThe plan, for the first of them:\n`)
    for (const line of planTable(people.slice(0, 5))) print(`  ${line}\n`)
    await passTime(clock, Math.max(0, ...people.map(({ appointmentAt }) => appointmentAt)))
    const after = await world.operations.people()
    print(`\nWhat came of it, in virtual time:\n`)
    for (const line of outcomesTable(after.slice(0, MOST_SHOWN))) print(`  ${line}\n`)
    print('\n')
    for (const line of summaryLines(after)) print(`${line}\n`)
    if (options.csv !== undefined) {
      await writeFile(options.csv, outcomesCsv(after))
      print(`\nAll ${after.length} are in ${options.csv}.\n`)
    }
    return report.unusable > 0 ? 1 : 0
  } finally {
    await world.close()
  }
}

function momentOf(text: string): number {
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  throw new AppError('ARGUMENTS_WRONG', `--at takes a moment such as 2026-12-01T09:00-05:00, not "${text}".`)
}

/** Now, when that is among the days on which these people are reminded; else shortly before the first of those days. */
async function momentFor(campaign: CampaignDefinition, file: string, options: RemindersOptions): Promise<number> {
  const { rows } = await rowsOf(file, campaign.name, options, 0)
  let [first, last] = [Infinity, 0]
  for await (const row of rows) {
    if (row.kind !== 'reminder') continue
    first = Math.min(first, row.reminder.appointmentAt)
    last = Math.max(last, row.reminder.appointmentAt)
  }
  const begins = first - Math.max(...campaign.offsets.map(({ before }) => lengthOf(before))) - hours(1)
  const now = systemClock.now()
  return first === Infinity || (begins <= now && now <= last) ? now : begins
}

async function startWorld(system: LoadedFlows, campaign: CampaignDefinition, clock: VirtualClock) {
  const authToken = 'rehearsal'
  const accountSid = createSid('AC')
  const config = readConfig({ PORT: '0' }, 'development', [])
  const { flows, mailboxes, queues, campaigns, limits } = system
  const others = [...queues, ...campaigns, ...(limits === undefined ? [] : [limits])]
  const needs = secretNeeds(flows, mailboxes, others)
  const secrets = new Map(needs.map(({ name, kind }, index) => [name, kind === 'pin' ? '1234' : fictional(index)]))
  const network = await serveExchange({ accountSid, authToken, clock, seed: 1, verifiedNumbers: [...secrets.values()] })
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-rehearsal-'))
  const store = await openStore({ kind: 'given', pglite: await PGlite.create({ parsers: { 20: Number } }) })
  const from = isSecret(campaign.from) ? (secrets.get(campaign.from.secret) ?? fictional(99)) : campaign.from
  const app = await createApp({
    ...system,
    config: { ...config, dataDir, apiUrl: network.origin, registeredNumbers: new Set([from]) },
    credentials: { accountSid, authToken },
    // A rehearsal tells nobody.
    campaigns: [{ ...campaign, writeBack: undefined }],
    clock,
    log: SILENT,
    secrets,
    system: {
      ...{ name: 'Hookswitch', version, mode: 'development', hasExchange: true },
      ...{ lines: [], callees: [], callerNumber: '' },
    },
    store,
    dataFolder: await openDataFolder(dataDir),
  })
  const { voice, fallback, status, messages } = lineAddresses(await app.listen(), campaign.flow)
  const urls = { voiceUrl: voice, fallbackUrl: fallback, statusCallback: status, messageUrl: messages }
  network.exchange.addLine({ number: from, name: campaign.name, ...urls, isRegisteredForA2p: true })
  const operations = operateCampaign({
    campaign,
    store,
    clock,
    policy: system.policy,
    registered: new Set([from]),
    reveal: ({ secret }) => secrets.get(secret),
    wake: app.dispatcher.wake,
  })
  return {
    exchange: network.exchange,
    operations,
    async close() {
      await network.exchange.close()
      await app.close()
      await network.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const dayOf = (at: number): string => new Date(at).toLocaleDateString('en', { dateStyle: 'full', timeZone: 'UTC' })

const SILENT = { info() {}, warn() {}, error() {} }

/** Everybody gets a lot; whoever presses keys does so a moment after he has heard choices. */
function givePartsTo(exchange: Exchange, people: readonly { readonly number: string }[], seed: number): void {
  const keys = new Map<string, string[]>()
  for (const { number } of people) {
    const lot = lotOf(number, seed)
    exchange.setParty(number, lot.behaviour)
    keys.set(number, [...lot.keys])
  }
  exchange.journal.subscribe((event) => {
    if (event.kind !== 'prompt-ended' || event.callSid === undefined) return
    const call = exchange.calls.find(({ callSid }) => callSid === event.callSid)
    const heard = exchange.journal.events.findLast(
      (one) => one.kind === 'prompt-started' && one.callSid === event.callSid,
    )
    const isChoice =
      heard?.kind === 'prompt-started' && heard.prompt.kind === 'speech' && /press/.test(heard.prompt.text)
    const key = isChoice ? keys.get(call?.snapshot().to ?? '')?.shift() : undefined
    // Not in the middle of what the network is doing at this moment.
    if (key !== undefined) queueMicrotask(() => call?.press(key))
  })
}

function lotOf(number: string, seed: number) {
  let state = seed >>> 0
  for (const character of number) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  let left = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0) % 100
  for (const [share, behaviour, keys] of LOTS) {
    if (left < share) return { behaviour, keys }
    left -= share
  }
  return { behaviour: { kind: 'rings' } as const, keys: [] }
}

/** Until the last appointment is over and nothing is under way. */
async function passTime(clock: VirtualClock, last: number): Promise<void> {
  const end = Math.min(last + hours(1), clock.now() + LONGEST)
  while (clock.now() < end) {
    await clock.settle()
    const next = clock.nextTimerAt
    if (next === undefined) break
    await clock.advance(Math.max(seconds(1), Math.min(next, end) - clock.now()))
  }
}

const print = (text: string): void => void process.stdout.write(text)
