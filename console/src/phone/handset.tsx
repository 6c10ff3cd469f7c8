/** The caller's phone: who is called, how it stands, the keys, the voice. */
import { Tooltip } from '@mantine/core'
import { type FormEvent, type RefObject, useEffect, useState } from 'react'
import type { System } from '../api/types.ts'
import { type Conversation, callerLeg, isOver } from '../feed/conversation.ts'
import { useNow } from '../feed/use-now.ts'
import type { Sound } from '../sound/use-sound.ts'
import { formatNumber, formatTime } from './format.ts'
import styles from './handset.module.css'
import { HandsetIcon, HangUpIcon, MicrophoneIcon, SpeakerIcon } from './icons.tsx'
import { Keypad } from './keypad.tsx'
import { partyOf } from './parties.ts'
import { Trouble } from './trouble.tsx'
import type { OwnCall } from './use-own-call.ts'

export interface HandsetProps {
  readonly system: System
  readonly own: OwnCall
  readonly sound: Sound
  readonly number: string
  readonly downKey: string | undefined
  readonly sayField: RefObject<HTMLInputElement | null>
  readonly caption: string | undefined
  readonly onChooseNumber: (number: string) => void
  readonly onCall: () => void
  readonly onPress: (key: string) => void
}

export function Handset(props: HandsetProps) {
  const { own, sound, onCall, onPress } = props
  return (
    <section className={styles.handset} aria-label="Phone">
      <Screen {...props} />
      {own.refusal && <Trouble {...own.refusal} onClose={own.forgetRefusal} />}
      <Keypad downKey={props.downKey} onPress={onPress} />
      <div className={styles.buttons}>
        <SwitchButton
          label={sound.isMuted ? 'Unmute the microphone' : 'Mute the microphone'}
          isOn={sound.isMuted}
          onClick={() => sound.setMuted(!sound.isMuted)}
        >
          <MicrophoneIcon isOff={sound.isMuted} />
        </SwitchButton>
        {own.isLive ? (
          <button type="button" className={styles.hangUp} onClick={own.hangUp}>
            <HangUpIcon size={22} /> Hang up
          </button>
        ) : (
          <button type="button" className={styles.call} onClick={onCall}>
            <HandsetIcon size={20} /> Call
          </button>
        )}
        <SwitchButton
          label={sound.isSilent ? 'Turn the speaker on' : 'Turn the speaker off'}
          isOn={sound.isSilent}
          onClick={() => sound.setSilent(!sound.isSilent)}
        >
          <SpeakerIcon isOff={sound.isSilent} />
        </SwitchButton>
      </div>
      <SayField {...props} />
    </section>
  )
}

function Screen({ system, own, number, caption, sound, onChooseNumber }: HandsetProps) {
  const conversation = own.conversation
  const leg = conversation && callerLeg(conversation)
  const isTalking = leg?.status === 'in-progress'
  const now = useNow(isTalking, 250)
  const line = system.lines.find((each) => each.number === number)
  const keys = conversation && own.isLive ? keysOf(conversation) : ''
  return (
    <div className={styles.screen} data-live={own.isLive || undefined}>
      {system.lines.length > 1 && !own.isLive ? (
        <select
          className={styles.lines}
          aria-label="Line to call"
          value={number}
          onChange={(event) => onChooseNumber(event.target.value)}
        >
          {system.lines.map((each) => (
            <option key={each.number} value={each.number}>
              {each.title}
            </option>
          ))}
        </select>
      ) : (
        <p className={styles.name}>{line?.title ?? 'No line'}</p>
      )}
      <p className={styles.number}>{number ? formatNumber(number) : 'This system has no number yet.'}</p>
      <p className={styles.state} role="status">
        {leg?.recordingSid && <span className={styles.recording} aria-hidden="true" />}
        {stateOf(system, own)}
        {isTalking && leg.answeredAt !== undefined && (
          <span className={styles.timer} aria-hidden="true">
            {formatTime(now - leg.answeredAt)}
          </span>
        )}
      </p>
      {leg?.recordingSid && sound.microphone === 'ready' && <Level level={sound.level} />}
      {caption && own.isLive && (
        <p className={styles.caption} aria-hidden="true">
          {caption}
        </p>
      )}
      {keys && (
        <p className={styles.keys} aria-hidden="true">
          {keys}
        </p>
      )}
    </div>
  )
}

function Level({ level }: { readonly level: number }) {
  return (
    <span className={styles.level} aria-hidden="true">
      <span style={{ transform: `scaleX(${Math.max(0.02, level)})` }} />
    </span>
  )
}

function stateOf(system: System, own: OwnCall): string {
  const conversation = own.conversation
  if (!conversation) return own.isLive ? 'Calling…' : 'Ready'
  const leg = callerLeg(conversation)
  if (isOver(leg.status)) return own.isLive ? 'Calling…' : endOf(leg.reason)
  if (leg.status !== 'in-progress') return 'Ringing'
  if (leg.recordingSid) return 'Recording'
  if (leg.talkingTo) return `Talking to ${partyOf(system, conversation, leg.talkingTo).name}`
  const rung = conversation.legs.findLast((each) => each !== leg && !isOver(each.status))
  if (rung) return `Ringing ${partyOf(system, conversation, rung.callSid).name}`
  if (leg.accepts?.includes('speech')) return 'Listens to you'
  if (leg.accepts?.includes('keys')) return 'Waits for a key'
  return 'Connected'
}

const endOf = (reason: string | undefined) => (reason ? `Ended: ${reason}` : 'Ended')

function keysOf(conversation: Conversation): string {
  return conversation.lines
    .flatMap((line) => (line.kind === 'keys' && line.callSid === conversation.callSid ? line.keys : []))
    .slice(-12)
    .join(' ')
}

function SwitchButton(props: {
  readonly label: string
  readonly isOn: boolean
  readonly onClick: () => void
  readonly children: React.ReactNode
}) {
  return (
    <Tooltip label={props.label} openDelay={400} withArrow>
      <button
        type="button"
        className={styles.switch}
        aria-label={props.label}
        aria-pressed={props.isOn}
        onClick={props.onClick}
      >
        {props.children}
      </button>
    </Tooltip>
  )
}

function SayField({ own, sound, sayField }: HandsetProps) {
  const [text, setText] = useState('')
  useEffect(() => {
    if (!own.isLive) setText('')
  }, [own.isLive])

  function say(event: FormEvent) {
    event.preventDefault()
    if (text.trim() === '') return
    own.say(text.trim())
    setText('')
  }

  return (
    <form className={styles.say} onSubmit={say}>
      <input
        ref={sayField}
        value={text}
        aria-label="What you would say"
        placeholder="What you would say"
        disabled={!own.isAnswered}
        maxLength={1000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <button type="submit" disabled={!own.isAnswered || text.trim() === ''}>
        Say
      </button>
      <p className={styles.hint}>{hintOf(sound.microphone)}</p>
    </form>
  )
}

function hintOf(microphone: Sound['microphone']): string {
  if (microphone === 'asking') return 'Your browser asks whether the page may hear you.'
  if (microphone === 'ready') return 'After the beep the microphone hears you.'
  if (microphone === 'unasked') return 'Speak after the beep, or type it here.'
  return 'No microphone: type what you would say.'
}
