/** Text messages as threads, and a field to write one as somebody with a phone would. */
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import type { System } from '../api/types.ts'
import { formatNumber } from '../phone/format.ts'
import { lineTitle } from '../phone/parties.ts'
import { Trouble } from '../phone/trouble.tsx'
import { type Refusal, toRefusal } from '../phone/use-own-call.ts'
import styles from './switchboard.module.css'
import { type Text, type Thread, threadsOf } from './switchboard.ts'

export interface MessagesProps {
  readonly system: System
  readonly texts: readonly Text[]
}

export function Messages({ system, texts }: MessagesProps) {
  const [chosen, setChosen] = useState<string>()
  const threads = threadsOf(texts)
  const line = system.lines[0]?.number
  if (threads.length === 0 && line === undefined) return null
  const fresh: Thread | undefined = line === undefined ? undefined : { person: system.callerNumber, line, texts: [] }
  const shown = threads.find((thread) => keyOf(thread) === chosen) ?? threads[0] ?? fresh
  if (shown === undefined) return null
  return (
    <section className={styles.messages} aria-label="Messages">
      <div className={styles.messagesHead}>
        <h3>Messages</h3>
        {threads.length > 1 && (
          <select aria-label="Thread" value={keyOf(shown)} onChange={(event) => setChosen(event.target.value)}>
            {threads.map((thread) => (
              <option key={keyOf(thread)} value={keyOf(thread)}>
                {formatNumber(thread.person)}
              </option>
            ))}
          </select>
        )}
        <p className={styles.hint}>
          {formatNumber(shown.person)} and {lineTitle(system, shown.line)}
        </p>
      </div>
      {shown.texts.length === 0 && <p className={styles.empty}>No messages yet. Write one, or let the app send one.</p>}
      <ol className={styles.thread}>
        {shown.texts.map((text) => (
          <li key={text.messageSid} className={styles.bubble} data-direction={text.direction}>
            <p>{text.text}</p>
            <p className={styles.delivery} data-failed={text.errorCode !== undefined || undefined}>
              {text.status}
              {text.errorCode !== undefined && ` (${text.errorCode})`}
            </p>
          </li>
        ))}
      </ol>
      <Write person={shown.person} line={shown.line} />
    </section>
  )
}

const keyOf = ({ person, line }: Thread): string => `${person} ${line}`

function Write({ person, line }: { readonly person: string; readonly line: string }) {
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<Refusal>()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() === '') return
    api.writeMessage(person, line, text.trim()).then(
      () => {
        setText('')
        setRefusal(undefined)
      },
      (error: unknown) => setRefusal(toRefusal(error)),
    )
  }

  return (
    <form className={styles.act} onSubmit={submit}>
      <input
        aria-label={`Message from ${formatNumber(person)}`}
        placeholder={`Write as ${formatNumber(person)}`}
        value={text}
        maxLength={1600}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit">Send</button>
      {refusal && <Trouble {...refusal} onClose={() => setRefusal(undefined)} />}
    </form>
  )
}
