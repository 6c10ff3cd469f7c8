/**
 * The page's API about campaigns: whether they run, whom they remind, and what came of it.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { CampaignDesk } from '../campaign/campaigns.ts'
import type { CampaignDefinition } from '../campaign/define.ts'
import { metricsOf } from '../campaign/metrics.ts'
import type { ImportedConsent } from '../campaign/operate.ts'
import { outcomesCalendar } from '../campaign/outcomes-calendar.ts'
import { type Taken, takeAppointments } from '../campaign/take-appointments.ts'
import type { Clock } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import type { Outcome } from '../flow/index.ts'
import { isE164 } from '../phone/e164.ts'
import { isZone } from '../phone/zones.ts'
import type {
  Attempt,
  CampaignState,
  NewReminder,
  OutcomeKept,
  Reminder,
  ReminderPlace,
  Store,
} from '../store/index.ts'
import * as shapes from './campaign-shapes.ts'

export interface CampaignApiOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly desk: CampaignDesk
  readonly store: Store
  readonly clock: Clock
  /** Called when there may be something to do. */
  readonly wake: () => void
  /** Called when there is something to tell of an outcome. */
  readonly onTask: () => void
}

const MOST = 200
const MOST_BYTES = 4 * 1024 * 1024

/** One, several, or several with how they have agreed. */
type Appointments =
  | readonly unknown[]
  | { readonly appointments: readonly unknown[]; readonly consent?: ImportedConsent }
  | Readonly<Record<string, unknown>>

interface Named {
  Params: { campaign: string }
}

/** The routes about campaigns. */
export function campaignApi(server: FastifyInstance, options: CampaignApiOptions): void {
  const { campaigns, store, clock, wake } = options
  const isThere = ({ campaign }: Named['Params']) => campaigns.some(({ name }) => name === campaign)

  server.get('/api/campaigns', { schema: shapes.getCampaigns }, async () => ({
    campaigns: await Promise.all(
      campaigns.map(async ({ name, flow }) => {
        const { state, reason, spent } = await store.campaigns.find(name)
        const { underWay } = await store.campaignWork.agenda(name, clock.now())
        return { name, flow, state, reason, spent: spent / 1000, underWay }
      }),
    ),
  }))

  server.put<Named & { Body: { state: CampaignState; reason?: string } }>(
    '/api/campaigns/:campaign/state',
    { schema: shapes.putState },
    async ({ params, body }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const isSet = await store.campaigns.set(params.campaign, body.state, body.reason ?? null, clock.now())
      if (!isSet) return stopped(reply)
      wake()
      return reply.code(204).send()
    },
  )
  server.get<Named & { Querystring: { from?: number; to?: number } }>(
    '/api/campaigns/:campaign/metrics',
    { schema: shapes.getMetrics },
    async ({ params, query: { from = 0, to = Number.MAX_SAFE_INTEGER } }, reply) => {
      const campaign = campaigns.find(({ name }) => name === params.campaign)
      if (campaign === undefined) return noCampaign(reply)
      return metricsOf(campaign, await store.reminderFigures.of(campaign.name, from, to))
    },
  )
  server.get<Named>(
    '/api/campaigns/:campaign/outcomes.ics',
    { schema: shapes.getOutcomesCalendar },
    async ({ params }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const now = clock.now()
      const text = await outcomesCalendar({ campaign: params.campaign, store, now, from: now - hours(24 * 30) })
      return reply.type('text/calendar; charset=utf-8').send(text)
    },
  )
  reminderRoutes(server, options, isThere)
}

function reminderRoutes(
  server: FastifyInstance,
  { desk, store, clock, wake, onTask }: CampaignApiOptions,
  isThere: (params: Named['Params']) => boolean,
): void {
  const { reminders } = store
  server.get<Named & { Querystring: { after?: string; limit?: number; from?: number; outcome?: string } }>(
    '/api/campaigns/:campaign/reminders',
    { schema: shapes.getReminders },
    async ({ params, query }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const { limit = MOST, from = 0, outcome: wanted } = query
      const after = query.after === undefined ? undefined : placeIn(query.after)
      // What is no outcome is found nowhere.
      const outcome = wanted === 'none' ? null : (wanted as Outcome | undefined)
      const found = await reminders.list({ campaign: params.campaign, limit: limit + 1, after, from, outcome })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const next = found.length > limit && last !== undefined ? textOfPlace(last) : null
      return { reminders: page.map(viewOf), next }
    },
  )

  server.put<Named & { Body: Omit<NewReminder, 'campaign'> }>(
    '/api/campaigns/:campaign/reminders',
    { schema: shapes.putReminder },
    async ({ params, body }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const unusable = mistakeIn(body)
      if (unusable !== undefined) return reply.code(400).send(problem('REMINDER_UNUSABLE', ...unusable))
      const { language = null, zone = null, data = {} } = body
      const { id, change } = await desk.put({ ...body, language, zone, data, campaign: params.campaign })
      wake()
      return { id, change }
    },
  )

  server.post<Named & { Body: Appointments; Querystring: { region?: string; zone?: string } }>(
    '/api/campaigns/:campaign/appointments',
    { schema: shapes.postAppointments, bodyLimit: MOST_BYTES },
    async ({ params, body, query: { region = 'US', zone = 'UTC' } }, reply) => {
      if (!isThere(params)) return noCampaign(reply)
      const { appointments, consent } = severalOf(body)
      if (!isZone(zone)) {
        return reply
          .code(400)
          .send(problem('ZONE_UNKNOWN', 'The zone does not exist.', 'Use an IANA name, such as America/New_York.'))
      }
      const { campaign } = params
      const taken = await takeAppointments(appointments, { desk, store, clock, campaign, region, zone, consent })
      wake()
      const count = (result: Taken['result']) => taken.filter((one) => one.result === result).length
      return {
        added: count('new'),
        changed: count('changed'),
        same: count('same'),
        withdrawn: count('withdrawn'),
        unusable: count('unusable'),
        appointments: taken,
      }
    },
  )

  server.post<Named & { Body: { externalId: string } }>(
    '/api/campaigns/:campaign/reminders/withdraw',
    { schema: shapes.postWithdraw },
    async ({ params, body }, reply) => {
      const isWithdrawn = await desk.withdraw(params.campaign, body.externalId)
      return isWithdrawn ? reply.code(204).send() : noReminder(reply)
    },
  )

  server.put<Named & { Body: { externalId: string; hasCome: boolean } }>(
    '/api/campaigns/:campaign/reminders/attendance',
    { schema: shapes.putAttendance },
    async ({ params, body }, reply) => {
      const isKept = await reminders.attend(params.campaign, body.externalId, body.hasCome)
      return isKept ? reply.code(204).send() : noReminder(reply)
    },
  )

  server.get<{ Params: { campaign: string; id: string } }>(
    '/api/campaigns/:campaign/reminders/:id',
    { schema: shapes.getReminder },
    async ({ params }, reply) => {
      const reminder = await reminders.find(params.id)
      if (reminder?.campaign !== params.campaign) return noReminder(reply)
      const [attempts, outcomes] = await Promise.all([reminders.attemptsOf(params.id), reminders.outcomes(params.id)])
      return {
        reminder: viewOf(reminder),
        attempts: attempts.map(viewOfAttempt),
        outcomes: outcomes.map(viewOfOutcome),
      }
    },
  )

  server.post<{ Params: { campaign: string; id: string }; Body: { outcome: Outcome; by: string; detail?: string } }>(
    '/api/campaigns/:campaign/reminders/:id/outcomes',
    { schema: shapes.postOutcome },
    async ({ params, body }, reply) => {
      const reminder = await reminders.find(params.id)
      if (reminder?.campaign !== params.campaign) return noReminder(reply)
      const { outcome, by, detail = null } = body
      const learnt = { reminderId: params.id, attemptId: null, outcome, source: by, detail }
      await reminders.learn({ ...learnt, at: clock.now() })
      onTask()
      return reply.code(204).send()
    },
  )
}

function severalOf(body: Appointments): { appointments: readonly unknown[]; consent?: ImportedConsent | undefined } {
  if (isList(body)) return { appointments: body }
  return hasSeveral(body) ? body : { appointments: [body] }
}

const isList = (body: Appointments): body is readonly unknown[] => Array.isArray(body)
const hasSeveral = (body: Appointments): body is Extract<Appointments, { appointments: unknown }> =>
  'appointments' in body

/** What cannot be in a reminder, and what to do about it. */
function mistakeIn({
  number,
  zone,
  appointmentZone,
}: Omit<NewReminder, 'campaign'>): readonly [string, string] | undefined {
  if (!isE164(number)) return ['The number is no phone number in international form.', 'Write + and country code.']
  const zones = [appointmentZone, ...(zone == null ? [] : [zone])]
  if (!zones.every(isZone)) return ['A zone does not exist.', 'Use an IANA name, such as America/New_York.']
  return undefined
}

function viewOf(reminder: Reminder) {
  const { campaign: _campaign, createdAt: _created, updatedAt: _updated, ...view } = reminder
  return view
}

function viewOfAttempt({ id, channel, offset, tries, dueAt, notAfter, state, outcome, reason, endedAt }: Attempt) {
  return { id, channel, offset, tries, dueAt, notAfter, state, outcome, reason, endedAt }
}

function viewOfOutcome({ attemptId, outcome, at, source, detail }: OutcomeKept) {
  return { attemptId, outcome, at, source, detail }
}

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
const noCampaign = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(problem('CAMPAIGN_UNKNOWN', 'There is no such campaign.', 'Export one made with defineCampaign().'))
const noReminder = (reply: FastifyReply) =>
  reply.code(404).send(problem('REMINDER_UNKNOWN', 'There is no such reminder.', 'Load the list again.'))
const stopped = (reply: FastifyReply) =>
  reply
    .code(409)
    .send(problem('CAMPAIGN_STOPPED', 'This campaign was stopped for good.', 'Give a new one another name.'))

/** A place in the list of reminders, as pages name it. */
const textOfPlace = ({ appointmentAt, id }: ReminderPlace): string => `${appointmentAt}.${id}`

/** The place that a text names, whose form the schema has checked. */
function placeIn(text: string): ReminderPlace {
  const [appointmentAt, id = ''] = text.split('.')
  return { appointmentAt: Number(appointmentAt), id }
}
