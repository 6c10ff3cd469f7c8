/** One end of a call on the switchboard: who, what he hears, and everything he could do. */
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import type { Reaction } from '../api/types.ts'
import { useNow } from '../feed/use-now.ts'
import { formatNumber, formatTime, secondsToSay } from '../phone/format.ts'
import { Trouble } from '../phone/trouble.tsx'
import { type Refusal, toRefusal } from '../phone/use-own-call.ts'
import styles from './switchboard.module.css'
import type { Party } from './switchboard.ts'

export interface PartyCardProps {
  readonly party: Party
  readonly name: string
  /** Whom he talks to, by name. */
  readonly other: string | undefined
  /** The conference or queue he is in, in words. */
  readonly place: string | undefined
  readonly onShow: (callSid: string) => void
}

const reactions: readonly (readonly [Reaction, string])[] = [
  ['person', 'Answer'],
  ['busy', 'Busy'],
  ['ignored', 'Ignore'],
  ['voicemail', 'Voicemail'],
]

export function PartyCard({ party, name, other, place, onShow }: PartyCardProps) {
  const [refusal, setRefusal] = useState<Refusal>()
  const { callSid, status, direction } = party
  const isTalking = status === 'in-progress'
  const isRinging = !isTalking && direction !== 'inbound'

  function attempt(action: Promise<void>) {
    action.then(
      () => setRefusal(undefined),
      (error: unknown) => setRefusal(toRefusal(error)),
    )
  }

  return (
    <section
      className={styles.party}
      aria-label={`Party: ${name}`}
      data-kind={direction === 'inbound' ? 'caller' : 'callee'}
      data-state={isTalking ? 'talking' : 'ringing'}
    >
      <p className={styles.who}>
        <button type="button" className={styles.show} onClick={() => onShow(callSid)} title="Show this call">
          {name}
        </button>
        <Since since={party.since} />
      </p>
      <p className={styles.state}>{isTalking && place ? place : stateOf(party, other)}</p>
      {isTalking && party.hears && other === undefined && <p className={styles.hears}>“{party.hears}”</p>}
      {isRinging && (
        <div className={styles.actions}>
          {reactions.map(([as, title]) => (
            <button key={as} type="button" onClick={() => attempt(api.react(callSid, as))}>
              {title}
            </button>
          ))}
        </div>
      )}
      {isTalking && (
        <Act
          name={name}
          onKeys={(keys) => attempt(api.pressKeys(callSid, keys))}
          onSay={(text) => attempt(api.speak(callSid, text, secondsToSay(text)))}
        />
      )}
      {(isTalking || direction === 'inbound') && (
        <button type="button" className={styles.hangUp} onClick={() => attempt(api.hangUp(callSid))}>
          Hang up
        </button>
      )}
      {refusal && <Trouble {...refusal} onClose={() => setRefusal(undefined)} />}
    </section>
  )
}

function stateOf({ status, direction, other: number }: Party, other: string | undefined): string {
  if (status === 'in-progress') return other === undefined ? 'On the line' : `Talks to ${other}`
  if (direction === 'inbound') return `Calls ${formatNumber(number)}`
  return status === 'queued' ? 'Waits to be dialled' : `Rings, called from ${formatNumber(number)}`
}

function Since({ since }: { readonly since: number }) {
  const now = useNow(true, 500)
  return <span className={styles.timer}>{formatTime(now - since)}</span>
}

interface ActProps {
  readonly name: string
  readonly onKeys: (keys: string) => void
  readonly onSay: (text: string) => void
}

/** Keys are pressed, anything else is said. */
function Act({ name, onKeys, onSay }: ActProps) {
  const [text, setText] = useState('')

  function submit(event: FormEvent) {
    event.preventDefault()
    const words = text.trim()
    if (words === '') return
    if (/^[0-9*#A-D]+$/.test(words)) onKeys(words)
    else onSay(words)
    setText('')
  }

  return (
    <form className={styles.act} onSubmit={submit}>
      <input
        aria-label={`Keys or words of ${name}`}
        placeholder="Keys, or words to say"
        value={text}
        maxLength={400}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit">Send</button>
    </form>
  )
}
