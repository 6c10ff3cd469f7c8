/**
 * Stops by message: whoever answers a reminder with STOP has answered it, as with the key that says so in a call.
 */
import type { Clock } from '../clock/clock.ts'
import type { Json } from '../flow/index.ts'
import { STOP_TASK, type Store } from '../store/index.ts'
import type { TaskHandler, TaskHandlers } from '../work/worker.ts'

export interface StopTasksOptions {
  readonly store: Store
  readonly clock: Clock
  /** Called when there is something to tell of an outcome. */
  readonly onTask: () => void
}

/** As the store has written it with the message. */
interface AboutStop {
  readonly number: string
  readonly channel: string
  readonly sid: string
}

/** Who writes down that reminders were answered with a stop. */
export const stopTasks = (options: StopTasksOptions): TaskHandlers => ({ [STOP_TASK]: noteStop(options) })

/** Those that nobody has answered yet and that have reached him; what was confirmed before stays confirmed. */
function noteStop({ store, clock, onTask }: StopTasksOptions): TaskHandler {
  return async ({ about }) => {
    const { number, channel, sid } = readAbout(about)
    for (const { id, state } of await store.reminders.openFor(number, clock.now())) {
      const hasReached = (await store.reminders.attemptsOf(id)).some((attempt) => attempt.sid !== null)
      if (state !== 'open' || !hasReached) continue
      const learnt = { reminderId: id, attemptId: null, outcome: 'opted-out', source: channel, detail: sid } as const
      await store.reminders.learn({ ...learnt, at: clock.now() })
      onTask()
    }
    return { kind: 'done' }
  }
}

const readAbout = (about: Json): AboutStop => about as unknown as AboutStop // written by the store
