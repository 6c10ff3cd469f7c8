/**
 * What the API does in a running conference: mute, hold, coach, announce, put out, end.
 *
 * Source: reference twiml-voice.md §5.4, twilio-platform.md §6.
 */
import type { Conference, Participant, Refusal } from './call/conference.ts'
import type { DocumentAddress } from './call/outbound-call.ts'
import type { Network } from './network.ts'
import { performDocuments } from './perform-documents.ts'
import type { DocumentRequest } from './performance.ts'

/** What is to be changed; what is absent stays as it is. */
export interface ParticipantUpdate {
  readonly isMuted?: boolean
  readonly isOnHold?: boolean
  /** Heard over and over on hold; silence without one, in place of the music of the real network. */
  readonly holdDocument?: DocumentAddress
  /** Heard once, on top of the room. */
  readonly announcement?: DocumentAddress
  readonly beepsOnExit?: boolean
  readonly endsConference?: boolean
  /** CallSid of the one who alone hears this one from now on; null to be heard by all again. */
  readonly coaches?: string | null
}

/** Changes a participant of a running conference; a refusal says why nothing was changed. */
export function updateParticipant(
  network: Network,
  conference: Conference,
  participant: Participant,
  update: ParticipantUpdate,
): Refusal | undefined {
  const refusal = coachRefusal(conference, update)
  if (refusal !== undefined) return refusal
  mute(conference, participant, update)
  hold(network, conference, participant, update)
  modify(conference, participant, update)
  if (update.announcement !== undefined) {
    void announce(network, conference, [participant], update.announcement, false)
  }
  return undefined
}

/** Lets all who are in the room hear a document, once. Each of them is a request of its own. */
export function announceToAll(network: Network, conference: Conference, address: DocumentAddress): void {
  void announce(network, conference, [...conference.participants], address, true)
}

function coachRefusal({ participants }: Conference, { coaches }: ParticipantUpdate): Refusal | undefined {
  if (typeof coaches !== 'string') return undefined
  const coached = participants.find(({ leg }) => leg.callSid === coaches)
  if (coached === undefined) return { code: 16028, message: 'The one to be coached is not in the conference.' }
  return coached.isOnHold ? { code: 16027, message: 'The one to be coached is on hold.' } : undefined
}

function mute(conference: Conference, participant: Participant, { isMuted }: ParticipantUpdate): void {
  if (isMuted === undefined || isMuted === participant.isMuted) return
  participant.isMuted = isMuted
  conference.changed(participant, isMuted ? 'participant-mute' : 'participant-unmute')
}

function hold(network: Network, conference: Conference, participant: Participant, update: ParticipantUpdate): void {
  const { isOnHold, holdDocument } = update
  if (isOnHold === undefined || isOnHold === participant.isOnHold) return
  participant.isOnHold = isOnHold
  participant.holdMusic?.cut()
  if (isOnHold && holdDocument !== undefined) void playOnHold(network, participant, holdDocument)
  conference.changed(participant, isOnHold ? 'participant-hold' : 'participant-unhold')
}

function modify(conference: Conference, participant: Participant, update: ParticipantUpdate): void {
  const { beepsOnExit, endsConference, coaches } = update
  if (beepsOnExit === undefined && endsConference === undefined && coaches === undefined) return
  if (beepsOnExit !== undefined) participant.beep = beepsOnExit ? 'onExit' : 'false'
  if (endsConference !== undefined) participant.endsConference = endsConference
  if (coaches !== undefined) participant.coaches = coaches ?? undefined
  conference.changed(participant, 'participant-modify')
}

/** A round that lasts less is filled up with silence, or an empty document would be fetched without end. */
const shortestRound = 1000

async function playOnHold(network: Network, participant: Participant, address: DocumentAddress): Promise<void> {
  const { leg } = participant
  const { clock } = network
  const scope = participant.stay.inner()
  participant.holdMusic = scope
  while (!scope.isCut) {
    const startedAt = clock.now()
    const ending = await performDocuments(network, leg, requestOf(address), 'conference-hold', scope)
    if (ending !== 'document-ended') return
    const rest = startedAt + shortestRound - clock.now()
    if (rest <= 0) continue
    await scope.until<true>((report) => {
      const timer = clock.after(rest, () => report(true))
      return () => timer.cancel()
    })
  }
}

async function announce(
  network: Network,
  conference: Conference,
  participants: readonly Participant[],
  address: DocumentAddress,
  isForAll: boolean,
): Promise<void> {
  const [first] = participants
  if (first === undefined) return
  const endings = await Promise.all(
    participants.map(({ leg, stay }) =>
      performDocuments(network, leg, requestOf(address), 'conference-announcement', stay),
    ),
  )
  const isHeard = endings.some((ending) => ending === 'document-ended' || ending === 'hung-up')
  conference.announced(address.url, first, isForAll, isHeard ? undefined : 'The document could not be performed')
}

const requestOf = (address: DocumentAddress): DocumentRequest => ({
  purpose: 'announcement',
  ...address,
  parameters: [],
})
