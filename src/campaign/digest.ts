/**
 * The digest: once a day, by mail, who has not confirmed for tomorrow. The task of a day adds that of the next, so that a mail
 * that is given up does not end them.
 */
import { Temporal } from 'temporal-polyfill'
import type { Clock, Instant } from '../clock/clock.ts'
import type { Json, Outcome } from '../flow/index.ts'
import type { Mailer } from '../outbound/mailer.ts'
import { readableNumber } from '../phone/e164.ts'
import type { Reminder, Store } from '../store/index.ts'
import type { TaskHandler, TaskOutcome } from '../work/worker.ts'
import type { CampaignDefinition, WriteBack } from './define.ts'

/** The kind of the task that mails a digest. */
export const DIGEST_TASK = 'reminder-digest'

type Digest = NonNullable<WriteBack['digest']>

interface AboutDigest {
  readonly campaign: string
  /** The day it is sent on, `2026-01-05`, by the clock of the digest's zone. */
  readonly date: string
  readonly at: string
}

export interface DigestOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** Absent: no mail can be sent. */
  readonly mailer: Mailer | undefined
}

/** Whose place is known, so that nobody needs to ring him. */
const SETTLED: readonly (Outcome | null)[] = ['confirmed', 'cancelled', 'cancel-requested', 'rescheduled']

/** Adds the next digest of each campaign, unless it is there; true when one is new. */
export async function armDigests({ campaigns, store, clock }: Omit<DigestOptions, 'mailer'>): Promise<boolean> {
  const added = await Promise.all(campaigns.map((campaign) => armNext(campaign, store, clock.now())))
  return added.includes(true)
}

/** Mails a digest. */
export function sendDigest({ campaigns, store, clock, mailer }: DigestOptions): TaskHandler {
  return async ({ about, key }) => {
    const { campaign: name, date, at } = readAbout(about)
    const campaign = campaigns.find((one) => one.name === name)
    const digest = campaign?.writeBack?.digest
    if (campaign === undefined || digest === undefined) return { kind: 'done' }
    await armNext(campaign, store, clock.now())
    // The hour was changed since: another task has the new one.
    if (at !== digest.at) return { kind: 'done' }
    const tomorrow = Temporal.PlainDate.from(date).add({ days: 1 })
    const [from, to] = [startOf(tomorrow, digest.zone), startOf(tomorrow.add({ days: 1 }), digest.zone)]
    if (clock.now() >= from) return { kind: 'given-up', reason: 'the day it is about has begun' }
    const unconfirmed = (await store.reminders.between(name, from, to)).filter(
      ({ outcome }) => !SETTLED.includes(outcome),
    )
    if (unconfirmed.length === 0) return { kind: 'done' }
    if (mailer === undefined) return { kind: 'given-up', reason: 'SMTP_URL and MAIL_FROM are not set' }
    return mailed(mailer, key, digest, { ...wordsFor(campaign.name, unconfirmed, tomorrow) })
  }
}

async function mailed(
  mailer: Mailer,
  key: string,
  { to }: Digest,
  words: { readonly subject: string; readonly text: string },
): Promise<TaskOutcome> {
  const messageId = `<${key.replaceAll(/[/:]/g, '.')}@hookswitch>`
  const sent = await mailer.send({ to, ...words, messageId, isUrgent: false })
  if (sent.kind === 'sent') return { kind: 'done' }
  return { kind: sent.kind === 'permanent' ? 'given-up' : 'again', reason: sent.reason }
}

function wordsFor(campaign: string, people: readonly Reminder[], day: Temporal.PlainDate) {
  const date = day.toLocaleString('en-US', { weekday: 'long', month: 'long', day: 'numeric' })
  const subject = `${people.length} not confirmed for ${date} (${campaign})`
  return { subject, text: `Not confirmed for ${date}:\n\n${people.map(lineFor).join('\n')}\n` }
}

function lineFor({ appointmentAt, appointmentZone, name, number, outcome, isHeldOut }: Reminder): string {
  const time = new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: appointmentZone,
  }).format(appointmentAt)
  const state = isHeldOut ? 'not reminded, to compare' : (outcome ?? 'nothing yet').replaceAll('-', ' ')
  return `${time.replace(/[\u202f\u00a0]/g, ' ')}  ${name}, ${readableNumber(number)}: ${state}`
}

/** The next moment of the digest's hour, after now. */
async function armNext({ name, writeBack }: CampaignDefinition, store: Store, now: Instant): Promise<boolean> {
  const digest = writeBack?.digest
  if (digest === undefined) return false
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(digest.zone).toPlainDate()
  const date = momentOf(today, digest) > now ? today : today.add({ days: 1 })
  const about = { campaign: name, date: date.toString(), at: digest.at }
  const key = `${DIGEST_TASK}/${name}/${about.date}T${digest.at}`
  return store.tasks.add({ key, task: DIGEST_TASK, about, at: momentOf(date, digest) })
}

const momentOf = (date: Temporal.PlainDate, { at, zone }: Digest): Instant =>
  date.toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds

const startOf = (date: Temporal.PlainDate, zone: string): Instant => date.toZonedDateTime(zone).epochMilliseconds

const readAbout = (about: Json): AboutDigest => about as unknown as AboutDigest // written by armNext
