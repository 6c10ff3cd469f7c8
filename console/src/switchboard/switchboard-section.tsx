/** The foldable switchboard beneath the columns: everybody on the network, conferences, queues and messages. */
import { useState } from 'react'
import type { System } from '../api/types.ts'
import { useNow } from '../feed/use-now.ts'
import { formatNumber, formatTime } from '../phone/format.ts'
import { ChevronIcon } from '../phone/icons.tsx'
import { AnotherCaller } from './another-caller.tsx'
import { Messages } from './messages.tsx'
import { PartyCard } from './party-card.tsx'
import styles from './switchboard.module.css'
import type { Party, Switchboard } from './switchboard.ts'

export interface SwitchboardSectionProps {
  readonly system: System
  readonly board: Switchboard
  /** Puts the call of this leg on show. */
  readonly onShow: (callSid: string) => void
}

export function SwitchboardSection({ system, board, onShow }: SwitchboardSectionProps) {
  const [isOpen, setOpen] = useState(() => localStorage.getItem('switchboard') !== 'folded')
  const parties = [...board.parties.values()]
  const nameOf = (callSid: string) => {
    const party = board.parties.get(callSid)
    return party === undefined ? 'somebody' : nameOfParty(system, party)
  }

  function fold() {
    localStorage.setItem('switchboard', isOpen ? 'folded' : 'open')
    setOpen(!isOpen)
  }

  return (
    <section className={styles.section} aria-label="Switchboard">
      <div className={styles.head}>
        <h2>
          <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={fold}>
            <ChevronIcon /> The switchboard
          </button>
        </h2>
        <p className={styles.where}>{summary(board)}</p>
        {isOpen && <AnotherCaller system={system} parties={parties} />}
      </div>
      {isOpen && (
        <div className={styles.board}>
          <div className={styles.parties}>
            {parties.length === 0 && (
              <p className={styles.empty}>
                Nobody is on the phone. Callers, callees and calls that the app places appear here.
              </p>
            )}
            {parties.map((party) => (
              <PartyCard
                key={party.callSid}
                party={party}
                name={nameOfParty(system, party)}
                other={party.talkingTo && nameOf(party.talkingTo)}
                place={placeOf(board, party.callSid)}
                onShow={onShow}
              />
            ))}
          </div>
          <Places board={board} nameOf={nameOf} />
          <Messages system={system} texts={board.texts} />
        </div>
      )}
    </section>
  )
}

function summary({ parties, rooms, queues, texts }: Switchboard): string {
  const waiting = [...queues.values()].reduce((total, queue) => total + queue.waiting.length, 0)
  const parts = [
    counted(parties.size, 'on the phone', 'on the phone'),
    counted(rooms.size, 'conference', 'conferences'),
    counted(waiting, 'waiting', 'waiting'),
    counted(texts.length, 'message', 'messages'),
  ].filter((part) => part !== '')
  return parts.join(', ') || 'All is quiet.'
}

const counted = (count: number, one: string, more: string) =>
  count === 0 ? '' : `${count} ${count === 1 ? one : more}`

function nameOfParty(system: System, { number }: Party): string {
  return system.callees.find((callee) => callee.number === number)?.label ?? formatNumber(number)
}

function placeOf({ rooms, queues }: Switchboard, callSid: string): string | undefined {
  const room = [...rooms.values()].find(({ callSids }) => callSids.includes(callSid))
  if (room !== undefined) return `In the conference ${room.name}`
  const queue = [...queues.values()].find(({ waiting }) => waiting.some((one) => one.callSid === callSid))
  return queue && `Waits in the queue ${queue.name}`
}

/** Where several people are together, or wait for each other. */
function Places({ board, nameOf }: { readonly board: Switchboard; readonly nameOf: (callSid: string) => string }) {
  const rooms = [...board.rooms.values()]
  const queues = [...board.queues.values()].filter(({ waiting }) => waiting.length > 0)
  if (rooms.length === 0 && queues.length === 0) return null
  return (
    <div className={styles.places}>
      {rooms.map((room) => (
        <section key={room.conferenceSid} className={styles.place} aria-label={`Conference ${room.name}`}>
          <h3>Conference {room.name}</h3>
          <p className={styles.hint}>
            {room.isStarted ? 'All in it can talk.' : 'Waits for somebody who may start it.'}
          </p>
          <ul>
            {room.callSids.map((callSid) => (
              <li key={callSid}>{nameOf(callSid)}</li>
            ))}
          </ul>
        </section>
      ))}
      {queues.map((queue) => (
        <section key={queue.queueSid} className={styles.place} aria-label={`Queue ${queue.name}`}>
          <h3>Queue {queue.name}</h3>
          <ol>
            {queue.waiting.map(({ callSid, since }) => (
              <li key={callSid}>
                {nameOf(callSid)} <Waiting since={since} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function Waiting({ since }: { readonly since: number }) {
  const now = useNow(true, 500)
  return <span className={styles.timer}>waits {formatTime(now - since)}</span>
}
