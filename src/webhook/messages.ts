/**
 * Messages that people write to us, and what becomes of ours. Nobody is ever told that his message is invalid: what is no
 * keyword is kept for a person to read.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { CONFIRMATIONS, isAlsoAnswer, type Meaning, understand } from '../consent/index.ts'
import type { Log } from '../log/log.ts'
import type { InboundMessage, OutboxEntry, StatusReport, Store } from '../store/index.ts'
import { NOTED, plain, twiml, type WebhookAnswer } from './answer.ts'
import type { FormPairs } from './form.ts'
import { isNotAWebhook, type MessageWebhook, readInboundMessage, readMessageStatus } from './wire.ts'

/** Reads a message that is no keyword: what it means to whoever asked something, and what to answer. */
export type ReadReply = (
  message: Omit<InboundMessage, 'meaning' | 'answer'>,
) => Promise<{ readonly meaning: string; readonly answer?: string } | undefined>

export interface MessageDeskOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Asked about messages that are no keyword, and about YES; may be asked twice about the same. */
  readonly readReply?: ReadReply | undefined
  /** Keeps what the network reports of a message; default: in the outbox, and nothing follows from it. */
  readonly takeReport?: ((report: StatusReport) => Promise<OutboxEntry | undefined>) | undefined
  /** Called when it is known what became of a message of ours. */
  readonly onReport?: (() => void) | undefined
  /** Called when there may be something to do about a message, after that is committed. */
  readonly onTask?: (() => void) | undefined
}

export interface MessageDesk {
  /** Takes a message in. */
  receive(form: FormPairs): Promise<WebhookAnswer>
  /** Takes a message in of which no webhook told us; nothing is answered. `at`: when it was written. Throws when it cannot be kept. */
  takeMissed(message: MessageWebhook, at: Instant): Promise<void>
  /** Takes a delivery status; `id`: of our outbox. */
  report(form: FormPairs, id: string | undefined): Promise<WebhookAnswer>
}

/** The network says so when somebody has said stop to it and not to us. */
const OPTED_OUT = 21610

/** The messages of one process. */
export function createMessageDesk(options: MessageDeskOptions): MessageDesk {
  const { store, clock, log, readReply, onReport, onTask } = options
  const { takeReport = store.outbox.report } = options

  async function receive(form: FormPairs): Promise<WebhookAnswer> {
    const message = readInboundMessage(form)
    if (isNotAWebhook(message)) return plain(400, `This is not a message webhook: ${message.message}.`)
    try {
      const before = await store.contacts.receivedMessage(message.sid)
      return reply(before?.answer ?? (await takeIn(message, clock.now())))
    } catch (error) {
      log.error({ messageSid: message.sid, err: error }, 'a message could not be saved')
      return plain(503, 'This could not be saved; please send it again.')
    }
  }

  async function takeIn({ optOutType, ...rest }: MessageWebhook, at: Instant): Promise<string> {
    const message = { ...rest, at }
    const { meaning, isAnswered } = understand({ ...message, optOutType })
    const suppressed = await store.suppressions.history(message.from)
    const isStopped = suppressed.some(({ lifted }) => lifted === null)
    // A bare YES of somebody who has never said stop answers a question, if anybody has asked one.
    const isReply = meaning === 'words' || (meaning === 'start' && !isStopped && isAlsoAnswer(message.text))
    if (isReply) {
      const read = await readReply?.(message)
      const kept = { ...message, meaning: read?.meaning ?? 'words', answer: read?.answer ?? '' }
      return (await store.contacts.receive(kept)) ?? kept.answer
    }
    const answer = confirmation(meaning, isAnswered)
    const says = meaning === 'stop' || meaning === 'start' ? meaning : undefined
    const given = await store.contacts.receive({ ...message, meaning, answer }, says)
    if (says === 'stop') onTask?.()
    return given ?? answer
  }

  async function report(form: FormPairs, id: string | undefined): Promise<WebhookAnswer> {
    const status = readMessageStatus(form)
    if (isNotAWebhook(status)) return plain(400, `This is not a message status callback: ${status.message}.`)
    try {
      const entry = await takeReport({ ...status, id, at: clock.now() })
      if (entry !== undefined && status.errorCode === OPTED_OUT) {
        const learned = { number: entry.to, scope: 'everything', source: 'network', evidence: status.sid } as const
        await store.suppressions.stop({ ...learned, at: clock.now(), wording: String(OPTED_OUT) })
      }
      if (entry?.state === 'ended') onReport?.()
      // It leaves again, for the attempt or the task that it was sent for.
      if (entry?.state === 'claimed') {
        onReport?.()
        onTask?.()
      }
      return NOTED
    } catch (error) {
      log.error({ messageSid: status.sid, err: error }, 'a delivery status could not be saved')
      return plain(503, 'This could not be saved; please send it again.')
    }
  }

  return {
    receive,
    report,
    async takeMissed(message, at) {
      await takeIn(message, at)
    },
  }
}

function confirmation(meaning: Meaning, isAnswered: boolean): string {
  return meaning === 'words' || isAnswered ? '' : CONFIRMATIONS[meaning]
}

/** A document with one message, or none. Source: reference twilio-platform.md §9.3. */
function reply(text: string): WebhookAnswer {
  const inside = text === '' ? '' : `<Message>${escaped(text)}</Message>`
  return twiml(`<?xml version="1.0" encoding="UTF-8"?>\n<Response>${inside}</Response>`)
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
