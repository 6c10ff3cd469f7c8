import type { Log } from '../log/log.ts'
import { NOTED, plain, type WebhookAnswer } from './answer.ts'

/** Writes down what a callback tells; when that fails, the network is asked to send it again. */
export type Noting = (callSid: string, write: () => Promise<void>) => Promise<WebhookAnswer>

/** How callbacks are written down. */
export function createNoting(log: Log): Noting {
  return async (callSid, write) => {
    try {
      await write()
      return NOTED
    } catch (error) {
      log.error({ callSid, err: error }, 'a callback could not be saved')
      return plain(503, 'This could not be saved; please send it again.')
    }
  }
}
