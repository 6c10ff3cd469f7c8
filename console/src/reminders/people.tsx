/** The people of a campaign: appointment and outcome, found by outcome, each with the history of attempts. */
import { useState } from 'react'
import { useReminderHistory, useReminders } from '../api/queries.ts'
import type { Reminder } from '../api/types.ts'
import { formatNumber } from '../phone/format.ts'
import { Trouble } from '../phone/trouble.tsx'
import { toRefusal } from '../phone/use-own-call.ts'
import { appointmentInWords, historyOf, OUTCOMES, outcomeInWords, toneOf } from './reminder-words.ts'
import styles from './reminders.module.css'

export function People({ campaign }: { readonly campaign: string }) {
  const [outcome, setOutcome] = useState('')
  const [open, setOpen] = useState<string>()
  const found = useReminders(campaign, outcome)
  const people = found.data?.pages.flatMap(({ reminders }) => reminders) ?? []
  return (
    <div className={styles.people}>
      <label className={styles.filter}>
        Show{' '}
        <select value={outcome} onChange={(event) => setOutcome(event.target.value)}>
          <option value="">everybody</option>
          <option value="none">who has no outcome yet</option>
          {OUTCOMES.map((each) => (
            <option key={each} value={each}>
              {outcomeInWords(each)}
            </option>
          ))}
        </select>
      </label>
      {found.isError && <Trouble {...toRefusal(found.error)} />}
      {found.isSuccess && people.length === 0 && (
        <p className={styles.empty}>
          {outcome === ''
            ? 'No appointments yet. Bring them with npx hookswitch reminders import, or over the API.'
            : 'Nobody has this outcome.'}
        </p>
      )}
      {people.length > 0 && (
        <ul className={styles.list} aria-label="People">
          {people.map((person) => (
            <Person
              key={person.id}
              campaign={campaign}
              person={person}
              isOpen={open === person.id}
              onToggle={() => setOpen(open === person.id ? undefined : person.id)}
            />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <button
          type="button"
          className={styles.more}
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </div>
  )
}

interface PersonProps {
  readonly campaign: string
  readonly person: Reminder
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Person({ campaign, person, isOpen, onToggle }: PersonProps) {
  return (
    <li className={styles.person}>
      <button type="button" className={styles.row} aria-expanded={isOpen} onClick={onToggle}>
        <span className={styles.name}>{person.name || formatNumber(person.number)}</span>
        <span className={styles.when}>{appointmentInWords(person)}</span>
        <span className={styles.outcome} data-tone={toneOf(person)}>
          {outcomeInWords(person.state === 'withdrawn' ? 'withdrawn' : person.outcome)}
        </span>
      </button>
      {isOpen && <History campaign={campaign} person={person} />}
    </li>
  )
}

function History({ campaign, person }: { readonly campaign: string; readonly person: Reminder }) {
  const history = useReminderHistory(campaign, person.id)
  if (history.isError) return <Trouble {...toRefusal(history.error)} />
  if (!history.data) return null
  const lines = historyOf(history.data)
  return (
    <div className={styles.history}>
      <p>
        {formatNumber(person.number)}
        {person.isHeldOut && ' · is not reminded, to compare'}
      </p>
      {lines.length === 0 && <p>Nothing is planned.</p>}
      <ol aria-label="History">
        {lines.map(({ key, at, words }) => (
          <li key={key}>
            <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleString()}</time> {words}
          </li>
        ))}
      </ol>
    </div>
  )
}
