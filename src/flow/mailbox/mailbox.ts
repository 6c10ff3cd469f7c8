/**
 * Mailboxes: where messages land, and what becomes of them there. A flow only names its mailbox; what is said here stands
 * beside the flows, because it is about people and places and not about the call.
 */
import type { Schedule } from '../hours/schedule.ts'
import type { Prompt } from '../prompt.ts'
import type { Secret } from '../secret.ts'

/** A mailbox, see {@link defineMailbox}. */
export interface Mailbox extends MailboxOptions {
  readonly kind: 'mailbox'
  readonly name: string
}

/** What {@link defineMailbox} takes besides the name. */
export interface MailboxOptions {
  /** The secret with the PIN, 4 to 10 digits, for listening by phone. Without one nobody can. */
  readonly pin?: Secret
  /**
   * Spoken before the beep where the step of the flow does not say otherwise. A greeting that somebody has recorded or
   * uploaded goes before both.
   */
  readonly greeting?: Prompt
  /** Another greeting for the hours outside of these. Default: one greeting at all times. */
  readonly afterHours?: AfterHours
  /** The time zone in which messages are told and notified of, default that of `afterHours`, else `UTC`. */
  readonly zone?: string
  /** The language of notifications, BCP 47, default `en-US`. In English, Spanish, French and German we have words. */
  readonly language?: string
  /** Who learns of a new message. Default nobody. */
  readonly notify?: Notify
  /** Who writes down what was said. Default nobody. */
  readonly transcribe?: Transcribe
  /** Messages older than so many days are removed, 1 to 3650. Default: they stay. */
  readonly retentionDays?: number
  /** Whether recordings are deleted at the network when their audio is safely kept here, default false. */
  readonly deleteAtTwilio?: boolean
}

/** A greeting for the hours in which nobody is there. */
export interface AfterHours {
  /** When somebody is there. */
  readonly schedule: Schedule
  /** Default: the ordinary greeting, until somebody has recorded one. */
  readonly greeting?: Prompt
}

/** Who learns of a new message, and how. */
export interface Notify {
  /** Addresses that get an e-mail each, with the audio. Needs `SMTP_URL` and `MAIL_FROM` in the environment. */
  readonly email?: readonly string[]
  /** Numbers that get a text message each. */
  readonly sms?: readonly (string | Secret)[]
  /** An address that is posted JSON, signed with the secret. */
  readonly webhook?: { readonly url: string | Secret; readonly secret: Secret }
  /** Your own words for e-mails and text messages; what it leaves out, or when it throws, is said in ours. */
  readonly words?: (told: Notified) => NotificationWords
}

/** What there is to tell of a new message. Everything is ready to be read by a person. */
export interface Notified {
  readonly mailbox: string
  /** The number as people read it, or that it was withheld. */
  readonly from: string
  /** By the clock of the mailbox, in its language, such as `today at 3:05 PM`. */
  readonly when: string
  readonly zone: string
  /** `1:07` */
  readonly length: string
  readonly isUrgent: boolean
  /** What was said, where somebody has written it down. */
  readonly transcript?: string
  /** Whether the recording comes with the e-mail. Text messages bring none. */
  readonly audio: 'attached' | 'too-long' | 'missing'
  /** The address of the page with all messages, when the app has a public one. */
  readonly page?: string
}

/** The words of a notification. */
export interface NotificationWords {
  /** Of an e-mail. */
  readonly subject?: string
  /** Of an e-mail, plain text. */
  readonly email?: string
  /** Of a text message; after 300 characters it is cut. */
  readonly sms?: string
}

/**
 * `twilio`: the network's own, in English and for messages of 2 to 120 seconds; or an HTTP address that is posted the
 * audio and answers `{ "text": "…" }`, with the secret as a bearer token.
 */
export type Transcribe = 'twilio' | { readonly url: string | Secret; readonly token?: Secret }

/**
 * A mailbox. Export it beside the flows that name it.
 *
 * @param name letters, digits and `-`; what `voicemail` and `inbox` call it
 */
export function defineMailbox(name: string, options: MailboxOptions = {}): Mailbox {
  return { kind: 'mailbox', name, ...options }
}

/** The time zone of a mailbox. */
export const zoneOf = ({ zone, afterHours }: Mailbox): string => zone ?? afterHours?.schedule.zone ?? 'UTC'

/** The greetings a mailbox has. */
export type GreetingName = 'standard' | 'after-hours'

/** Which greeting plays: by the hours of the mailbox, or one of them at all times. */
export type Plays = 'by-hours' | GreetingName
