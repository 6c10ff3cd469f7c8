/**
 * Effects of turns, as the statement that commits turns writes them: one file a kind.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Effect } from '../../flow/index.ts'
import type { FinishedTurn } from '../turns.ts'
import { agentSet } from './agent-set.ts'
import { calleeTalked } from './callee-talked.ts'
import type { EffectWriter } from './effect-writer.ts'
import { greetingChosen } from './greeting-chosen.ts'
import { greetingKept } from './greeting-kept.ts'
import { hoursOverridden } from './hours-overridden.ts'
import { languageChosen } from './language-chosen.ts'
import { messageChanged } from './message-changed.ts'
import { messageLeft } from './message-left.ts'
import { messageReviewed } from './message-reviewed.ts'
import { offerDeclined } from './offer-declined.ts'
import { optedIn } from './opted-in.ts'
import { optedOut } from './opted-out.ts'
import { outcomeLearned } from './outcome-learned.ts'
import { pinProved } from './pin-proved.ts'
import { queueCallback } from './queue-callback.ts'
import { queueChanged } from './queue-changed.ts'
import { queueJoined } from './queue-joined.ts'
import { queueRefused } from './queue-refused.ts'
import { recordingAnnounced } from './recording-announced.ts'
import { recordingConsentGiven } from './recording-consent-given.ts'
import { recordingDismissed } from './recording-dismissed.ts'
import { slotTaken } from './slot-taken.ts'
import { slotsReleased } from './slots-released.ts'
import { taskDue } from './task-due.ts'
import { waitlistChanged } from './waitlist-changed.ts'

type Writers = { readonly [K in Effect['kind']]: EffectWriter<Extract<Effect, { kind: K }>> }

const WRITERS: Writers = {
  'message-left': messageLeft,
  'recording-dismissed': recordingDismissed,
  'task-due': taskDue,
  'greeting-chosen': greetingChosen,
  'greeting-kept': greetingKept,
  'hours-overridden': hoursOverridden,
  'message-changed': messageChanged,
  'message-reviewed': messageReviewed,
  'pin-proved': pinProved,
  'recording-announced': recordingAnnounced,
  'opted-out': optedOut,
  'opted-in': optedIn,
  'outcome-learned': outcomeLearned,
  'slot-taken': slotTaken,
  'slots-released': slotsReleased,
  'offer-declined': offerDeclined,
  'waitlist-changed': waitlistChanged,
  'language-chosen': languageChosen,
  'recording-consent-given': recordingConsentGiven,
  'callee-talked': calleeTalked,
  'queue-joined': queueJoined,
  'queue-changed': queueChanged,
  'queue-callback': queueCallback,
  'agent-set': agentSet,
  'queue-refused': queueRefused,
}

/** What writes the effects of these turns: one expression for each kind among them, nothing for turns without effects. */
export function effectsOf(
  turns: readonly FinishedTurn[],
  table: (name: string) => RawBuilder<unknown>,
): readonly RawBuilder<unknown>[] {
  if (turns.every(({ effects }) => effects.length === 0)) return []
  return Object.entries(WRITERS).flatMap(([kind, writer]) => {
    // The table pairs each kind with its own writer, which the compiler cannot carry through the entries.
    const { rowOf, write } = writer as unknown as EffectWriter<Effect>
    const rows = turns.flatMap((turn) =>
      turn.effects
        .filter((effect) => effect.kind === kind)
        .map((effect) => ({
          ...rowOf(effect, turn),
          call_sid: turn.session.callSid,
          turn: turn.session.turn - 1,
        })),
    )
    return rows.length === 0 ? [] : [write(sql`${JSON.stringify(rows)}`, table)]
  })
}
