/**
 * What the network reports of recordings: that their audio can be fetched, and what was said in them.
 */
import type { Clock } from '../clock/clock.ts'
import { type Flow, isMessage, mailboxIn, REVIEW, stepNamed } from '../flow/index.ts'
import type { Store } from '../store/index.ts'
import { NOTED, plain, type WebhookAnswer } from './answer.ts'
import type { FormPairs } from './form.ts'
import type { Noting } from './noting.ts'
import { isNotAWebhook, type RecordingReport, readRecordingReport, readTranscription } from './wire.ts'

export interface RecordingCallbacksOptions {
  readonly flows: ReadonlyMap<string, Flow>
  readonly store: Store
  readonly clock: Clock
  readonly note: Noting
  /** Called when a recording's audio may be fetched, after that is committed. */
  readonly onRecording?: () => void
  /** Called when there may be something to do, after that is committed. */
  readonly onTask?: () => void
}

export interface RecordingCallbacks {
  takeRecording(flowName: string, stepName: string, form: FormPairs): Promise<WebhookAnswer>
  /** Kept by recording, whether its message is here yet or not. */
  takeTranscription(flowName: string, stepName: string, form: FormPairs): Promise<WebhookAnswer>
}

/** The callbacks about the recordings of some flows. */
export function createRecordingCallbacks(options: RecordingCallbacksOptions): RecordingCallbacks {
  const { flows, store, clock, note } = options

  /** A recording of a whole conversation: its audio is kept beside those of messages. */
  async function takeCallRecording({ callSid, recordingSid, isCompleted }: RecordingReport): Promise<WebhookAnswer> {
    if (!isCompleted) return NOTED
    return note(callSid, async () => {
      await store.recordings.announce(recordingSid, callSid, clock.now())
      options.onRecording?.()
    })
  }

  return {
    async takeRecording(flowName: string, stepName: string, form: FormPairs): Promise<WebhookAnswer> {
      const flow = flows.get(flowName)
      const step = flow && stepNamed(flow, stepName)
      const report = readRecordingReport(form)
      if (isNotAWebhook(report)) return plain(400, `This is not a recording callback: ${report.message}.`)
      // The message itself comes with the turn; what mailbox a script meant is known to its call only.
      if (step?.kind === 'script') return NOTED
      if (step?.kind === 'recording-consent' || (step?.kind === 'transfer' && step.records !== undefined)) {
        return takeCallRecording(report)
      }
      if (step?.kind !== 'voicemail') return plain(404, `Flow "${flowName}" has no voicemail "${stepName}".`)
      if (!report.isCompleted || !isMessage(step, report.seconds)) return NOTED
      const { callSid, recordingSid, seconds } = report
      return note(callSid, async () => {
        const at = clock.now()
        // The turn that knows of it may come later; nobody is told before its caller has had time to review it.
        const reviewUntil = step.review ? { reviewUntil: at + REVIEW } : {}
        const session = step.mailboxFrom && (await store.turns.session(callSid))
        const mailbox = mailboxIn(step, session ?? { data: {} })
        await store.messages.report({ mailbox, callSid, recordingSid, seconds, at, ...reviewUntil })
        options.onRecording?.()
        options.onTask?.()
      })
    },
    async takeTranscription(flowName: string, stepName: string, form: FormPairs): Promise<WebhookAnswer> {
      const flow = flows.get(flowName)
      const step = flow && stepNamed(flow, stepName)
      const report = readTranscription(form)
      if (isNotAWebhook(report)) return plain(400, `This is not a transcription callback: ${report.message}.`)
      if (step?.kind !== 'voicemail') return plain(404, `Flow "${flowName}" has no voicemail "${stepName}".`)
      const { callSid, recordingSid, text } = report
      return note(callSid, () =>
        text === undefined
          ? store.transcripts.fail(recordingSid, clock.now())
          : store.transcripts.keep(recordingSid, text, clock.now()),
      )
    },
  }
}
