/** One request and its answer: a line when closed; parameters, signature and document when open. */
import { memo, type ReactNode, useRef } from 'react'
import type { Finding, WireRow } from '../feed/conversation.ts'
import { formatTime } from '../phone/format.ts'
import { ChevronIcon, WarningIcon } from '../phone/icons.tsx'
import { Trouble } from '../phone/trouble.tsx'
import { pointing, useIsPointedAt, useWhenChosen } from '../selection/selection.ts'
import { TwimlView } from './twiml-view.tsx'
import styles from './wire.module.css'

export interface WireRowProps {
  readonly row: WireRow
  /** When the conversation began. */
  readonly startedAt: number
  readonly isOpen: boolean
  readonly onToggle: (requestId: string) => void
  /** Whose leg it is about, when it is not the caller's. */
  readonly party: string | undefined
}

/** Parameters that tell what the caller did; shown without opening anything. */
const telling =
  /^(Digits|SpeechResult|Confidence|DialCallStatus|DialCallDuration|RecordingDuration|RecordingStatus|CallStatus|FinishedOnKey)$/

export const WireRowView = memo(function WireRowView({ row, startedAt, isOpen, onToggle, party }: WireRowProps) {
  const isPointed = useIsPointedAt(row.requestId)
  const element = useRef<HTMLLIElement>(null)
  useWhenChosen(row.requestId, () => {
    if (!isOpen) onToggle(row.requestId)
    element.current?.scrollIntoView({ block: 'nearest' })
  })
  const isBad = row.failure !== undefined || (row.answer !== undefined && row.answer.status >= 400)
  return (
    <li
      ref={element}
      className={styles.row}
      data-pointed={isPointed || undefined}
      data-bad={isBad || undefined}
      data-background={row.purpose === 'call-status' || row.purpose === 'recording-status' || undefined}
      {...pointing(row.requestId)}
    >
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={() => onToggle(row.requestId)}>
        <time className={styles.sentAt}>{formatTime(row.sentAt - startedAt)}</time>
        <span className={styles.method}>{row.isGiven ? 'API' : row.method}</span>
        <span className={styles.path}>{row.isGiven ? 'a document of its own' : pathOf(row.url)}</span>
        <span className={styles.took}>
          {row.tookMilliseconds === undefined ? '…' : `${Math.round(row.tookMilliseconds)} ms`}
        </span>
        <span className={styles.status}>{row.failure ? row.failure.code : (row.answer?.status ?? '')}</span>
        <span className={styles.chevron}>
          <ChevronIcon />
        </span>
      </button>
      <p className={styles.plain}>
        {plainText(row, party)}
        {row.parameters
          .filter(
            ([name, value]) =>
              telling.test(name) && !(name === 'CallStatus' && row.purpose !== 'call-status') && value !== '',
          )
          .map(([name, value]) => (
            <code key={name} className={styles.telling}>
              {name}={value}
            </code>
          ))}
        {!isOpen && <Found findings={row.findings} />}
      </p>
      {isOpen && <Opened row={row} />}
      <Next row={row} isOpen={isOpen} />
    </li>
  )
})

function Found({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  const severity = findings.some((finding) => finding.severity === 'error') ? 'error' : 'warning'
  return (
    <span className={styles.found} data-severity={severity}>
      <WarningIcon /> {findings.length === 1 ? '1 finding' : `${findings.length} findings`}
    </span>
  )
}

function Opened({ row }: { readonly row: WireRow }) {
  return (
    <div className={styles.opened}>
      {row.failure && (
        <Trouble
          message={row.failure.message}
          code={row.failure.code}
          help={row.findings.find((finding) => finding.help)?.help}
        />
      )}
      {row.answer && <TwimlView row={row} />}
      {!row.isGiven && <Sent row={row} />}
    </div>
  )
}

/** What the network sent, and how it proved who it is. */
function Sent({ row }: { readonly row: WireRow }) {
  return (
    <>
      <Fold summary={row.parameters.length === 1 ? '1 parameter' : `${row.parameters.length} parameters`}>
        <table className={styles.parameters}>
          <tbody>
            {row.parameters.map(([name, value], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the order never changes
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{value || <em>empty</em>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
      <Fold summary="What was signed">
        <p className={styles.teach}>
          The address, then every parameter sorted by name. The app makes the same text, signs it with the same token
          and compares: only the network can have sent this.
        </p>
        <pre className={styles.signed}>{row.signedText}</pre>
        <p className={styles.teach}>
          <code>X-Twilio-Signature: {row.signature}</code>
        </p>
      </Fold>
    </>
  )
}

function Fold({ summary, children }: { readonly summary: string; readonly children: ReactNode }) {
  return (
    <details className={styles.fold}>
      <summary>
        <ChevronIcon />
        {summary}
      </summary>
      {children}
    </details>
  )
}

/** What the network does about it now, or what came of the last verb that is over. */
function Next({ row, isOpen }: { readonly row: WireRow; readonly isOpen: boolean }) {
  const running = row.verbs.find((verb) => verb.state === 'running')
  const last = row.verbs.findLast((verb) => verb.outcome !== undefined)
  const words = running ? !isOpen && running.explanation : last?.outcome
  if (!words) return null
  return (
    <p className={styles.next}>
      <span aria-hidden="true">↳</span> {sentence(words)}
    </p>
  )
}

function plainText(row: WireRow, party: string | undefined): string {
  const again = row.attempt > 1 ? ` Try ${row.attempt}.` : ''
  const about = party ? ` About ${party}.` : ''
  if (row.isGiven) return `The app gave this call a document through the API.${about}`
  return `${purposes[row.purpose]}${about}${again}`
}

const purposes: Readonly<Record<WireRow['purpose'], string>> = {
  voice: 'A call came in: what now?',
  action: 'A verb is over: what now?',
  redirect: 'The document sent the network here.',
  refer: 'The callee sends the caller elsewhere: what now?',
  fallback: 'The first address failed, so the second is asked.',
  whisper: 'The callee answered: what do they hear first?',
  wait: 'The caller waits: what do they hear meanwhile?',
  announcement: 'Something is announced, or somebody is on hold: what do they hear?',
  'call-status': 'The network tells how the call stands.',
  'recording-status': 'The network tells about the recording.',
  'conference-status': 'The network tells about the conference.',
  'amd-status': 'The network tells who it thinks has answered.',
  'stream-status': 'The network tells about the stream.',
  'siprec-status': 'The network tells about the SIPREC session.',
  transcription: 'The network tells what was said.',
  message: 'Somebody wrote: what now?',
  'payment-status': 'The network tells how the payment goes on.',
  transcribe: 'The network tells the words of the recording.',
  'message-status': 'The network tells what became of the message.',
  'partial-result': 'The network tells what it understands so far.',
  media: 'The network fetches a file to play.',
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}

/** An address without what all share: the origin. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}
