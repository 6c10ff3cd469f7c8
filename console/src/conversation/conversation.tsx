/** The conversation in the order of the ear: a spine of time, with what was heard and said along it. */
import { VisuallyHidden } from '@mantine/core'
import { type RefObject, useContext, useLayoutEffect, useRef } from 'react'
import { type Conversation, callerLeg, isOver, type Line, SHORTEST_SILENCE_SHOWN } from '../feed/conversation.ts'
import { useNow } from '../feed/use-now.ts'
import { lineTitle, SystemContext, useParties } from '../phone/parties.ts'
import styles from './conversation.module.css'
import { SilenceMark, TranscriptLine } from './transcript-line.tsx'

export interface ConversationProps {
  readonly conversation: Conversation | undefined
}

export function ConversationPanel({ conversation }: ConversationProps) {
  const scroller = useRef<HTMLDivElement>(null)
  useStickToEnd(scroller, conversation)
  return (
    <section className={styles.panel} aria-label="Conversation">
      <h2 className={styles.title}>Conversation</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles.scroller} tabIndex={0} role="log" aria-label="Transcript" aria-live="off">
        {conversation ? <Transcript conversation={conversation} /> : <NoCall />}
      </div>
      {conversation && <Announcer conversation={conversation} />}
    </section>
  )
}

function NoCall() {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>No calls yet.</p>
      <p>
        Press <strong>Call</strong> on the phone, or run <code>npx hookswitch call</code>.
      </p>
      <p>What is said, pressed and waited for appears here as the caller hears it.</p>
    </div>
  )
}

function Transcript({ conversation }: { readonly conversation: Conversation }) {
  const partyOf = useParties(conversation)
  const system = useContext(SystemContext)
  const speakers = { app: lineTitle(system, callerLeg(conversation).to), network: 'The network', person: undefined }
  return (
    <ol className={styles.lines}>
      {conversation.lines.map((line, index) => {
        const party = partyOf(line.callSid)
        const before = conversation.lines[index - 1]
        return (
          <TranscriptLine
            key={line.id}
            line={line}
            startedAt={conversation.startedAt}
            speaker={speakers[speaks(line)] ?? party.name}
            accent={speaks(line) === 'app' ? 'app' : party.accent}
            isNetwork={speaks(line) === 'network'}
            hearer={party.name}
            other={line.kind === 'bridge' ? partyOf(line.otherCallSid).name : undefined}
            isContinued={
              before?.kind === line.kind && speaks(before) === speaks(line) && before.callSid === line.callSid
            }
            isCaller={line.callSid === conversation.callSid}
          />
        )
      })}
      {conversation.quiet && <LiveSilence conversation={conversation} />}
    </ol>
  )
}

/** Who says a line. Words of no document are the network's own, such as its apology. */
function speaks(line: Line): 'app' | 'person' | 'network' {
  if (line.kind !== 'words' && line.kind !== 'audio') return 'person'
  return line.requestId === undefined ? 'network' : 'app'
}

function LiveSilence({ conversation }: ConversationProps) {
  const quiet = conversation?.quiet
  const now = useNow(true, 100)
  if (!quiet || now - quiet.since < SHORTEST_SILENCE_SHOWN) return null
  return <SilenceMark milliseconds={now - quiet.since} cause={quiet.cause} isLive />
}

/** Tells screen readers what is said, each prompt once and whole. */
function Announcer({ conversation }: { readonly conversation: Conversation }) {
  const newest = conversation.lines.findLast((line) => line.kind === 'words')
  return (
    <VisuallyHidden aria-live="polite" role="status">
      {newest?.text ?? ''}
    </VisuallyHidden>
  )
}

/** Keeps the end in sight while a call runs, unless somebody has scrolled up to read. */
function useStickToEnd(scroller: RefObject<HTMLDivElement | null>, conversation: Conversation | undefined) {
  const isAtEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation brings another list to watch
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60
    }
    element.addEventListener('scroll', look, { passive: true })
    // Lines grow while they are drawn: words wrap, silence lengthens.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    for (const child of element.children) observer.observe(child)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [scroller, conversation?.callSid])
  const isRunning = conversation !== undefined && !isOver(callerLeg(conversation).status)
  useLayoutEffect(() => {
    if (isRunning && scroller.current && isAtEnd.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [scroller, isRunning])
}
