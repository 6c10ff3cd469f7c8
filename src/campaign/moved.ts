/**
 * What follows when somebody's appointment has moved, or is free: the plan is made anew, and free times go to those who wait.
 */
import type { Clock } from '../clock/clock.ts'
import type { Outcome } from '../flow/index.ts'
import { MOVED_TASK, type OutcomeKept, type Reminder, type Store } from '../store/index.ts'
import type { TaskHandler, TaskHandlers } from '../work/worker.ts'
import type { CampaignDefinition } from './define.ts'
import { firstAttempts } from './plan.ts'
import type { FreedBy } from './slot-options.ts'

export interface MovedOptions {
  readonly campaigns: readonly CampaignDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** Called when attempts were planned. */
  readonly onPlanned: () => void
}

/** Who plans anew. */
export const movedTasks = (options: MovedOptions): TaskHandlers => ({ [MOVED_TASK]: planAnew(options) })

/** As an import does that moves an appointment; but nothing is caught up: he has just said when he comes. */
function planAnew({ campaigns, store, clock, onPlanned }: MovedOptions): TaskHandler {
  return async ({ about }) => {
    const reminder = await store.reminders.find((about as { readonly id: string }).id) // as the store has written it
    const campaign = campaigns.find(({ name }) => name === reminder?.campaign)
    if (reminder?.state !== 'open' || campaign === undefined) return { kind: 'done' }
    const now = clock.now()
    await store.reminders.plan(firstAttempts(campaign, reminder, now).filter(({ dueAt }) => dueAt > now))
    onPlanned()
    return { kind: 'done' }
  }
}

const FREEING: readonly FreedBy[] = ['cancelled', 'cancel-requested', 'withdrawn', 'moved']

/** Whether somebody's time is taken for free after this, so that it may be offered to others. */
export function isFreedBy({ slots, waitlist }: CampaignDefinition, by: Outcome | FreedBy): boolean {
  if (slots === undefined && waitlist === undefined) return false
  return (waitlist?.freedBy ?? FREEING).some((one) => one === by)
}

/**
 * What an outcome does to the time of an appointment: who cancels leaves it, who comes after all has it back. Done once, however
 * often the outcome is told.
 */
export async function settleTime(
  { outcome, at }: OutcomeKept,
  reminder: Reminder,
  campaign: CampaignDefinition,
  store: Store,
): Promise<boolean> {
  // Something else was said since, which has a task of its own.
  if (reminder.outcome !== outcome) return false
  if (isFreedBy(campaign, outcome)) return store.slots.free(reminder.id, at)
  if (outcome === 'confirmed') await store.slots.reclaim([reminder.id], at)
  return false
}
