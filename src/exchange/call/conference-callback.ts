/**
 * How the app is told of a conference. Source: reference twiml-voice.md §5.4.
 */
import type { Conference as ConferenceNoun } from '../../twiml/index.ts'
import type { Network } from '../network.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { rfc2822 } from '../request/wire.ts'
import type { Leg } from './leg.ts'

/** Which events are asked for, as the attribute names them. */
export type SubscribedEvents = NonNullable<ConferenceNoun['statusCallbackEvent']>

export interface ConferenceCallback {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly events: SubscribedEvents
}

export type EndReason =
  | 'conference-ended-via-api'
  | 'last-participant-kicked'
  | 'last-participant-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'participant-with-end-conference-on-exit-left'
export type LeaveReason =
  | 'participant_hung_up'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api'
  | 'participant_updated_via_api'
  | 'participant_add_failed'

const subscriptions = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
} as const satisfies Readonly<Record<string, SubscribedEvents[number]>>

/** What the API can change about somebody in the room, as the callback names it. */
export type ParticipantChange = Extract<
  keyof typeof subscriptions,
  'participant-mute' | 'participant-unmute' | 'participant-hold' | 'participant-unhold' | 'participant-modify'
>

export interface ConferenceNews {
  readonly event: keyof typeof subscriptions
  readonly conference: { readonly conferenceSid: string; readonly name: string }
  readonly about: {
    readonly leg: Leg
    readonly label?: string
    readonly isMuted: boolean
    readonly isOnHold: boolean
    readonly startsConference: boolean
    readonly endsConference: boolean
    readonly coaches?: string | undefined
  }
  /** Whether it is about the room, and not about the participant. */
  readonly isOfRoom: boolean
  readonly sequenceNumber: number
  /** Besides those that always come. */
  readonly parameters: readonly Parameter[]
}

/** Tells the app, when it asked for that; false when it did not. */
export function tellConference(network: Network, callback: ConferenceCallback, news: ConferenceNews): boolean {
  if (!callback.events.includes(subscriptions[news.event])) return false
  const { url, method } = callback
  const parameters = [...newsParameters(network, news), ...news.parameters]
  notifyApp(network, { leg: news.about.leg, purpose: 'conference-status', url, method, parameters })
  return true
}

function newsParameters(network: Network, news: ConferenceNews): Parameter[] {
  const { event, conference, about, sequenceNumber } = news
  const parameters: Parameter[] = [
    ['ConferenceSid', conference.conferenceSid],
    ['FriendlyName', conference.name],
    ['AccountSid', network.accountSid],
    ['SequenceNumber', String(sequenceNumber)],
    ['Timestamp', rfc2822(network.clock.now())],
    ['StatusCallbackEvent', event],
  ]
  if (news.isOfRoom) return parameters
  parameters.push(
    ['CallSid', about.leg.callSid],
    ['Muted', String(about.isMuted)],
    ['Hold', String(about.isOnHold)],
    ['Coaching', String(about.coaches !== undefined)],
    ['EndConferenceOnExit', String(about.endsConference)],
    ['StartConferenceOnEnter', String(about.startsConference)],
  )
  if (about.label !== undefined) parameters.push(['ParticipantLabel', about.label])
  return parameters
}
