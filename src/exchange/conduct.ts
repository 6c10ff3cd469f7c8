/**
 * What becomes of a leg that is answered by an app: its documents, to the end of the call or to the next course.
 */
import type { Leg } from './call/leg.ts'
import type { Network } from './network.ts'
import { performDocuments } from './perform-documents.ts'
import type { DocumentRequest, GivenDocument } from './performance.ts'
import { hearTrialNotice } from './trial.ts'

/** Begins with the first document of a call; the callers of a trial account hear a notice before. */
export function begin(network: Network, leg: Leg, request: DocumentRequest | GivenDocument): void {
  if (!network.settings.trial) {
    conduct(network, leg, request)
    return
  }
  const { course } = leg
  void hearTrialNotice(network, leg).then(() => {
    if (!leg.isOver && leg.course === course) conduct(network, leg, request)
  })
}

/**
 * Puts a leg through documents, beginning with `request`, and ends it when they end.
 *
 * Leaves the leg alone when it is put on another course meanwhile. Never throws.
 */
function conduct(network: Network, leg: Leg, request: DocumentRequest | GivenDocument): void {
  performDocuments(network, leg, request, 'call')
    .then((ending) => {
      if (ending === 'hung-up') leg.finish('completed', 'the document hung up')
      if (ending === 'document-ended') endAfterDocument(leg)
    })
    .catch((error: unknown) => abandon(network, leg, error))
}

/** Cuts what the leg goes through and puts it through other documents. */
export function redirect(network: Network, leg: Leg, request: DocumentRequest | GivenDocument): void {
  leg.leaveCourse()
  conduct(network, leg, request)
}

/** A document that ran out without answering, because it only paused, leaves the call unanswered. */
function endAfterDocument(leg: Leg): void {
  if (leg.isAnswered) leg.finish('completed', 'the document ended')
  else leg.finish('no-answer', 'the document ended before the call was answered', 480)
}

/** A fault of the exchange itself ends the one call it happened on, and says so. */
function abandon(network: Network, leg: Leg, error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  network.report({ callSid: leg.callSid, severity: 'error', message: `The exchange itself failed: ${what}` })
  leg.finish('failed', 'the exchange itself failed', 500)
}
