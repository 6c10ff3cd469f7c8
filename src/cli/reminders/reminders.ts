/**
 * `hookswitch reminders`: appointments in, the plan before anything happens, pausing and going on, and what came of it.
 *
 * It works on the database itself: on PostgreSQL beside a running `serve`, which makes the attempts; an embedded database is
 * open to one process at a time.
 */
import { writeFile } from 'node:fs/promises'
import { AppError } from '../../app/app-error.ts'
import { type Environment, readConfig } from '../../app/config.ts'
import type { CampaignDefinition } from '../../campaign/define.ts'
import { metricsOf } from '../../campaign/metrics.ts'
import { type CampaignOperations, operateCampaign } from '../../campaign/operate.ts'
import { outcomesCalendar } from '../../campaign/outcomes-calendar.ts'
import { systemClock } from '../../clock/system-clock.ts'
import type { Store } from '../../store/index.ts'
import { type LoadedFlows, loadFlows } from '../load-flows.ts'
import { withStore } from '../with-store.ts'
import { campaignOf, rowsOf } from './appointments.ts'
import { metricsTable } from './metrics-table.ts'
import { outcomesCsv, outcomesTable, planTable, reportLines, summaryLines } from './tables.ts'
import { waitlistTable } from './waitlist-table.ts'

/** What the command line says besides action and file. */
export interface RemindersOptions {
  readonly campaign?: string | undefined
  /** The file that exports the campaign; default as everywhere. */
  readonly system?: string | undefined
  readonly region?: string | undefined
  readonly zone?: string | undefined
  readonly map?: readonly string[] | undefined
  readonly consent?: string | undefined
  readonly csv?: string | undefined
  readonly ics?: string | undefined
  readonly seed?: string | undefined
  readonly at?: string | undefined
  readonly 'dry-run': boolean
  readonly json: boolean
}

const USAGE =
  'Say hookswitch reminders import FILE, plan, outcomes, metrics, waitlist, pause, resume, stop, or rehearse FILE. See hookswitch --help.'
/** So many people are shown; the CSV file has all. */
const MOST_SHOWN = 200

/** Does one thing; the exit code is 1 when rows of an import could not be used. */
export async function reminders(
  [action, file]: readonly (string | undefined)[],
  options: RemindersOptions,
  environment: Environment,
): Promise<number> {
  const system = await loadFlows(options.system)
  switch (action) {
    case 'import':
      if (file === undefined) throw new AppError('ARGUMENTS_WRONG', USAGE)
      return withCampaign(system, options, environment, (campaign) => bring(campaign, file, options))
    case 'plan':
      return withCampaign(system, options, environment, (campaign) => showPlan(campaign, options))
    case 'outcomes':
      return withCampaign(system, options, environment, (campaign) => showOutcomes(campaign, options))
    case 'metrics':
      return withCampaign(system, options, environment, (campaign) => showMetrics(campaign, options))
    case 'waitlist':
      return withCampaign(system, options, environment, (campaign) => showWaitlist(campaign, options))
    case 'pause':
    case 'resume':
    case 'stop':
      return withCampaign(system, options, environment, (campaign) => change(campaign, action))
    case 'rehearse':
      if (file === undefined) throw new AppError('ARGUMENTS_WRONG', USAGE)
      return (await import('./rehearse.ts')).rehearse(system, file, options)
    default:
      throw new AppError('ARGUMENTS_WRONG', USAGE)
  }
}

interface OpenCampaign {
  readonly name: string
  readonly definition: CampaignDefinition
  readonly store: Store
  readonly operations: CampaignOperations
}

async function withCampaign(
  system: LoadedFlows,
  options: RemindersOptions,
  environment: Environment,
  use: (campaign: OpenCampaign) => Promise<number>,
): Promise<number> {
  const campaign = campaignOf(system, options.campaign)
  const config = readConfig(environment, 'development', system.flows, [], [campaign])
  return withStore(config, (store) => {
    const reveal = ({ secret }: { readonly secret: string }) => config.secrets.get(secret)
    const operations = operateCampaign({
      campaign,
      store,
      clock: systemClock,
      policy: system.policy,
      registered: config.registeredNumbers,
      reveal,
      wake() {},
    })
    return use({ name: campaign.name, definition: campaign, store, operations })
  })
}

async function bring({ name, operations }: OpenCampaign, file: string, options: RemindersOptions): Promise<number> {
  const { rows, progress } = await rowsOf(file, name, options, systemClock.now())
  const consent = consentOf(options.consent)
  const report = await operations.bring(rows, { isDryRun: options['dry-run'], consent, onProgress: progress.show })
  progress.end()
  if (options.json) print(`${JSON.stringify(report, null, 2)}\n`)
  else for (const line of reportLines(report, consent !== undefined)) print(`${line}\n`)
  return report.unusable > 0 ? 1 : 0
}

/** `intake form: You may call and text me about my appointments.` */
function consentOf(text: string | undefined) {
  if (text === undefined) return undefined
  const [, source, wording] = /^([^:]+):\s*(.+)$/.exec(text) ?? []
  if (source === undefined || wording === undefined) {
    throw new AppError(
      'ARGUMENTS_WRONG',
      '--consent takes where it was given and its words: --consent "intake form: You may call me about my appointments."',
    )
  }
  return { source, wording }
}

async function showPlan({ operations }: OpenCampaign, { json }: RemindersOptions): Promise<number> {
  const people = await operations.people(MOST_SHOWN)
  if (json) print(`${JSON.stringify({ people }, null, 2)}\n`)
  else for (const line of planTable(people)) print(`${line}\n`)
  return 0
}

async function showOutcomes(
  { name, store, operations }: OpenCampaign,
  { json, csv, ics }: RemindersOptions,
): Promise<number> {
  const people = await operations.people()
  if (csv !== undefined) await writeFile(csv, outcomesCsv(people))
  if (ics !== undefined) await writeFile(ics, await outcomesCalendar({ campaign: name, store, now: systemClock.now() }))
  if (json) print(`${JSON.stringify({ people }, null, 2)}\n`)
  else
    for (const line of [...outcomesTable(people.slice(0, MOST_SHOWN)), '', ...summaryLines(people)]) print(`${line}\n`)
  for (const file of [csv, ics]) if (file !== undefined && !json) print(`All ${people.length} are in ${file}.\n`)
  return 0
}

async function showMetrics({ name, definition, store }: OpenCampaign, { json }: RemindersOptions): Promise<number> {
  const figures = await store.reminderFigures.of(name, 0, Number.MAX_SAFE_INTEGER)
  const metrics = metricsOf(definition, figures)
  if (json) print(`${JSON.stringify(metrics, null, 2)}\n`)
  else for (const line of metricsTable(metrics)) print(`${line}\n`)
  return 0
}

async function showWaitlist({ name, store }: OpenCampaign, { json }: RemindersOptions): Promise<number> {
  const [people, offers] = [await store.waitlist.list(name, MOST_SHOWN), await store.waitlist.offers(name, MOST_SHOWN)]
  const slots = await store.slots.list({ campaign: name, now: systemClock.now(), limit: MOST_SHOWN })
  if (json) print(`${JSON.stringify({ people, offers, slots }, null, 2)}\n`)
  else for (const line of waitlistTable(people, slots)) print(`${line}\n`)
  return 0
}

const STATES = { pause: 'paused', resume: 'running', stop: 'stopped' } as const

async function change({ name, store }: OpenCampaign, action: keyof typeof STATES): Promise<number> {
  const isDone = await store.campaigns.set(name, STATES[action], 'by hand', systemClock.now())
  print(isDone ? `The campaign "${name}" is ${STATES[action]}.\n` : `The campaign "${name}" was stopped for good.\n`)
  return isDone ? 0 : 1
}

const print = (text: string): void => void process.stdout.write(text)
