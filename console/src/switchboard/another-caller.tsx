/** Lets one more person call a line, beside the one who holds the phone of this page. */
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { System } from '../api/types.ts'
import { Trouble } from '../phone/trouble.tsx'
import { type Refusal, toRefusal } from '../phone/use-own-call.ts'
import styles from './switchboard.module.css'
import type { Party } from './switchboard.ts'

export interface AnotherCallerProps {
  readonly system: System
  readonly parties: readonly Party[]
}

export function AnotherCaller({ system, parties }: AnotherCallerProps) {
  const [refusal, setRefusal] = useState<Refusal>()
  const [line, setLine] = useState(system.lines[0]?.number ?? '')
  if (system.lines.length === 0) return null

  function call() {
    api.placeCall(line, freeNumber(system, parties)).then(
      () => setRefusal(undefined),
      (error: unknown) => setRefusal(toRefusal(error)),
    )
  }

  return (
    <div className={styles.another}>
      {system.lines.length > 1 && (
        <select aria-label="Line another caller calls" value={line} onChange={(event) => setLine(event.target.value)}>
          {system.lines.map(({ number, title }) => (
            <option key={number} value={number}>
              {title}
            </option>
          ))}
        </select>
      )}
      <button type="button" onClick={call}>
        Another caller
      </button>
      {refusal && <Trouble {...refusal} onClose={() => setRefusal(undefined)} />}
    </div>
  )
}

/** A number of the range kept for fiction that nobody on the phone has. */
function freeNumber({ callerNumber, callees, lines }: System, parties: readonly Party[]): string {
  const taken = new Set([
    callerNumber,
    ...callees.map(({ number }) => number),
    ...lines.map(({ number }) => number),
    ...parties.map(({ number }) => number),
  ])
  for (let last = 198; last > 100; last--) {
    const number = `+1202555${String(last).padStart(4, '0')}`
    if (!taken.has(number)) return number
  }
  return callerNumber
}
