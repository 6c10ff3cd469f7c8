/** The phone of somebody who can be dialled: on the hook, ringing, or in the call. */
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { Reaction } from '../api/types.ts'
import { isOver, type Leg } from '../feed/conversation.ts'
import { useNow } from '../feed/use-now.ts'
import styles from './callee-phone.module.css'
import { formatNumber, formatTime } from './format.ts'
import { HandsetIcon } from './icons.tsx'
import type { Accent } from './parties.ts'
import { Trouble } from './trouble.tsx'
import { type Refusal, toRefusal } from './use-own-call.ts'

const reactions: readonly (readonly [Reaction, string])[] = [
  ['person', 'Answer'],
  ['busy', 'Busy'],
  ['ignored', 'Ignore'],
  ['voicemail', 'Voicemail'],
]

export interface CalleePhoneProps {
  readonly label: string
  readonly number: string
  readonly accent: Accent
  /** The newest leg that rang this number; absent when none did. */
  readonly leg: Leg | undefined
}

export function CalleePhone({ label, number, accent, leg }: CalleePhoneProps) {
  const [refusal, setRefusal] = useState<Refusal>()
  const [ignored, setIgnored] = useState<string>()
  const isLive = leg !== undefined && !isOver(leg.status)
  const isTalking = leg?.status === 'in-progress'
  const isRinging = isLive && !isTalking

  function attempt(action: Promise<void>) {
    action.then(
      () => setRefusal(undefined),
      (error: unknown) => setRefusal(toRefusal(error)),
    )
  }

  function react(callSid: string, as: Reaction) {
    setIgnored(as === 'ignored' ? callSid : undefined)
    attempt(api.react(callSid, as))
  }

  return (
    <section
      className={styles.phone}
      aria-label={`${label} ${number}`}
      data-accent={accent}
      data-state={isTalking ? 'talking' : isRinging ? 'ringing' : 'idle'}
    >
      <div className={styles.top}>
        <span className={styles.bell} aria-hidden="true">
          <HandsetIcon size={16} />
        </span>
        <div className={styles.who}>
          <p className={styles.label}>{label}</p>
          {label !== formatNumber(number) && <p className={styles.number}>{formatNumber(number)}</p>}
        </div>
      </div>
      <p className={styles.state} role="status">
        {isRinging && ignored === leg.callSid ? 'Rings on, ignored' : stateOf(leg)}
        {isTalking && <Timer since={leg.answeredAt ?? leg.startedAt} />}
      </p>
      {isRinging && (
        <div className={styles.reactions}>
          {reactions.map(([as, name]) => (
            <button key={as} type="button" data-kind={as} onClick={() => react(leg.callSid, as)}>
              {name}
            </button>
          ))}
        </div>
      )}
      {isTalking && (
        <div className={styles.reactions}>
          <button type="button" className={styles.wide} onClick={() => attempt(api.hangUp(leg.callSid))}>
            Hang up this phone
          </button>
        </div>
      )}
      {refusal && <Trouble {...refusal} onClose={() => setRefusal(undefined)} />}
    </section>
  )
}

function Timer({ since }: { readonly since: number }) {
  const now = useNow(true, 500)
  return <span aria-hidden="true"> {formatTime(now - since)}</span>
}

function stateOf(leg: Leg | undefined): string {
  switch (leg?.status) {
    case undefined:
      return 'On the hook'
    case 'queued':
    case 'initiated':
    case 'ringing':
      return 'Rings'
    case 'in-progress':
      return 'In the call'
    case 'busy':
      return 'Was busy'
    case 'no-answer':
      return 'Did not answer'
    case 'canceled':
      return 'Stopped ringing'
    case 'failed':
      return 'Could not be reached'
    default:
      return 'On the hook again'
  }
}
