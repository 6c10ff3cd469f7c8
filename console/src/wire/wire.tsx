/** The wire: every question of the network to the app, and its answer, in the order sent. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Conversation, callerLeg, isOver, type WireRow } from '../feed/conversation.ts'
import { useParties } from '../phone/parties.ts'
import styles from './wire.module.css'
import { WireRowView } from './wire-row.tsx'

export function WirePanel({ conversation }: { readonly conversation: Conversation | undefined }) {
  const { isOpen, toggle } = useOpenRows(conversation)
  const partyOf = useParties(conversation)
  const scroller = useRef<HTMLDivElement>(null)
  useFollowNewest(scroller, conversation)
  return (
    <section className={styles.panel} aria-label="The wire">
      <h2 className={styles.title}>
        The wire
        {conversation && conversation.wire.length > 0 && <Summary rows={conversation.wire} />}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles.scroller} tabIndex={0} role="log" aria-label="Requests" aria-live="off">
        {conversation && conversation.wire.length > 0 ? (
          <ol className={styles.rows}>
            {conversation.wire.map((row) => (
              <WireRowView
                key={row.requestId}
                row={row}
                startedAt={conversation.startedAt}
                isOpen={isOpen(row.requestId)}
                onToggle={toggle}
                party={row.callSid === conversation.callSid ? undefined : partyOf(row.callSid).name}
              />
            ))}
          </ol>
        ) : (
          <NothingSent />
        )}
      </div>
    </section>
  )
}

function Summary({ rows }: { readonly rows: readonly WireRow[] }) {
  const slowest = Math.max(0, ...rows.map((row) => row.tookMilliseconds ?? 0))
  return (
    <span className={styles.summary}>
      {rows.length === 1 ? '1 request' : `${rows.length} requests`}, slowest {Math.round(slowest)} ms
    </span>
  )
}

function NothingSent() {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>Nothing on the wire.</p>
      <p>
        When a call comes in, the network asks your app what to do: an HTTP request, signed so that the app can trust
        it. The app answers with TwiML, the network does what it says, and asks again.
      </p>
      <p>That request is called a webhook. You will see each of them here.</p>
    </div>
  )
}

/** The newest row that brought a document is open, and whatever somebody opened or closed stays so. */
function useOpenRows(conversation: Conversation | undefined) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins with nothing chosen
  useEffect(() => setChosen(new Map()), [conversation?.callSid])
  const newest = conversation?.wire.findLast(
    (row) => row.purpose !== 'call-status' && row.purpose !== 'recording-status',
  )
  const isOpen = (requestId: string) => chosen.get(requestId) ?? requestId === newest?.requestId
  const current = useRef(isOpen)
  current.current = isOpen
  const [toggle] = useState(() => (requestId: string) => {
    setChosen((before) => new Map(before).set(requestId, !current.current(requestId)))
  })
  return { isOpen, toggle }
}

/** Brings a new row into sight while the call runs. */
function useFollowNewest(scroller: React.RefObject<HTMLDivElement | null>, conversation: Conversation | undefined) {
  const count = conversation?.wire.length ?? 0
  const isRunning = conversation !== undefined && !isOver(callerLeg(conversation).status)
  useLayoutEffect(() => {
    const element = scroller.current
    const newest = element?.querySelector(`li:nth-child(${count})`)
    if (!isRunning || !element || !(newest instanceof HTMLElement)) return
    element.scrollTo({ top: newest.offsetTop - 8 })
  }, [scroller, count, isRunning])
}
