/**
 * Retention: once a day, messages that are older than their mailbox keeps them are removed, and what was removed loses its
 * audio and is forgotten. The task of a day adds that of the next.
 */
import type { Clock, Duration } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import type { Store } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'

/** The kind of the task that forgets. */
export const RETENTION_TASK = 'retention'

const DAY: Duration = hours(24)

/** What somebody has removed is kept for so long, in case he regrets it. */
const GRACE: Duration = 7 * DAY

/** A recording that is neither message nor greeting may still become one of them for so long. */
const STRAY: Duration = DAY

/** Adds the task of today, unless it is there. */
export const armRetention = (store: Store, clock: Clock): Promise<boolean> =>
  arm(store, dayOf(clock.now()), clock.now())

/** Adds the task of the day on which something removed now may be forgotten, unless it is there. */
export const armAfterRemoval = (store: Store, clock: Clock): Promise<boolean> => {
  const day = dayOf(clock.now() + GRACE) + 1
  return arm(store, day, day * DAY)
}

/** Forgets what is due to be. */
export function retain({ store, mailboxes, storage, clock }: MailboxTasksOptions): TaskHandler {
  return async () => {
    const now = clock.now()
    for (const { name, retentionDays } of mailboxes.values()) {
      // Removed with its grace over: so many days are so many days.
      if (retentionDays !== undefined)
        await store.messages.removeOlder(name, now - retentionDays * DAY, now - GRACE - 1)
    }
    for (let more = true; more; ) {
      const removed = await store.messages.removedBefore(now - GRACE)
      for (const { recordingSid, file } of removed) {
        if (file !== null) await storage.remove(file)
        await store.messages.forget(recordingSid)
      }
      more = removed.length > 0
    }
    for (let more = true; more; ) {
      const strays = await store.recordings.strays(now - STRAY)
      for (const { recordingSid, file } of strays) {
        await storage.remove(file)
        await store.recordings.removeFile(recordingSid)
      }
      more = strays.length > 0
    }
    if (mailboxes.size > 0) await arm(store, dayOf(now) + 1, (dayOf(now) + 1) * DAY)
    return { kind: 'done' }
  }
}

const arm = (store: Store, day: number, at: number): Promise<boolean> =>
  store.tasks.add({ key: `${RETENTION_TASK}/${day}`, task: RETENTION_TASK, about: null, at })

const dayOf = (at: number): number => Math.floor(at / DAY)
