/** The messages callers left, urgent ones first, then the newest: who, when, how long, what; played, kept and deleted here. */
import { useContext, useEffect, useMemo, useState } from 'react'
import { useDeleteMessage, useMarkHeard, useMessages, useRefreshMessages } from '../api/queries.ts'
import type { Message } from '../api/types.ts'
import { useFeedSnapshot, useLiveEvents } from '../feed/use-feed.ts'
import { SystemContext } from '../phone/parties.ts'
import { Trouble } from '../phone/trouble.tsx'
import { toRefusal } from '../phone/use-own-call.ts'
import { MessageRow } from './message-row.tsx'
import styles from './voicemail.module.css'
import { wordsSaid } from './words-said.ts'

/** From this many messages on there is a field to filter them by. */
const WORTH_FILTERING = 6

export function VoicemailPanel() {
  const messages = useMessages()
  const { view } = useFeedSnapshot()
  const hasExchange = useContext(SystemContext)?.hasExchange ?? false
  const markHeard = useMarkHeard()
  const { deleted, remove, takeBack } = useUndoableDelete()
  const [filter, setFilter] = useState('')
  const refresh = useRefreshMessages()
  useLiveEvents((event) => {
    if (event.kind === 'recording-ended' || event.kind === 'recording-available' || event.kind === 'call-status')
      refresh()
  })
  const all = messages.data ?? []
  const shown = useMemo(() => (messages.data ?? []).filter((each) => isFound(each, filter)), [messages.data, filter])
  const unheard = all.filter((each) => !each.isHeard && !deleted.has(each.id)).length
  return (
    <section className={styles.panel} aria-label="Voicemail">
      <div className={styles.head}>
        <h2 className={styles.title}>Voicemail</h2>
        {all.length > 0 && <span className={styles.count}>{unheard === 0 ? 'all heard' : `${unheard} new`}</span>}
      </div>
      {all.length >= WORTH_FILTERING && (
        <input
          type="search"
          className={styles.filter}
          aria-label="Filter messages"
          placeholder="Filter by number, mailbox or words"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      {messages.isError && <Trouble {...toRefusal(messages.error)} />}
      {markHeard.isError && <Trouble {...toRefusal(markHeard.error)} onClose={markHeard.reset} />}
      {messages.isSuccess && all.length === 0 && (
        <p className={styles.empty}>
          {hasExchange
            ? 'No messages yet. Call, let a phone ring unanswered, and leave one after the beep.'
            : 'No messages yet. What callers say after the beep is kept here.'}
        </p>
      )}
      {all.length > 0 && shown.length === 0 && <p className={styles.empty}>No message matches “{filter}”.</p>}
      <ul className={styles.messages}>
        {shown.map((message) =>
          deleted.has(message.id) ? (
            <li key={message.id} className={styles.deleted}>
              Deleted.
              <button type="button" onClick={() => takeBack(message.id)}>
                Undo
              </button>
            </li>
          ) : (
            <MessageRow
              key={message.id}
              message={message}
              said={wordsSaid(view.conversations.get(message.callSid))}
              onHeard={(isHeard) => markHeard.mutate({ id: message.id, isHeard })}
              onDelete={() => remove(message.id)}
            />
          ),
        )}
      </ul>
    </section>
  )
}

function isFound(message: Message, filter: string) {
  const wanted = filter.trim().toLowerCase()
  const digits = wanted.replace(/\D/g, '')
  const words = `${message.mailbox} ${message.transcript ?? ''}`.toLowerCase()
  return wanted === '' || words.includes(wanted) || (digits !== '' && message.from.includes(digits))
}

const TIME_TO_UNDO = 6_000

/** Deletes a little later than asked, so that it can be taken back; leaving the page deletes at once. */
function useUndoableDelete() {
  const { mutate } = useDeleteMessage()
  const [deleted, setDeleted] = useState<ReadonlySet<string>>(new Set())
  const [timers] = useState(() => new Map<string, ReturnType<typeof setTimeout>>())

  useEffect(
    () => () => {
      for (const [id, timer] of timers) {
        clearTimeout(timer)
        mutate(id)
      }
      timers.clear()
    },
    [timers, mutate],
  )

  function settle(id: string) {
    clearTimeout(timers.get(id))
    timers.delete(id)
    setDeleted((before) => new Set([...before].filter((each) => each !== id)))
  }

  return {
    deleted,
    remove(id: string) {
      setDeleted((before) => new Set(before).add(id))
      timers.set(
        id,
        setTimeout(() => {
          mutate(id)
          settle(id)
        }, TIME_TO_UNDO),
      )
    },
    takeBack: settle,
  }
}
