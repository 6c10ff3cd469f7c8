/** For tests of free times: a clinic whose call offers them, and people who ring and press keys. */
import { Readable } from 'node:stream'
import { csvReminders } from '../../src/campaign/import/csv-reminders.ts'
import { icsReminders } from '../../src/campaign/import/ics-reminders.ts'
import type { Imported } from '../../src/campaign/import/imported.ts'
import { type CampaignDefinition, type CampaignOptions, defineCampaign } from '../../src/campaign/index.ts'
import { operateCampaign } from '../../src/campaign/operate.ts'
import { seconds } from '../../src/clock/duration.ts'
import {
  branch,
  defineFlow,
  earlierSlot,
  findReminder,
  fromData,
  hangUp,
  joinWaitlist,
  leaveWaitlist,
  menu,
  offerSlots,
  outcome,
  sentence,
  spoken,
} from '../../src/flow/index.ts'
import { ask } from './ask.ts'
import { type CampaignWorldOptions, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

const day = spoken.words(fromData('reminder.day'))
const time = spoken.words(fromData('reminder.time'))

/** Says nothing before the choices, so that a key is heard at once. */
const clinicCall = defineFlow('clinic-call', {
  start: 'who',
  steps: {
    who: findReminder({ found: 'machine', none: 'nothing' }),
    machine: branch({
      cases: [{ when: { data: 'answeredBy', is: 'machine' }, then: 'voicemail' }],
      otherwise: 'earlier',
    }),
    voicemail: hangUp('Please call us back.'),
    earlier: earlierSlot({ taken: 'moved', kept: 'asking', none: 'asking' }),
    asking: menu({
      greeting: sentence`Your appointment is on ${day} at ${time}.`,
      choices: {
        1: { label: 'to confirm', then: 'confirmed' },
        2: { label: 'another time', then: 'times' },
        3: { label: 'to cancel', then: 'cancelled' },
        4: { label: 'to come earlier', then: 'waits' },
        5: { label: 'to wait no longer', then: 'waits-not' },
      },
      otherwise: 'goodbye',
    }),
    times: offerSlots({ taken: 'moved', none: 'no-times', declined: 'we-call' }),
    moved: hangUp(sentence`Your appointment is now on ${day} at ${time}.`),
    'no-times': hangUp('No time is free.'),
    'we-call': hangUp('We will call you.'),
    confirmed: outcome('confirmed', { then: 'goodbye' }),
    cancelled: outcome('cancelled', { then: 'goodbye' }),
    waits: joinWaitlist({ then: 'goodbye' }),
    'waits-not': leaveWaitlist({ then: 'goodbye' }),
    nothing: hangUp('We have no appointment for you.'),
    goodbye: hangUp('Goodbye.'),
  },
})

export const clinic = (options: Partial<CampaignOptions> = {}) =>
  defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [{ before: '1h', channel: 'call' }],
    slots: {},
    ...options,
  })

export const ZONE = 'America/New_York'
/** Wednesday, 10:00 and later, in Washington. */
export const WEDNESDAY = MONDAY + 48 * HOUR

export async function startClinic(options: Partial<CampaignOptions> = {}, world: CampaignWorldOptions = {}) {
  const started = await startCampaign(clinic(options), { flow: clinicCall, ...world })
  const { clock, exchange } = started
  return Object.assign(started, {
    /** Times by the hour from Wednesday at ten. */
    async putSlots(hours: readonly number[], isFreed = false) {
      const slots = hours.map((hour) => ({ at: WEDNESDAY + hour * HOUR, zone: ZONE }))
      return ask(started, 'PUT', '/api/campaigns/clinic/slots', { slots, isFreed })
    },
    /** Rings the clinic and hears the choices out. */
    async rings(from: string) {
      const call = exchange.placeCall({ from, to: LINE })
      await clock.advance(seconds(1))
      return call
    },
    /** A key, and what is said then. */
    async presses(call: { press(keys: string): void }, keys: string) {
      call.press(keys)
      await clock.advance(seconds(1))
    },
    /** All words that callers were given, heard out or not. */
    heard: () =>
      exchange.journal.events
        .flatMap((event) => (event.kind === 'answer-received' ? [...event.body.matchAll(/<Say[^>]*>([^<]*)/g)] : []))
        .map(([, words]) => words)
        .join(' '),
    write: (from: string, body: string) => exchange.sendMessage({ from, to: LINE, body }),
  })
}

export type Clinic = Awaited<ReturnType<typeof startClinic>>

/** An import, read by another process, as the command line does, which leaves the rest to whoever runs. */
async function bring(world: Clinic, campaign: CampaignDefinition, rows: AsyncIterable<Imported> | Iterable<Imported>) {
  const operations = operateCampaign({
    ...{ campaign, store: world.store, clock: world.clock, registered: new Set<string>() },
    ...{ reveal: () => undefined, wake() {} },
  })
  const report = await operations.bring(rows, {})
  await world.restart()
  return report
}

const settings = ({ clock }: Clinic) => ({ campaign: 'clinic', region: 'US', zone: ZONE, now: clock.now() })

/** An import of a table. */
export const bringCsv = (world: Clinic, campaign: CampaignDefinition, csv: string) =>
  bring(world, campaign, csvReminders(Readable.from([csv]), settings(world)))

/** An import of a calendar. */
export const bringIcs = (world: Clinic, campaign: CampaignDefinition, ics: string) =>
  bring(world, campaign, icsReminders(ics, settings(world)))

/** What was written to somebody. */
export const textsTo = ({ exchange }: Clinic, number: string) =>
  exchange.journal.events.flatMap((event) => (event.kind === 'message-sent' && event.to === number ? [event.text] : []))
