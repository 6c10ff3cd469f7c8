/**
 * What the network reports of a message: kept, and when a carrier would not take it for its limits, the message leaves again
 * when it may.
 */
import type { Outbox, OutboxEntry, StatusReport } from '../store/index.ts'
import { carrierLimitOf } from './carrier-limits.ts'
import type { SenderLimits } from './sender-limits.ts'

/** Keeps a report. The entry is `claimed` again when the message is to leave once more. */
export type TakeReport = (report: StatusReport) => Promise<OutboxEntry | undefined>

/** Keeps reports in an outbox. */
export function takeReports(outbox: Outbox, limits: SenderLimits): TakeReport {
  return async (report) => {
    const { errorCode, id, sid } = report
    if (errorCode === undefined || carrierLimitOf(errorCode) === undefined) return outbox.report(report)
    const entry = id === undefined ? await outbox.findBySid(sid) : await outbox.findById(id)
    if (entry === undefined || entry.channel === 'call' || (await outbox.isGivenBack(sid))) return outbox.report(report)
    // First, so that whoever takes it up again at once meets the pause.
    await limits.heed({ from: entry.from, isWhatsApp: entry.channel === 'whatsapp' }, errorCode)
    return (await outbox.giveBack({ ...report, errorCode })) ?? outbox.report(report)
  }
}
