/**
 * What steps ask about mailboxes: greetings, messages, recordings, and whether a PIN may be tried.
 *
 * When the database cannot tell, a caller who leaves a message does not notice, and nobody gets in with a PIN.
 */
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../clock/clock.ts'
import {
  type Fact,
  type Flow,
  type Holiday,
  type Json,
  openingAt,
  type Question,
  type Schedule,
  type Session,
  stepNamed,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'
import type { Answerer } from './find-out.ts'
import type { MediaLinks } from './media-links.ts'

/** What the answers are made from. */
export interface MailboxQuestionsOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly links: MediaLinks
  /** A path of ours, as it stands in a document. */
  readonly address: (path: string) => string
  readonly flows: ReadonlyMap<string, Flow>
  /** Answers what holidays a calendar has; default: none. */
  readonly holidays?: Answerer | undefined
}

/** Who answers which question. */
export function mailboxQuestions(options: MailboxQuestionsOptions): Readonly<Record<string, Answerer>> {
  const { store, clock, log, flows, holidays } = options
  const linkTo = (file: string | null | undefined) => (file ? options.address(options.links.pathOf(file)) : null)

  /** An answer that is `otherwise` when the database does not answer. */
  const asked =
    (find: (about: About, session: Session) => Promise<Json | Fact>, otherwise: Json): Answerer =>
    async ({ kind, about, flow, step }: Question, session: Session) => {
      try {
        const found = await find(readAbout(about), session)
        return isFact(found) ? found : { kind: 'known', value: found }
      } catch (error) {
        log.warn({ flow, step, question: kind, err: error }, 'the database could not tell what a step asked')
        return { kind: 'known', value: otherwise }
      }
    }

  /** The schedule with the holidays of its calendar. */
  async function withFeed(flow: string, step: string, schedule: Schedule, session: Session): Promise<Schedule> {
    const { holidayFeed: feed } = schedule
    if (feed === undefined || holidays === undefined) return schedule
    const about = typeof feed === 'string' ? feed : { secret: feed.secret }
    const fact = await holidays({ kind: 'holidays', flow, step, about }, session)
    const fed = fact.kind === 'known' && Array.isArray(fact.value) ? (fact.value as unknown as readonly Holiday[]) : [] // written by the calendars
    return { ...schedule, holidays: [...(schedule.holidays ?? []), ...fed] }
  }

  return {
    greetings: asked(async ({ mailbox }) => {
      const { plays, files } = await store.greetings.of(mailbox)
      return { plays, standard: linkTo(files.standard), 'after-hours': linkTo(files['after-hours']) }
    }, null),
    recording: asked(async ({ recordingSid }) => {
      const recording = await store.recordings.find(recordingSid)
      // Its turn may have been the one that announces it; the next one finds it.
      if (recording === undefined || recording.state === 'announced') return { kind: 'later' }
      return linkTo(recording.file)
    }, null),
    inbox: asked(async ({ mailbox }) => {
      const messages = await store.messages.toListenTo(mailbox)
      return messages.map(({ id, isNew, isUrgent }) => ({ id, isNew, isUrgent }))
    }, []),
    message: asked(async ({ mailbox, id }) => {
      const message = await store.messages.findIn(mailbox, id)
      if (message === undefined) return null
      const { from, at, seconds, isHeard, isUrgent, isRemoved, transcript, recordingSid, status } = message
      const audio = status === 'saved' ? linkTo(await store.recordings.file(recordingSid)) : null
      return { from, at, seconds, isHeard, isUrgent, isRemoved, transcript, audio }
    }, null),
    'pin-try': asked(async ({ subjects }) => {
      const lockedUntil = await store.pinTries.begin(subjects, clock.now())
      if (lockedUntil !== undefined) log.warn({ until: lockedUntil }, 'a PIN may not be tried for a while')
      return lockedUntil === undefined ? 'may-try' : 'locked'
    }, 'locked'),
    'hours-now': asked(async ({ flow: name, step: of }, session) => {
      const flow = flows.get(name)
      const step = flow && stepNamed(flow, of)
      if (step?.kind !== 'hours') return null
      const now = clock.now()
      const byHand = await store.overrides.find(name, of)
      const holds = byHand !== undefined && (byHand.until === null || byHand.until > now)
      const isOpen = holds ? byHand.isOpen : openingAt(await withFeed(name, of, step, session), now).isOpen
      return { isOpen, tomorrow: tomorrowIn(step.zone, now) }
    }, null),
  }
}

/** What a question says beside its kind; an absent text is empty. */
interface About {
  readonly mailbox: string
  readonly id: string
  readonly recordingSid: string
  readonly flow: string
  readonly step: string
  readonly subjects: readonly string[]
}

function readAbout(about: Json | undefined): About {
  const given = typeof about === 'object' && about !== null ? about : {}
  const nothing: About = { mailbox: '', id: '', recordingSid: '', flow: '', step: '', subjects: [] }
  return { ...nothing, ...(given as Partial<About>) } // written by our own steps
}

const isFact = (found: Json | Fact): found is { readonly kind: 'later' } =>
  typeof found === 'object' && found !== null && 'kind' in found && found.kind === 'later'

const tomorrowIn = (zone: string, now: number): number =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).epochMilliseconds
