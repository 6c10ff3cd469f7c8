/**
 * What people do with a campaign: import into it, look at its plan before anything happens, and read what came of it.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { type Channel, type Policy, type Refusal, STRICT } from '../consent/index.ts'
import type { Outcome, Secret } from '../flow/index.ts'
import { isSecret } from '../flow/index.ts'
import { createGate } from '../outbound/gate.ts'
import type { Attempt, Reminder, Store } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'
import { isHeldOut } from './hold-out.ts'
import { type ImportReport, importReminders } from './import/import-reminders.ts'
import type { Imported } from './import/imported.ts'
import { isFreedBy } from './moved.ts'
import { firstAttempts } from './plan.ts'
import { reminderPages } from './reminder-pages.ts'

/** One person of a campaign: what is planned for him and why it would not happen, or what came of it. */
export interface PlannedPerson {
  readonly externalId: string
  readonly name: string
  readonly number: string
  readonly appointmentAt: Instant
  readonly appointmentZone: string
  readonly state: Reminder['state']
  readonly outcome: Outcome | null
  readonly outcomeAt: Instant | null
  readonly attempts: readonly PlannedAttempt[]
}

/** One attempt, as it stands; for one that is planned, whether he may be reached then by what is known now. */
export interface PlannedAttempt {
  readonly channel: Channel
  readonly dueAt: Instant
  readonly state: Attempt['state']
  readonly outcome: Outcome | null
  readonly reason: string | null
  readonly refusals: readonly Refusal[]
}

/** Who in an import has agreed to be reminded, and how. */
export interface ImportedConsent {
  /** Where it was given: `intake form`. */
  readonly source: string
  /** What was agreed to, word by word. */
  readonly wording: string
}

export interface CampaignOperations {
  /** Imports rows and plans them. A dry run writes nothing. */
  bring(rows: AsyncIterable<Imported> | Iterable<Imported>, options: BringOptions): Promise<ImportReport>
  /** People by appointment, the next first; all of them, or at most so many. */
  people(most?: number): Promise<readonly PlannedPerson[]>
}

export interface BringOptions {
  readonly isDryRun?: boolean
  /** Kept for everybody who is imported; without it only those are reached whose consent is known already. */
  readonly consent?: ImportedConsent | undefined
  readonly onProgress?: (rows: number) => void
}

export interface CampaignOperationsOptions {
  readonly campaign: CampaignDefinition
  readonly store: Store
  readonly clock: Clock
  /** What the plan is held against; default {@link STRICT}. */
  readonly policy?: Policy | undefined
  /** Senders that carriers know. */
  readonly registered: ReadonlySet<string>
  readonly reveal: (secret: Secret) => string | undefined
  /** Called when there may be something to do. */
  readonly wake: () => void
}

/** The operations of one campaign. */
export function operateCampaign(options: CampaignOperationsOptions): CampaignOperations {
  const { campaign, store, clock, policy = STRICT, registered, reveal, wake } = options
  const gate = createGate({ store, clock, policy, registered })
  const from = isSecret(campaign.from) ? (reveal(campaign.from) ?? '') : campaign.from

  return {
    async bring(rows, { isDryRun = false, consent, onProgress }) {
      const at = clock.now()
      const report = await importReminders(rows, {
        store,
        campaign: campaign.name,
        at,
        isDryRun,
        isHeldOut: (externalId) => isHeldOut(campaign, externalId),
        isFreed: (by) => isFreedBy(campaign, by),
        async onBatch(count, imported) {
          onProgress?.(count)
          if (consent !== undefined && !isDryRun) {
            await store.reminderImports.agreeMany(
              imported.map(({ number }) => number),
              { ...consent, at },
            )
          }
          const attempts = imported.flatMap((one) => firstAttempts(campaign, one, at))
          await store.reminders.plan(attempts)
        },
      })
      if (!isDryRun) wake()
      return report
    },
    async people(most = Infinity) {
      const people: PlannedPerson[] = []
      for await (const page of reminderPages(store, { campaign: campaign.name })) {
        people.push(...(await Promise.all(page.slice(0, most - people.length).map(personOf))))
        if (people.length >= most) break
      }
      return people
    },
  }

  async function personOf(reminder: Reminder): Promise<PlannedPerson> {
    const attempts = await store.reminders.attemptsOf(reminder.id)
    const { externalId, name, number, appointmentAt, appointmentZone, state, outcome, outcomeAt } = reminder
    return {
      ...{ externalId, name, number, appointmentAt, appointmentZone, state, outcome, outcomeAt },
      attempts: await Promise.all(attempts.map((attempt) => attemptOf(attempt, reminder))),
    }
  }

  async function attemptOf(attempt: Attempt, { number, zone }: Reminder): Promise<PlannedAttempt> {
    const { channel, dueAt, state, outcome, reason } = attempt
    const content = campaign.offsets[attempt.offset]?.template === undefined ? 'text' : 'template'
    const refusals =
      state === 'planned'
        ? await gate.preview(
            {
              ...{ to: number, channel, from, purpose: campaign.purpose, content },
              about: `attempt/${attempt.id}`,
              ...(zone !== null && { zones: [zone] }),
            },
            Math.max(dueAt, clock.now()),
          )
        : []
    return { channel, dueAt, state, outcome, reason, refusals }
  }
}
