/**
 * A message from the moment it was left: its caller has done with it, its audio is here, its text is here; then whoever is to
 * learn of it does, and the network forgets it. Each of these is a task of its own, so that one that fails holds up no other.
 */
import type { Duration, Instant } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import { DELETION_TASK, type Mailbox } from '../flow/index.ts'
import type { MessageInHand, Store } from '../store/index.ts'
import type { TaskHandler, TaskOutcome } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'
import { EMAIL_TASK } from './notify-by-email.ts'
import { textsAbout } from './notify-by-text.ts'
import { WEBHOOK_TASK } from './notify-by-webhook.ts'
import { TRANSCRIPTION_TASK } from './transcribe.ts'

/** For so long after it was left a message waits for its text before anybody learns of it. */
const PATIENCE: Duration = minutes(10)

/** Seconds of recordings that the network transcribes. Source: reference twiml-voice.md §4.5, documented. */
const [SHORTEST, LONGEST] = [2, 120]

const DONE: TaskOutcome = { kind: 'done' }

/** Sees to messages. */
export function seeToMessage(options: MailboxTasksOptions): TaskHandler {
  const { store, mailboxes, clock } = options
  return async ({ about }) => {
    const { mailbox: name, recordingSid } = readAbout(about)
    const mailbox = mailboxes.get(name)
    if (mailbox === undefined) return DONE
    const message = await store.messages.inHand(recordingSid)
    const now = clock.now()
    if (message === undefined) {
      if (mailbox.deleteAtTwilio) await add(store, DELETION_TASK, recordingSid, { recordingSid }, now)
      return DONE
    }
    const waits = whatItWaitsFor(message, mailbox, now)
    if (message.status === 'saved' && typeof mailbox.transcribe === 'object' && message.transcription === 'none') {
      await add(store, TRANSCRIPTION_TASK, recordingSid, { mailbox: name, recordingSid }, now)
    }
    if (waits !== undefined) return { kind: 'later', ...waits }
    await tellEverybody(store, mailbox, recordingSid, now)
    for (const text of textsAbout(message, mailbox, options)) await store.tasks.add({ ...text, at: now })
    if (mailbox.deleteAtTwilio) await add(store, DELETION_TASK, recordingSid, { recordingSid }, now)
    return DONE
  }
}

function whatItWaitsFor(
  message: MessageInHand,
  { transcribe }: Mailbox,
  now: Instant,
): { readonly at: Instant; readonly reason: string } | undefined {
  const { reviewUntil, status, at } = message
  if (reviewUntil !== null && reviewUntil > now) return { at: reviewUntil, reason: 'its caller may still change it' }
  const age = now - at
  if (status === 'waiting-for-audio') return { at: now + waitAt(age), reason: 'its audio is not here yet' }
  const isTwilio = transcribe === 'twilio' && message.seconds >= SHORTEST && message.seconds <= LONGEST
  const isOurs = typeof transcribe === 'object' && status === 'saved'
  const isAwaited = (isTwilio || isOurs) && message.transcription === 'none' && age < PATIENCE
  return isAwaited ? { at: now + waitAt(age), reason: 'its text is not here yet' } : undefined
}

/** The longer it takes, the more rarely it is looked at. */
const waitAt = (age: Duration): Duration => Math.min(Math.max(seconds(2), Math.round(age / 4)), minutes(10))

async function tellEverybody(store: Store, mailbox: Mailbox, recordingSid: string, now: Instant): Promise<void> {
  const { email = [], webhook } = mailbox.notify ?? {}
  const about = { mailbox: mailbox.name, recordingSid }
  for (const [index, to] of email.entries()) {
    // The key gets into the log; the address does not.
    await add(store, EMAIL_TASK, `${recordingSid}/${index + 1}`, { ...about, to }, now)
  }
  if (webhook !== undefined) await add(store, WEBHOOK_TASK, recordingSid, about, now)
}

const add = (store: Store, task: string, what: string, about: Readonly<Record<string, string>>, at: Instant) =>
  store.tasks.add({ key: `${task}/${what}`, task, about, at })
