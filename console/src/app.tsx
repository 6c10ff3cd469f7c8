/** The page: the phone, the conversation and the wire side by side, voicemail and the map with them. */
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useSystem } from './api/queries.ts'
import type { System } from './api/types.ts'
import styles from './app.module.css'
import { ConversationPanel } from './conversation/conversation.tsx'
import { type Conversation, callerLeg, isOver } from './feed/conversation.ts'
import { newestConversation } from './feed/journal-view.ts'
import { useFeed, useFeedSnapshot } from './feed/use-feed.ts'
import { Header } from './header.tsx'
import { MapSection } from './map/map-section.tsx'
import { Desk } from './phone/desk.tsx'
import { formatNumber } from './phone/format.ts'
import { SystemContext } from './phone/parties.ts'
import { ShortcutsHelp } from './phone/shortcuts-help.tsx'
import { Trouble } from './phone/trouble.tsx'
import { toRefusal, useOwnCall } from './phone/use-own-call.ts'
import { useShortcuts } from './phone/use-shortcuts.ts'
import { QueuesPanel } from './queues/queues.tsx'
import { RemindersPanel } from './reminders/reminders.tsx'
import { useSound } from './sound/use-sound.ts'
import { SwitchboardSection } from './switchboard/switchboard-section.tsx'
import { VoicemailPanel } from './voicemail/voicemail.tsx'
import { WirePanel } from './wire/wire.tsx'

export function App() {
  const system = useSystem()
  // While it is tried again there is no error any more, nor an answer yet.
  const lastError = useRef<unknown>(undefined)
  if (system.error) lastError.current = system.error
  if (!system.data) return lastError.current ? <Unreachable error={lastError.current} /> : null
  return (
    <SystemContext value={system.data}>
      {system.data.hasExchange ? <Exchange system={system.data} /> : <FrontDesk system={system.data} />}
    </SystemContext>
  )
}

function Unreachable({ error }: { readonly error: unknown }) {
  return (
    <main className={styles.unreachable}>
      <h1>Hookswitch</h1>
      <Trouble {...toRefusal(error)} />
      <p>The page tries again every three seconds and goes on by itself.</p>
    </main>
  )
}

type Room = 'phone' | 'conversation' | 'wire' | 'more'

const rooms: readonly (readonly [Room, string])[] = [
  ['phone', 'Phone'],
  ['conversation', 'Conversation'],
  ['wire', 'The wire'],
  ['more', 'More'],
]

function Exchange({ system }: { readonly system: System }) {
  const feed = useFeed()
  useEffect(() => {
    feed.start()
    return feed.stop
  }, [feed])
  const { view, state } = useFeedSnapshot()
  const own = useOwnCall(system, view)
  const sound = useSound(own.callSid)
  const [chosen, setChosen] = useState<string>()
  const [number, setNumber] = useState(system.lines[0]?.number ?? '')
  const [room, setRoom] = useState<Room>('phone')
  const [isHelpOpen, setHelpOpen] = useState(false)
  const isNarrow = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false }) ?? false
  const sayField = useRef<HTMLInputElement>(null)
  const shown = (chosen && view.conversations.get(chosen)) || own.conversation || newestConversation(view)

  function call() {
    sound.pickUp()
    setChosen(undefined)
    own.call(number)
  }
  function press(key: string) {
    sound.key(key)
    own.press(key)
  }
  const pressKey = useStable(press)
  const downKey = useShortcuts({
    press: pressKey,
    call,
    hangUp: own.hangUp,
    speak: () => {
      setRoom('phone')
      sayField.current?.focus()
    },
    help: () => setHelpOpen(true),
  })

  return (
    <div className={styles.page} data-room={room}>
      <Header
        system={system}
        feedState={state}
        conversations={view.conversations}
        shown={shown}
        onChoose={setChosen}
        onHelp={() => setHelpOpen(true)}
      />
      <main className={styles.columns}>
        <div className={styles.column} data-name="phone">
          <Desk
            system={system}
            own={own}
            sound={sound}
            number={number}
            downKey={downKey}
            sayField={sayField}
            caption={shown && captionOf(shown)}
            conversation={shown}
            onChooseNumber={setNumber}
            onCall={call}
            onPress={pressKey}
          />
          {!isNarrow && <VoicemailPanel />}
        </div>
        <div className={styles.column} data-name="conversation">
          <ConversationPanel conversation={shown} />
        </div>
        <div className={styles.column} data-name="wire">
          <WirePanel conversation={shown} />
        </div>
      </main>
      <div className={styles.beneath}>
        {isNarrow && <VoicemailPanel />}
        {(!isNarrow || room === 'more') && <QueuesPanel />}
        {(!isNarrow || room === 'more') && <RemindersPanel />}
        {(!isNarrow || room === 'more') && (
          <SwitchboardSection
            system={system}
            board={view.board}
            onShow={(callSid) => setChosen(view.rootOf.get(callSid) ?? callSid)}
          />
        )}
        {(!isNarrow || room === 'more') && <MapSection view={view} conversation={shown} isNarrow={isNarrow} />}
      </div>
      <nav className={styles.tabs} aria-label="Rooms">
        {rooms.map(([name, title]) => (
          <button key={name} type="button" aria-current={room === name || undefined} onClick={() => setRoom(name)}>
            {title}
          </button>
        ))}
      </nav>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

/** Without an exchange there is no phone to hold: the front desk listens to its messages and sees the flows. */
function FrontDesk({ system }: { readonly system: System }) {
  const { view } = useFeedSnapshot()
  const isNarrow = useMediaQuery('(max-width: 899px)') ?? false
  const line = system.lines[0]
  return (
    <div className={styles.page}>
      <Header system={system} />
      <main className={styles.frontDesk}>
        <p className={styles.howToCall}>
          {line?.number ? (
            <>
              To call {line.title}, dial <a href={`tel:${line.number}`}>{formatNumber(line.number)}</a> from any phone.
            </>
          ) : (
            'This server answers the number you connected to it at your provider: call that from any phone.'
          )}
        </p>
        <VoicemailPanel />
        <QueuesPanel />
        <RemindersPanel />
        <MapSection view={view} conversation={undefined} isNarrow={isNarrow} />
      </main>
    </div>
  )
}

/** The prompt being said now, for the small screen of the phone. */
function captionOf(conversation: Conversation): string | undefined {
  if (isOver(callerLeg(conversation).status)) return undefined
  const line = conversation.lines.findLast((each) => each.kind === 'words')
  return line?.kind === 'words' && line.endedAt === undefined ? line.text : undefined
}

/** One identity for a function that changes with every drawing, for children that are drawn seldom. */
function useStable<Arguments extends readonly unknown[]>(action: (...args: Arguments) => void) {
  const newest = useRef(action)
  newest.current = action
  const [stable] = useState(
    () =>
      (...args: Arguments) =>
        newest.current(...args),
  )
  return stable
}
