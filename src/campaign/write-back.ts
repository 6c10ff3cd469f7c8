/**
 * Write-back: what is told of reminders outside of calls, as tasks. An outcome's task is added with the outcome, so it outlives
 * the process, is tried again until it is taken, and is told once.
 */
import type { Clock } from '../clock/clock.ts'
import type { Json, Secret } from '../flow/index.ts'
import type { Mailer } from '../outbound/mailer.ts'
import { postSigned } from '../outbound/signed-post.ts'
import { OUTCOME_TASK, type OutcomeKept, type Reminder, type Store } from '../store/index.ts'
import type { TaskHandler, TaskHandlers } from '../work/worker.ts'
import type { CampaignDefinition } from './define.ts'
import { DIGEST_TASK, sendDigest } from './digest.ts'
import { settleTime } from './moved.ts'

export interface WriteBackOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly reveal: (secret: Secret) => string | undefined
  /** Absent: no mail can be sent. */
  readonly mailer: Mailer | undefined
  /** Called when a time is free for others. */
  readonly onTask?: () => void
}

/** Who tells what came of reminders. */
export const writeBackTasks = (options: WriteBackOptions): TaskHandlers => ({
  [OUTCOME_TASK]: tellOutcome(options),
  [DIGEST_TASK]: sendDigest(options),
})

function tellOutcome({ campaigns, store, clock, reveal, onTask }: WriteBackOptions): TaskHandler {
  const isAnybodyTold = campaigns.some(
    ({ writeBack, slots, waitlist }) =>
      writeBack?.webhook !== undefined || slots !== undefined || waitlist !== undefined,
  )
  return async ({ about }, signal) => {
    if (!isAnybodyTold) return { kind: 'done' }
    const id = idIn(about)
    const learnt = await store.reminders.outcome(id)
    const reminder = learnt && (await store.reminders.find(learnt.reminderId))
    const campaign = campaigns.find(({ name }) => name === reminder?.campaign)
    if (learnt === undefined || reminder === undefined || campaign === undefined) return { kind: 'done' }
    if (await settleTime(learnt, reminder, campaign, store)) onTask?.()
    const webhook = campaign.writeBack?.webhook
    if (webhook === undefined) return { kind: 'done' }
    return postSigned(webhook, told(id, learnt, reminder), { clock, reveal, signal })
  }
}

/** Written by the store with the outcome. */
const idIn = (about: Json): number => (about as { readonly id: number }).id // as the store has written it

function told(id: number, { outcome, at, source, detail, attemptId }: OutcomeKept, reminder: Reminder) {
  const { campaign, externalId, name, number, appointmentAt, appointmentZone, data } = reminder
  return {
    event: 'outcome',
    id,
    campaign,
    outcome,
    at: new Date(at).toISOString(),
    source,
    detail,
    attempt: attemptId,
    reminder: {
      id: reminder.id,
      externalId,
      name,
      number,
      appointmentAt: new Date(appointmentAt).toISOString(),
      appointmentZone,
      data,
    },
  }
}
