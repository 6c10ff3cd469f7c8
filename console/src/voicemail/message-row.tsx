/** One message: its player, who left it and when, and what can be done with it. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { audioAddress } from '../api/client.ts'
import type { Message } from '../api/types.ts'
import { formatNumber, formatTime } from '../phone/format.ts'
import { BinIcon, PauseIcon, PlayIcon } from '../phone/icons.tsx'
import { peaksOf } from './peaks.ts'
import styles from './voicemail.module.css'

export interface MessageRowProps {
  readonly message: Message
  /** What was typed in place of speaking, empty when nothing is known. */
  readonly said: string
  readonly onHeard: (isHeard: boolean) => void
  readonly onDelete: () => void
}

export function MessageRow({ message, said, onHeard, onDelete }: MessageRowProps) {
  const who = formatNumber(message.from)
  // What somebody has written down is there for good; what was typed is known to this page alone.
  const words = message.transcript ?? said
  return (
    <li className={styles.message} data-heard={message.isHeard || undefined}>
      <Player message={message} onPlayed={() => !message.isHeard && onHeard(true)} />
      <div className={styles.words}>
        <p className={styles.from}>
          {!message.isHeard && <span className={styles.isNew}>New</span>}
          {message.isUrgent && <span className={styles.isUrgent}>Urgent</span>}
          {who}
        </p>
        <p className={styles.when}>
          <time dateTime={new Date(message.at).toISOString()}>{whenText(message.at)}</time>,{' '}
          {formatTime(message.seconds * 1000)}, {message.mailbox}
        </p>
        {message.status === 'waiting-for-audio' && <p className={styles.state}>The recording is on its way.</p>}
        {message.status === 'audio-lost' && (
          <p className={styles.lost}>The recording could not be fetched. The time and the number are all there is.</p>
        )}
      </div>
      <div className={styles.actions}>
        <button type="button" onClick={() => onHeard(!message.isHeard)}>
          {message.isHeard ? 'Mark as new' : 'Mark as heard'}
        </button>
        <button type="button" aria-label={`Delete the message from ${who}`} onClick={onDelete}>
          <BinIcon />
        </button>
      </div>
      {words !== '' && <p className={styles.text}>“{words}”</p>}
    </li>
  )
}

const BARS = 44

function Player({ message, onPlayed }: { readonly message: Message; readonly onPlayed: () => void }) {
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [share, setShare] = useState(0)
  const isSaved = message.status === 'saved'
  const peaks = usePeaks(message.id, isSaved)

  function follow() {
    const element = audio.current
    if (element && element.duration > 0) setShare(element.currentTime / element.duration)
  }
  function toggle() {
    const element = audio.current
    if (!element) return
    if (element.paused) void element.play().catch(() => setPlaying(false))
    else element.pause()
  }

  return (
    <div className={styles.player}>
      <button
        type="button"
        className={styles.play}
        disabled={!isSaved}
        aria-label={`${isPlaying ? 'Pause' : 'Play'} the message from ${formatNumber(message.from)}`}
        onClick={toggle}
      >
        {isPlaying ? <PauseIcon /> : <PlayIcon />}
      </button>
      <span className={styles.wave} aria-hidden="true">
        {peaks.map((peak, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the outline of a recording never changes
            key={index}
            style={{ height: `${Math.max(8, peak * 100)}%` }}
            data-played={index / BARS < share || undefined}
          />
        ))}
      </span>
      {isSaved && (
        // biome-ignore lint/a11y/useMediaCaption: what was said stands beside the player when it is known
        <audio
          ref={audio}
          src={audioAddress(message.id)}
          preload="none"
          onPlay={() => {
            setPlaying(true)
            onPlayed()
          }}
          onPause={() => setPlaying(false)}
          onTimeUpdate={follow}
          onEnded={() => setShare(0)}
        />
      )}
    </div>
  )
}

const flat: readonly number[] = Array.from({ length: BARS }, () => 0)

function usePeaks(messageId: string, isSaved: boolean): readonly number[] {
  const { data } = useQuery({
    queryKey: ['peaks', messageId],
    queryFn: async () => peaksOf(await (await fetch(audioAddress(messageId))).arrayBuffer(), BARS),
    enabled: isSaved,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return data && data.length > 0 ? data : flat
}

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })

function whenText(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  return isToday ? `Today ${time.format(at)}` : `${day.format(at)}, ${time.format(at)}`
}
