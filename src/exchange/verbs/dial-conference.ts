/**
 * What the network does on a Dial to a conference: the caller joins the room until he leaves it or it ends.
 *
 * Source: reference twiml-voice.md §5.4.
 */
import { seconds } from '../../clock/duration.ts'
import { type Conference as ConferenceNoun, conferenceDefaults, type Dial, dialDefaults } from '../../twiml/index.ts'
import type { Conference, Participant, RoomSettings } from '../call/conference.ts'
import type { LeaveReason } from '../call/conference-callback.ts'
import type { Ears } from '../call/ears.ts'
import type { Leg } from '../call/leg.ts'
import type { Performance } from '../performance.ts'
import type { DialResult } from './dial-result.ts'
import { recordingCallback } from './record.ts'
import { waitRequest } from './wait.ts'

/** What takes a participant out of the room. */
type Departure = 'star' | 'time-limit' | 'conference-ended' | 'wait-failed'

/** Joins the conference; there is no one leg to tell of afterwards, and no length. */
export async function dialConference(dial: Dial, noun: ConferenceNoun, performance: Performance): Promise<DialResult> {
  const { leg, network, scope } = performance
  leg.answer()
  const conference = network.conferences.named(noun.text.trim())
  const waiting = scope.inner()
  let refusal: string | undefined
  const departure = await scope.until<Departure | 'refused'>((report) => {
    const participant = participantOf(noun, performance, {
      stay: scope.inner(),
      started: () => waiting.cut(),
      ended: () => report('conference-ended'),
    })
    const refused = conference.refusalOf(participant)
    if (refused !== undefined) {
      participant.stay.cut()
      performance.report({ ...refused, severity: 'warning' }, noun)
      refusal = refused.message
      report('refused')
      return undefined
    }
    const timeLimit = seconds(dial.timeLimit ?? dialDefaults.timeLimit)
    const limit = network.clock.after(timeLimit, () => report('time-limit'))
    const stopListening = leg.listen(
      earsOf(
        participant,
        conference,
        dial.hangupOnStar ?? dialDefaults.hangupOnStar,
        () => report('star'),
        once(() => warnOfKeys(noun, performance)),
      ),
    )
    conference.join(participant, settingsOf(noun, performance))
    if (conference.state === 'waiting') {
      void hearsWhatIsThere(noun, performance.within(waiting)).then((isHeard) => {
        if (!isHeard) report('wait-failed')
      })
    }
    return (value) => {
      limit.cancel()
      stopListening()
      conference.leave(participant, leaveReason(value, leg))
    }
  })
  waiting.cut()
  if (departure === 'refused') return { status: 'failed', isBridged: false, says: refusal ?? endings.refused }
  if (departure === 'wait-failed') return { status: 'failed', isBridged: false, says: endings[departure] }
  if (departure === 'conference-ended') warnOfEnd(dial, performance)
  const says = departure === undefined ? 'the caller hung up' : endings[departure]
  return { status: 'answered', isBridged: true, says }
}

/** Source: reference twiml-voice.md §12 row 12. */
function warnOfKeys(noun: ConferenceNoun, performance: Performance): void {
  const message = 'A key was pressed in a conference: the others hear it, and the app does not learn of it.'
  const help = 'Set hangupOnStar on the Dial and put a Gather after it, or take the caller out through the API.'
  performance.report({ severity: 'warning', message, help }, noun)
}

/** Source: reference twiml-voice.md §12 row 38. */
function warnOfEnd(dial: Dial, performance: Performance): void {
  if (dial.action !== undefined || !performance.source.isLast(dial)) return
  const message = 'The conference ended, and nothing follows the Dial: whoever was in it is hung up.'
  performance.report({ severity: 'warning', message, help: 'Give the Dial an action, or put a verb after it.' }, dial)
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}

function leaveReason(departure: string | undefined, leg: Leg): LeaveReason {
  if (departure === 'wait-failed') return 'participant_add_failed'
  return departure === undefined && !leg.isOver ? 'participant_updated_via_api' : 'participant_hung_up'
}

const endings: Readonly<Record<Departure | 'refused', string>> = {
  star: 'the caller pressed the star',
  'time-limit': 'the time limit was reached',
  'conference-ended': 'the conference ended',
  'wait-failed': 'what the caller was to hear while waiting failed',
  refused: 'the conference did not let the caller in',
}

function participantOf(
  noun: ConferenceNoun,
  { leg }: Performance,
  calls: Pick<Participant, 'stay' | 'started' | 'ended'>,
): Participant {
  return {
    leg,
    ...(noun.participantLabel !== undefined && { label: noun.participantLabel }),
    isMuted: noun.muted ?? conferenceDefaults.muted,
    isOnHold: false,
    beep: noun.beep ?? conferenceDefaults.beep,
    startsConference: noun.startConferenceOnEnter ?? conferenceDefaults.startConferenceOnEnter,
    endsConference: noun.endConferenceOnExit ?? conferenceDefaults.endConferenceOnExit,
    ...(noun.coach !== undefined && { coaches: noun.coach }),
    ...calls,
  }
}

function settingsOf(noun: ConferenceNoun, performance: Performance): RoomSettings {
  const url = noun.statusCallback && performance.resolve(noun.statusCallback)
  const method = noun.statusCallbackMethod ?? conferenceDefaults.statusCallbackMethod
  const { callback: recorded } = recordingCallback(noun, performance)
  return {
    maxParticipants: noun.maxParticipants ?? conferenceDefaults.maxParticipants,
    isRecorded: noun.record === 'record-from-start',
    isTrimmed: (noun.trim ?? conferenceDefaults.trim) === 'trim-silence',
    ...(recorded && { recordingCallback: recorded }),
    ...(url && { callback: { url, method, events: noun.statusCallbackEvent ?? [] } }),
  }
}

/** What one says or presses is heard in the room; the star may take him out of it. */
function earsOf(
  participant: Participant,
  conference: Conference,
  isEndedByStar: boolean,
  leave: () => void,
  missed: () => void,
): Ears {
  const isStar = (key: string) => isEndedByStar && key === '*'
  return {
    awaits: null,
    heedsKey: isStar,
    heedsSpeech: () => conference.isOpenTo(participant),
    key(key) {
      if (isStar(key)) return leave()
      missed()
      conference.press(participant, key)
    },
    voiceStarted: () => conference.speak(participant, true),
    voiceStopped: () => conference.speak(participant, false),
  }
}

/** The wait document, once; then silence until the conference starts. False when it could not be performed. */
async function hearsWhatIsThere(noun: ConferenceNoun, performance: Performance): Promise<boolean> {
  const { leg, scope, source } = performance
  const wait = { url: noun.waitUrl, method: noun.waitMethod ?? conferenceDefaults.waitMethod }
  const request = waitRequest(wait, performance, [])
  if (request === undefined) return true
  if (request === 'malformed') return false
  const ending = await source.perform(leg, request, 'conference-wait', scope)
  return ending === 'document-ended' || ending === 'over'
}
