/**
 * SIDs: the 34-character names of everything on the network, two letters and 32 lower-case hex digits.
 *
 * Source: reference twiml-voice.md §3.1, documented.
 */
import { randomBytes } from 'node:crypto'

/**
 * The kinds of SID this project meets: account, call, recording, conference, queue, message and one with media,
 * application, phone number, transcription, stream, SIPREC session, live transcription, relay session, request,
 * notification, media, messaging service, API key; and of registration with the carriers: profile, end user, document, assignment,
 * evaluation, brand, vetting, campaign.
 */
export type SidPrefix =
  | 'AC'
  | 'CA'
  | 'RE'
  | 'CF'
  | 'QU'
  | 'SM'
  | 'MM'
  | 'AP'
  | 'PN'
  | 'TR'
  | 'MZ'
  | 'SR'
  | 'GT'
  | 'VX'
  | 'RQ'
  | 'NO'
  | 'ME'
  | 'MG'
  | 'SK'
  | 'BU'
  | 'IT'
  | 'RD'
  | 'BV'
  | 'EL'
  | 'BN'
  | 'VT'
  | 'QE'

/** Gives the 16 bytes a SID is made of. */
export type SidSource = () => Uint8Array

/** Makes a SID that nobody else has. */
export function createSid(prefix: SidPrefix, source: SidSource = () => randomBytes(16)): string {
  return prefix + Buffer.from(source()).toString('hex')
}

/** Whether `text` has the form of a SID of that kind. */
export function isSid(text: string, prefix: SidPrefix): boolean {
  return text.length === 34 && text.startsWith(prefix) && /^[0-9a-f]{32}$/.test(text.slice(2))
}
