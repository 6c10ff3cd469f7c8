/**
 * Conferences: rooms in which many legs hear each other.
 *
 * Knows who is in which room and when it starts and ends. Knows nothing of documents; the app is told by the callback.
 * Source: reference twiml-voice.md §5.4.
 */
import type { Instant } from '../../clock/clock.ts'
import type { Network } from '../network.ts'
import type { Recording, RecordingCallback } from '../recording/recordings.ts'
import type { Parameter } from '../request/signature.ts'
import {
  type ConferenceCallback,
  type EndReason,
  type LeaveReason,
  type ParticipantChange,
  tellConference,
} from './conference-callback.ts'
import type { Leg } from './leg.ts'
import type { Scope } from './scope.ts'

/** The conferences of an exchange; a name may be used again when its conference is over. */
export interface Conferences {
  /** All that are remembered, oldest first. */
  all(): readonly Conference[]
  find(conferenceSid: string): Conference | undefined
  /** The running conference of that name. */
  running(name: string): Conference | undefined
  /** The running conference of that name, or a new one that waits. */
  named(name: string): Conference
}

/** Makes the store; `network` is asked for when it is first needed, since each needs the other. */
export function createConferences(network: () => Network): Conferences {
  const byName = new Map<string, Conference>()
  const bySid = new Map<string, Conference>()
  return {
    all: () => [...bySid.values()],
    find: (conferenceSid) => bySid.get(conferenceSid),
    running: (name) => byName.get(name),
    named(name) {
      const running = byName.get(name)
      if (running !== undefined) return running
      const conference = new Conference(network(), name, () => byName.delete(name))
      byName.set(name, conference)
      bySid.set(conference.conferenceSid, conference)
      if (bySid.size > network().settings.keepFinishedCalls) forgetOldest(bySid)
      return conference
    },
  }
}

function forgetOldest(conferences: Map<string, Conference>): void {
  for (const { conferenceSid, state } of conferences.values()) {
    if (state !== 'completed') continue
    conferences.delete(conferenceSid)
    return
  }
}

/** What holds for the whole room. The first participant decides, but for the callback: there the first who has one. */
export interface RoomSettings {
  readonly maxParticipants: number
  readonly isRecorded: boolean
  readonly isTrimmed: boolean
  readonly recordingCallback?: RecordingCallback
  readonly callback?: ConferenceCallback
}

export interface Participant {
  readonly leg: Leg
  readonly label?: string
  /** Hears the others and is not heard. */
  isMuted: boolean
  /** Hears nobody and is not heard. */
  isOnHold: boolean
  beep: 'true' | 'false' | 'onEnter' | 'onExit'
  readonly startsConference: boolean
  endsConference: boolean
  /** CallSid of the only one who hears this one. */
  coaches?: string | undefined
  /** The time in the room: cut when this one leaves it. */
  readonly stay: Scope
  /** What is heard on hold; cut to end it. */
  holdMusic?: Scope | undefined
  /** Called when the waiting is over. */
  started(): void
  /** Called when this one has to leave because the conference is over. */
  ended(): void
}

/** Why somebody may not come in. */
export interface Refusal {
  readonly code: number
  readonly message: string
}

/**
 * `waiting`: nobody hears anybody; alone, or without one who may start it. `in-progress`: all hear each other, also
 * when only one is left. `completed`: over for good.
 *
 * ```
 * waiting -> in-progress -> completed
 *    |----------------------> completed
 * ```
 */
export class Conference {
  readonly conferenceSid: string
  readonly name: string
  state: 'waiting' | 'in-progress' | 'completed' = 'waiting'
  readonly #network: Network
  readonly #forget: () => void
  readonly #participants: Participant[] = []
  #settings: RoomSettings | undefined
  #callback: ConferenceCallback | undefined
  #recording: Recording | undefined
  /** Whose voices are in the recording besides the first one's. */
  readonly #recorded: Leg[] = []
  #told = 0
  readonly startedAt: Instant
  endedAt: Instant | undefined
  /** Why it ended, and who ended it. */
  ending: { readonly reason: EndReason; readonly callSid: string } | undefined

  constructor(network: Network, name: string, forget: () => void) {
    this.#network = network
    this.name = name
    this.#forget = forget
    this.conferenceSid = network.createSid('CF')
    this.startedAt = network.clock.now()
  }

  /** Those in the room, in the order they came. */
  get participants(): readonly Participant[] {
    return this.#participants
  }

  /** Why `participant` cannot come in; undefined when nothing is in the way. */
  refusalOf({ label, coaches }: Participant): Refusal | undefined {
    const most = this.#settings?.maxParticipants
    if (most !== undefined && this.#participants.length >= most)
      return { code: 16020, message: `The conference is full: it takes ${most}.` }
    if (label !== undefined && this.#participants.some((other) => other.label === label)) {
      return { code: 16025, message: 'Somebody in the conference has this participantLabel already.' }
    }
    if (coaches !== undefined && !this.#participants.some(({ leg }) => leg.callSid === coaches)) {
      return { code: 13240, message: 'The one to be coached is not in the conference.' }
    }
    return undefined
  }

  join(participant: Participant, settings: RoomSettings): void {
    this.#settings ??= settings
    this.#callback ??= settings.callback
    if (settings.callback && settings.callback.url !== this.#callback?.url) this.#warnOfCallback(participant)
    this.#participants.push(participant)
    if (this.#participants.length > 1) this.#recorded.push(participant.leg)
    const { callSid } = participant.leg
    this.#network.journal.append({ kind: 'conference-joined', callSid, ...this.#names() })
    const isStarting = this.state === 'waiting' && this.#mayStart()
    const isToldFirst = this.#network.settings.conferenceStartBeforeJoin
    if (isStarting && isToldFirst) this.#start(participant)
    this.#tell('participant-join', participant)
    if (isStarting && !isToldFirst) this.#start(participant)
    if (this.state === 'in-progress') this.#beep(participant, 'onEnter', this.#participants)
  }

  /** Source: reference twiml-voice.md §12 row 37. */
  #warnOfCallback({ leg: { callSid } }: Participant): void {
    const message = 'The conference has the statusCallback of the first who gave one; this other one is never asked.'
    const help = 'Give all participants of a conference the same.'
    this.#network.report({ callSid, severity: 'warning', message, help })
  }

  /** A participant is gone. Does nothing for one who is not in the room any more. */
  leave(participant: Participant, reason: LeaveReason): void {
    if (!this.#remove(participant, reason)) return
    if (participant.endsConference) this.#end(participant, 'participant-with-end-conference-on-exit-left')
    else if (this.#participants.length === 0) this.#end(participant, 'last-participant-left')
    else if (this.state === 'in-progress') this.#beep(participant, 'onExit', this.#participants)
  }

  /** Puts one out of the room through the API; his Dial goes on as if the conference had ended. */
  kick(participant: Participant): void {
    if (!this.#remove(participant, 'participant_updated_via_api')) return
    if (participant.endsConference) this.#end(participant, 'participant-with-end-conference-on-exit-kicked')
    else if (this.#participants.length === 0) this.#end(participant, 'last-participant-kicked')
    else if (this.state === 'in-progress') this.#beep(participant, 'onExit', this.#participants)
    participant.ended()
  }

  /** Ends the room through the API. */
  endByApi(): void {
    const [first] = this.#participants
    if (first !== undefined) this.#end(first, 'conference-ended-via-api', 'conference_ended_via_api')
  }

  /** Something about a participant was changed through the API; the app is told when it asked for that. */
  changed(participant: Participant, event: ParticipantChange): void {
    this.#tell(event, participant)
  }

  /** An announcement to one participant, or to all when none is named, was heard or could not be. */
  announced(url: string, about: Participant, isForAll: boolean, failure?: string): void {
    const event = failure === undefined ? 'announcement-end' : 'announcement-fail'
    const parameters: Parameter[] = [['AnnounceUrl', url]]
    if (failure !== undefined) parameters.push(['ReasonAnnouncementFailed', failure])
    this.#tell(event, about, parameters, isForAll)
  }

  /** Whether anybody could hear this one. */
  isOpenTo({ isMuted, isOnHold }: Participant): boolean {
    return this.state === 'in-progress' && !isMuted && !isOnHold
  }

  /** A key of one is a tone to those who hear him. */
  press(participant: Participant, key: string): void {
    if (!this.isOpenTo(participant)) return
    for (const { leg } of this.#listenersOf(participant)) {
      const { callSid } = leg
      this.#network.journal.append({ kind: 'tone-started', callSid, tone: 'digits', digits: key, lasts: 250 })
    }
  }

  /** A voice begins or ends. */
  speak(participant: Participant, isSpeaking: boolean): void {
    if (!this.isOpenTo(participant)) return
    this.#tell(isSpeaking ? 'participant-speech-start' : 'participant-speech-stop', participant)
  }

  #listenersOf(participant: Participant): readonly Participant[] {
    const { coaches } = participant
    return this.#participants.filter(
      (other) => other !== participant && !other.isOnHold && (coaches === undefined || other.leg.callSid === coaches),
    )
  }

  #mayStart(): boolean {
    return this.#participants.length > 1 && this.#participants.some(({ startsConference }) => startsConference)
  }

  #start(by: Participant): void {
    const { journal, recordings } = this.#network
    this.state = 'in-progress'
    journal.append({ kind: 'conference-started', callSid: by.leg.callSid, ...this.#names() })
    for (const participant of this.#participants) participant.started()
    this.#tell('conference-start', by)
    const [first] = this.#participants
    if (first === undefined || !this.#settings?.isRecorded) return
    this.#recording = recordings.start({
      source: 'Conference',
      conferenceSid: this.conferenceSid,
      leg: first.leg,
      others: this.#recorded,
      channels: 1,
      isTrimmed: this.#settings.isTrimmed,
      ...(this.#settings.recordingCallback && { callback: this.#settings.recordingCallback }),
    })
  }

  #end(by: Participant, reason: EndReason, othersLeave: LeaveReason = 'moderator_ended_conference'): void {
    if (this.state === 'completed') return
    this.state = 'completed'
    this.endedAt = this.#network.clock.now()
    this.ending = { reason, callSid: by.leg.callSid }
    this.#forget()
    for (const other of [...this.#participants]) {
      this.#remove(other, othersLeave)
      other.ended()
    }
    if (this.#recording !== undefined) this.#network.recordings.end(this.#recording, 'conference-ended')
    this.#network.journal.append({ kind: 'conference-ended', callSid: by.leg.callSid, ...this.#names() })
    this.#tell('conference-end', by, [
      ['CallSidEndingConference', by.leg.callSid],
      ['ParticipantLabelEndingConference', by.label ?? ''],
      ['ReasonConferenceEnded', reason],
    ])
  }

  #remove(participant: Participant, reason: LeaveReason): boolean {
    const place = this.#participants.indexOf(participant)
    if (place === -1) return false
    this.#participants.splice(place, 1)
    participant.stay.cut()
    const { callSid, status } = participant.leg
    this.#network.journal.append({ kind: 'conference-left', callSid, ...this.#names() })
    this.#tell('participant-leave', participant, [
      ['ParticipantCallStatus', status],
      ['ReasonParticipantLeft', reason],
    ])
    return true
  }

  #beep({ beep }: Participant, when: 'onEnter' | 'onExit', heardBy: readonly Participant[]): void {
    if (beep !== 'true' && beep !== when) return
    const { clock, journal, settings } = this.#network
    for (const { leg } of heardBy) {
      const { callSid } = leg
      void leg.life.until<true>((report) => {
        journal.append({ kind: 'tone-started', callSid, tone: 'beep', lasts: settings.beepLasts })
        const timer = clock.after(settings.beepLasts, () => report(true))
        return () => {
          timer.cancel()
          journal.append({ kind: 'tone-ended', callSid, tone: 'beep' })
        }
      })
    }
  }

  #tell(
    event: Parameters<typeof tellConference>[2]['event'],
    about: Participant,
    parameters: readonly Parameter[] = [],
    isOfRoom = event === 'conference-end',
  ): void {
    if (this.#callback === undefined) return
    const sequenceNumber = this.#told + 1
    const news = { event, conference: this, about, isOfRoom, sequenceNumber, parameters }
    if (tellConference(this.#network, this.#callback, news)) {
      this.#told = sequenceNumber
    }
  }

  #names() {
    return { conferenceSid: this.conferenceSid, conference: this.name }
  }
}
