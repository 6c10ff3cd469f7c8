/** What people read of a campaign: reports, tables and the CSV file of outcomes. */
import type { ImportReport } from '../../campaign/import/import-reminders.ts'
import type { PlannedAttempt, PlannedPerson } from '../../campaign/operate.ts'
import type { Refusal } from '../../consent/index.ts'

/** What an import came to. */
export function reportLines(report: ImportReport, hasConsent: boolean): readonly string[] {
  const { isDryRun, rows, added, changed, same, withdrawn, unusable, reasons } = report
  return [
    isDryRun ? `Read ${rows} rows; nothing was written.` : `Read ${rows} rows.`,
    isDryRun ? `  ${added} can be used` : `  ${added} new, ${changed} changed, ${same} as they were`,
    ...(withdrawn > 0 ? [`  ${withdrawn} cancelled in the file`] : []),
    ...(unusable > 0 ? [`  ${unusable} cannot be used:`] : []),
    ...reasons.map(({ line, reason }) => `    line ${line}: ${reason}`),
    ...(unusable > reasons.length ? [`    and ${unusable - reasons.length} more`] : []),
    ...(hasConsent || isDryRun
      ? []
      : ['  Only people whose consent is known are reached; say how it was given with --consent "source: words".']),
    isDryRun ? 'Leave out --dry-run to import.' : 'Look at what will happen: hookswitch reminders plan',
  ]
}

/** What will happen, person by person, and why something will not. */
export function planTable(people: readonly PlannedPerson[]): readonly string[] {
  if (people.length === 0) return ['Nobody is in this campaign. Begin with: hookswitch reminders import FILE']
  return people.flatMap((person) => [
    `${person.name || person.externalId}, appointment ${localTime(person.appointmentAt, person.appointmentZone)}${stateOf(person)}`,
    ...(person.attempts.length === 0 ? ['  nothing is planned: it is too late for every reminder'] : []),
    ...person.attempts.map((attempt) => `  ${attemptLine(attempt, person)}`),
  ])
}

const stateOf = ({ state, outcome }: PlannedPerson): string =>
  state === 'open'
    ? ''
    : state === 'withdrawn'
      ? ' (cancelled where it came from)'
      : ` (${inWords(outcome ?? 'answered')})`

function attemptLine(attempt: PlannedAttempt, { appointmentZone }: PlannedPerson): string {
  const when = `${attempt.channel} ${localTime(attempt.dueAt, appointmentZone)}`
  if (attempt.state === 'planned') {
    if (attempt.refusals.length === 0) return when
    const until = attempt.refusals.map(untilOf).find((at) => at !== undefined)
    const why = attempt.refusals.map(refusalInWords).join(' and ')
    return until === undefined
      ? `${when}: will not be made, ${why}`
      : `${when}: waits until ${localTime(until, appointmentZone)}, ${why}`
  }
  const why = attempt.reason === null ? '' : `, ${attempt.reason}`
  return `${when}: ${attempt.outcome === null ? attempt.state : inWords(attempt.outcome)}${why}`
}

const untilOf = (refusal: Refusal): number | undefined => ('until' in refusal ? refusal.until : undefined)

const REFUSALS: Readonly<Record<Refusal['kind'], string>> = {
  'opted-out': 'he has said stop',
  'do-not-call': 'he is on a list of people who must not be called',
  'no-consent': 'nobody has written down that he agreed',
  'quiet-hours': 'it would be quiet hours where he lives',
  'frequency-cap': 'he has been reached often enough',
  'unregistered-campaign': 'the sender is not registered for text messages',
  'outside-session-window': 'he has not written within 24 hours and there is no template',
  'blocked-region': 'his country is not reached from this number',
  landline: 'text messages do not arrive at a landline',
  'no-number': 'this is no number',
}

const refusalInWords = ({ kind }: Refusal): string => REFUSALS[kind]
const inWords = (outcome: string): string => outcome.replaceAll('-', ' ')

/** What came of each, one line a person. */
export function outcomesTable(people: readonly PlannedPerson[]): readonly string[] {
  const rows = people.map(({ name, appointmentAt, appointmentZone, outcome, attempts }) => [
    name,
    localTime(appointmentAt, appointmentZone),
    inWords(outcome ?? 'nothing yet'),
    String(attempts.filter(({ state }) => state === 'ended' || state === 'placed').length),
  ])
  return aligned([['name', 'appointment', 'outcome', 'attempts'], ...rows])
}

/** How many of each outcome, the most frequent first. */
export function summaryLines(people: readonly PlannedPerson[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { outcome } of people)
    counts.set(outcome ?? 'nothing-yet', (counts.get(outcome ?? 'nothing-yet') ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(
      ([outcome, count]) =>
        `${String(count).padStart(6)}  ${inWords(outcome)}  ${Math.round((count / people.length) * 100)} %`,
    )
}

/** All that is known, for a spreadsheet. Cells that a spreadsheet would take for a formula are made text. */
export function outcomesCsv(people: readonly PlannedPerson[]): string {
  const rows = people.map((person) => [
    person.externalId,
    person.name,
    person.number,
    new Date(person.appointmentAt).toISOString(),
    person.state,
    person.outcome ?? '',
    person.outcomeAt === null ? '' : new Date(person.outcomeAt).toISOString(),
    String(person.attempts.filter(({ state }) => state === 'ended' || state === 'placed').length),
  ])
  const header = ['id', 'name', 'phone', 'appointment', 'state', 'outcome', 'outcome at', 'attempts']
  return `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?!\d+$)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows with their columns one below the other. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A moment as people write it, by the clock of a zone. */
export function localTime(at: number, zone: string): string {
  const parts = {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
  } as const
  return new Intl.DateTimeFormat('en-US', parts).format(at).replace(/[\u202f\u00a0]/g, ' ')
}
