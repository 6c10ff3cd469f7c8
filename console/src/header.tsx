/** The page's head: whose system this is, which call is on show, and whether the feed is alive. */
import type { System } from './api/types.ts'
import { type Conversation, callerLeg, isOver } from './feed/conversation.ts'
import type { FeedState } from './feed/feed-client.ts'
import styles from './header.module.css'
import { formatNumber } from './phone/format.ts'

export interface HeaderProps {
  readonly system: System
  /** Absent without an exchange. */
  readonly feedState?: FeedState
  readonly conversations?: ReadonlyMap<string, Conversation>
  readonly shown?: Conversation | undefined
  readonly onChoose?: (callSid: string) => void
  readonly onHelp?: () => void
}

export function Header({ system, feedState, conversations, shown, onChoose, onHelp }: HeaderProps) {
  const isChoice = conversations !== undefined && conversations.size > 1
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        <img src="/hookswitch.svg" alt="" width="26" height="26" />
        Hookswitch
      </h1>
      {system.name !== 'Hookswitch' && <p className={styles.system}>{system.name}</p>}
      <div className={styles.right}>
        {isChoice && (
          <select
            className={styles.calls}
            aria-label="Call on show"
            value={shown?.callSid ?? ''}
            onChange={(event) => onChoose?.(event.target.value)}
          >
            {[...conversations.values()].reverse().map((each) => (
              <option key={each.callSid} value={each.callSid}>
                {callText(each)}
              </option>
            ))}
          </select>
        )}
        {feedState && (
          <p className={styles.feed} data-state={feedState} role="status">
            <span className={styles.lamp} aria-hidden="true" />
            <span className={styles.feedText}>{feedTexts[feedState]}</span>
          </p>
        )}
        {onHelp && (
          <button type="button" className={styles.help} aria-label="Show the keys" onClick={onHelp}>
            ?
          </button>
        )}
      </div>
    </header>
  )
}

const feedTexts: Readonly<Record<FeedState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost; trying again',
}

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' })

function callText(conversation: Conversation): string {
  const leg = callerLeg(conversation)
  const other = formatNumber(leg.direction === 'inbound' ? leg.from : leg.to)
  return `${time.format(conversation.startedAt)}, ${other}${isOver(leg.status) ? '' : ', live'}`
}
