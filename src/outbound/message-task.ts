/**
 * Messages that a flow wants sent: asked for leave at the moment of sending, sent once, written down when they may not be.
 */

import type { Clock } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import { SEND_MESSAGE } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Task } from '../store/index.ts'
import type { TaskHandlers, TaskOutcome } from '../work/worker.ts'
import type { Approach } from './gate.ts'
import type { MessageOrder } from './messenger.ts'
import { type Outbound, taskOutcome } from './outbound.ts'

export interface MessageTasksOptions {
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  /** Where the network is to report how a message goes, absolute; undefined until that is known. */
  readonly statusUrl: () => string | undefined
}

/** What a step has left to be done. */
type About = Omit<Approach<'sms' | 'whatsapp'>, 'about' | 'content'> & Pick<MessageOrder, 'text' | 'template'>

/** What does {@link SEND_MESSAGE}. */
export function messageTasks({ outbound, clock, log, statusUrl }: MessageTasksOptions): TaskHandlers {
  async function send({ key, about, tries }: Task): Promise<TaskOutcome> {
    const url = statusUrl()
    if (url === undefined) return { kind: 'later', at: clock.now() + seconds(1), reason: 'not listening yet' }
    const { text, template, ...approach } = about as unknown as About // written by the message step
    const content = template === undefined ? 'text' : 'template'
    const order = { key, text, statusUrl: url, tries, ...(template !== undefined && { template }) }
    const reached = await outbound.write({ ...approach, content }, order)
    if (reached.kind === 'refused') {
      log.warn({ task: key, reasons: reached.reasons.map(({ kind }) => kind) }, 'a message may not be sent')
    }
    return taskOutcome(reached, clock.now())
  }

  return { [SEND_MESSAGE]: send }
}
