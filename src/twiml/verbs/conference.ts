import { withAttributes } from '../build.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, boolean, choice, integer, list, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * A room that many calls can be in.
 *
 * Source: reference twiml-voice.md §5.4.
 */
export interface Conference {
  readonly verb: 'conference'
  /** Join muted. Default `false`. */
  readonly muted?: boolean
  /** Beep policy. Default `true`. */
  readonly beep?: 'true' | 'false' | 'onEnter' | 'onExit'
  /** This participant starts a waiting conference. Default `true`. */
  readonly startConferenceOnEnter?: boolean
  /** The conference ends when this participant leaves. Default `false`. */
  readonly endConferenceOnExit?: boolean
  /** Unique label; no `/`, not shaped like a CallSid. At most 128 characters; no default. */
  readonly participantLabel?: string
  /** Jitter buffer. Default `large`. */
  readonly jitterBufferSize?: 'large' | 'medium' | 'small' | 'off'
  /**
   * Audio or TwiML while waiting. Empty string: silence. Default
   * `https://s3.amazonaws.com/com.twilio.sounds.music/index.xml`.
   */
  readonly waitUrl?: string
  /** HTTP method for waitUrl (GET when the default playlist is used). Default `POST`. */
  readonly waitMethod?: Method
  /** Size limit (a lower bound of 2 was documented earlier). A whole number from 1 to 250; default `250`. */
  readonly maxParticipants?: number
  /** Conference recording. Default `do-not-record`. */
  readonly record?: 'do-not-record' | 'record-from-start'
  /** Mixer region; the first participant that sets it wins. No default. */
  readonly region?: 'us1' | 'us2' | 'ie1' | 'sg1' | 'br1' | 'au1' | 'jp1' | 'de1'
  /** Trim recording silence. Default `trim-silence`. */
  readonly trim?: 'trim-silence' | 'do-not-trim'
  /** CallSid of the participant being coached; makes this leg a whisperer. No default. */
  readonly coach?: string
  /** Conference events sent. No default. */
  readonly statusCallbackEvent?: readonly (
    | 'start'
    | 'end'
    | 'join'
    | 'leave'
    | 'mute'
    | 'hold'
    | 'modify'
    | 'speaker'
    | 'announcement'
  )[]
  /** Conference event webhook; the first participant that sets it wins. No default. */
  readonly statusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Recording webhook. No default. */
  readonly recordingStatusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly recordingStatusCallbackMethod?: Method
  /** Recording statuses sent. Default `completed`. */
  readonly recordingStatusCallbackEvent?: readonly ('in-progress' | 'completed' | 'absent')[]
  /** Legacy: only the conference-record-end event. No default. */
  readonly eventCallbackUrl?: string
  /** Id of a Recording Configuration. No default. */
  readonly recordingConfigurationId?: string
  /** Room name, 1-128 characters (13237). */
  readonly text: string
}

/** What the network uses for attributes of a `Conference` that are absent. */
export const conferenceDefaults = {
  muted: false,
  beep: 'true',
  startConferenceOnEnter: true,
  endConferenceOnExit: false,
  jitterBufferSize: 'large',
  waitUrl: 'https://s3.amazonaws.com/com.twilio.sounds.music/index.xml',
  waitMethod: 'POST',
  maxParticipants: 250,
  record: 'do-not-record',
  trim: 'trim-silence',
  statusCallbackMethod: 'POST',
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: ['completed'],
} as const satisfies Partial<Attributes<Conference>>

/** The rules of a `Conference`. */
export const conferenceRules = rulesOf<Conference>({
  tag: 'Conference',
  verb: 'conference',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {
    muted: boolean({ code: 13230 }),
    beep: choice(['true', 'false', 'onEnter', 'onExit'], { code: 13235 }),
    startConferenceOnEnter: boolean({ code: 13232 }),
    endConferenceOnExit: boolean({ code: 13231 }),
    participantLabel: text({ code: 16023, maxLength: 128 }),
    jitterBufferSize: choice(['large', 'medium', 'small', 'off']),
    waitUrl: url({ code: 13233 }),
    waitMethod: method({ code: 13234 }),
    maxParticipants: integer({ min: 1, max: 250 }),
    record: choice(['do-not-record', 'record-from-start']),
    region: choice(['us1', 'us2', 'ie1', 'sg1', 'br1', 'au1', 'jp1', 'de1']),
    trim: choice(['trim-silence', 'do-not-trim'], { code: 13239 }),
    coach: text({ code: 13240, pattern: /^CA[0-9a-fA-F]{32}$/, form: 'a SID that begins with CA' }),
    statusCallbackEvent: list(['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement']),
    statusCallback: url(),
    statusCallbackMethod: method(),
    recordingStatusCallback: url({ code: 13256 }),
    recordingStatusCallbackMethod: method(),
    recordingStatusCallbackEvent: list(['in-progress', 'completed', 'absent'], { code: 13621 }),
    eventCallbackUrl: url({ deprecated: true }),
    recordingConfigurationId: text(),
  },
  defaults: conferenceDefaults,
  examine: examineConference,
})

/** A room that many calls can be in. */
export function conference(text: string, attributes?: Attributes<Conference>): Conference {
  return withAttributes(conferenceRules, attributes, { text: text.trim() })
}

function examineConference({ text, participantLabel }: Conference, report: Report): void {
  const length = typeof text === 'string' ? text.length : 0
  if (length < 1 || length > 128) {
    report(problem(13237, `The name of the <Conference> has ${length} characters; 1 to 128 are allowed.`))
  }
  if (typeof participantLabel === 'string' && /\/|^CA[0-9a-f]{32}$/i.test(participantLabel)) {
    report(problem(16023, 'Conference: participantLabel holds a "/" or has the form of a CallSid.'))
  }
}
