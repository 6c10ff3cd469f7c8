/** One entry of the transcript: its time, its mark on the spine, what it was. */
import { memo, type ReactNode } from 'react'
import type { Line, QuietCause } from '../feed/conversation.ts'
import { useNow } from '../feed/use-now.ts'
import { formatTime } from '../phone/format.ts'
import type { Accent } from '../phone/parties.ts'
import { Trouble } from '../phone/trouble.tsx'
import { choose, pointing, useIsPointedAt } from '../selection/selection.ts'
import styles from './conversation.module.css'
import { SpokenWords } from './spoken-words.tsx'

export interface TranscriptLineProps {
  readonly line: Line
  /** When the conversation began. */
  readonly startedAt: number
  readonly speaker: string
  readonly accent: Accent
  /** True for words the network says by itself. */
  readonly isNetwork: boolean
  /** Whose ear it is. */
  readonly hearer: string
  /** The party on the other side of a bridge. */
  readonly other: string | undefined
  /** True when the line before is the same speaker's: the name is not said again. */
  readonly isContinued: boolean
  readonly isCaller: boolean
}

export const TranscriptLine = memo(function TranscriptLine(props: TranscriptLineProps) {
  const { line, startedAt, accent, isNetwork } = props
  const isPointed = useIsPointedAt(line.requestId)
  if (line.kind === 'silence') {
    return <SilenceMark milliseconds={(line.endedAt ?? line.startedAt) - line.startedAt} cause={line.cause} />
  }
  if (isOnlyAClick(line)) return null
  return (
    <li
      className={styles.line}
      data-kind={line.kind}
      data-accent={accent}
      data-network={isNetwork || undefined}
      data-pointed={isPointed || undefined}
      data-open={isUnderWay(line) || undefined}
      {...pointing(line.requestId)}
    >
      <At line={line} time={formatTime(line.startedAt - startedAt)} />
      <span className={styles.mark} aria-hidden="true" />
      <div className={styles.content}>
        <Content {...props} />
      </div>
    </li>
  )
})

/** The time into the call; where a document stands behind the line, a way to it. */
function At({ line, time }: { readonly line: Line; readonly time: string }) {
  const { requestId } = line
  if (requestId === undefined) return <time className={styles.time}>{time}</time>
  return (
    <button
      type="button"
      className={styles.time}
      aria-label={`${time}, show on the wire`}
      onClick={() => choose(requestId)}
    >
      {time}
    </button>
  )
}

/** Something that lasts and is not over: the spine of time goes on below it. */
function isUnderWay(line: Line): boolean {
  return line.endedAt === undefined && ['words', 'audio', 'tone', 'recording', 'bridge'].includes(line.kind)
}

/** Ringback that was over before anybody could hear it. */
function isOnlyAClick(line: Line): boolean {
  return (
    line.kind === 'tone' &&
    line.tone === 'ringback' &&
    line.endedAt !== undefined &&
    line.endedAt - line.startedAt < 1_000
  )
}

function Content({ line, speaker, hearer, other, isContinued, isCaller }: TranscriptLineProps): ReactNode {
  const name = !isContinued && (
    <span className={styles.speaker}>
      {speaker}
      {!isCaller && (line.kind === 'words' || line.kind === 'audio') && ` to ${hearer}`}
    </span>
  )
  switch (line.kind) {
    case 'words':
      return (
        <>
          {name}
          <SpokenWords line={line} />
        </>
      )
    case 'audio':
      return (
        <>
          {name}
          <p className={styles.words}>
            plays <code>{line.url}</code>
          </p>
        </>
      )
    case 'keys':
      return (
        <p className={styles.keys}>
          <span className={styles.speaker}>{speaker} presses</span>
          {line.keys.map((key, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys are only ever added at the end
            <kbd key={index}>{key}</kbd>
          ))}
          {!line.heeded && <span className={styles.lost}>nobody was listening</span>}
        </p>
      )
    case 'speech':
      return (
        <>
          {name}
          <p className={styles.words}>
            “{line.text}”{!line.heeded && <span className={styles.lost}> nobody was listening</span>}
          </p>
        </>
      )
    case 'recording':
      return <Recording line={line} speaker={speaker} />
    case 'tone':
      return <p className={styles.note}>{toneText(line)}</p>
    case 'status':
      return <p className={styles.note}>{statusText(line, speaker, isCaller)}</p>
    case 'bridge':
      return (
        <p className={styles.note}>
          {speaker} and {other} can talk
        </p>
      )
    case 'place':
      return (
        <p className={styles.note}>
          {speaker} {line.words}
        </p>
      )
    case 'trouble':
      return <Trouble message={line.finding.message} help={line.finding.help} code={line.finding.code} />
    case 'silence':
      return null
  }
}

function Recording({
  line,
  speaker,
}: {
  readonly line: Line & { readonly kind: 'recording' }
  readonly speaker: string
}) {
  const isRunning = line.endedAt === undefined
  const now = useNow(isRunning, 250)
  const milliseconds = (line.endedAt ?? now) - line.startedAt
  const length = line.seconds === undefined ? formatTime(milliseconds) : formatTime(line.seconds * 1000)
  return (
    <div className={styles.recording} style={{ minHeight: heightOf(milliseconds) }}>
      <p className={styles.words}>
        {isRunning ? `${speaker} is recorded` : `${speaker} was recorded`}{' '}
        <span className={styles.length}>{length}</span>
      </p>
      {line.endedBy && <p className={styles.ending}>{endings[line.endedBy]}</p>}
    </div>
  )
}

const endings = {
  key: 'A key ended it.',
  silence: 'Silence ended it.',
  'maximum-length': 'It reached its greatest length.',
  'hang-up': 'The caller hung up.',
  'bridge-ended': 'The two were parted.',
  'conference-ended': 'The conference ended.',
  stopped: 'The app stopped it.',
} as const

/** Silence, as long as it was: twelve pixels a second, up to half a minute. */
export function SilenceMark(props: {
  readonly milliseconds: number
  readonly cause: QuietCause
  readonly isLive?: boolean
}) {
  return (
    <li className={styles.line} data-kind="silence" data-open={props.isLive || undefined}>
      <span className={styles.time} />
      <span className={styles.mark} aria-hidden="true" />
      <div className={styles.content} style={{ height: heightOf(props.milliseconds) }}>
        <p className={styles.silence}>
          <span className={styles.length}>{(props.milliseconds / 1000).toFixed(1)} s</span> {causes[props.cause]}
        </p>
      </div>
    </li>
  )
}

const causes: Readonly<Record<QuietCause, string>> = {
  input: 'of silence, waiting for the caller',
  pause: 'of silence, as the app asked',
  app: 'of silence, waiting for the app',
  nothing: 'of silence',
}

const heightOf = (milliseconds: number) => Math.max(24, Math.min(360, (milliseconds / 1000) * 12))

function toneText(line: Line & { readonly kind: 'tone' }): string {
  switch (line.tone) {
    case 'beep':
      return 'Beep'
    case 'ringback':
      return line.endedAt === undefined ? 'It rings…' : `It rang for ${formatTime(line.endedAt - line.startedAt)}`
    case 'busy':
      return 'Busy tone'
    case 'not-in-service':
      return 'The number is not in service'
    case 'digits':
      return `Tones of ${line.digits ?? 'keys'}`
  }
}

function statusText(line: Line & { readonly kind: 'status' }, name: string, isCaller: boolean): string {
  const because = line.reason ? `: ${line.reason}` : ''
  switch (line.status) {
    case 'ringing':
      return isCaller ? 'The line rings' : `The phone of ${name} rings`
    case 'in-progress':
      return isCaller ? 'The line answers' : `${name} answers`
    case 'busy':
      return isCaller ? `Busy${because}` : `${name} is busy`
    case 'no-answer':
      return isCaller ? `Not answered${because}` : `${name} does not answer`
    case 'canceled':
      return isCaller ? `The call was given up${because}` : `The phone of ${name} stops ringing`
    case 'failed':
      return isCaller ? `The call failed${because}` : `${name} cannot be reached`
    default:
      return isCaller ? `The call is over${because}` : `${name} is off the line`
  }
}
