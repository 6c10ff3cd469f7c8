/**
 * A number of ours that is dialled: its app gets a call of its own, and the two calls hear each other.
 *
 * Each has its own CallSid, and neither app is told of the other call. Source: reference twiml-voice.md §12 row 21.
 */
import type { Leg } from './leg.ts'

/** Lets `far`, a call that has just come in, be what is at the other end of `near`, which dials it. */
export function joinFarEnd(near: Leg, far: Leg): void {
  near.farEnd = far
  far.nearEnd = near
  far.when('ringing', () => near.ring())
  far.when('answered', () => near.answer())
  far.when('over', () => endNear(near, far))
  near.when('over', () => far.finish(far.isAnswered ? 'completed' : 'no-answer', 'the caller hung up'))
  far.observe({
    hears() {
      near.passVoice(true)
      return () => near.passVoice(false)
    },
  })
  near.observe({ bridged: (peer) => carryTo(far, peer), hearsKey: (key) => far.press(key) })
}

/** What the one who talks to the near end says is said at the far one. */
function carryTo(far: Leg, peer: Leg): void {
  const stop = peer.observe({
    says: (text, lasts, confidence) => far.speak(text, lasts, confidence),
    voiceStarted: () => far.hearMicrophone(peer.isMicrophoneOpen),
    voiceStopped: () => far.hearMicrophone(false),
  })
  far.when('over', stop)
}

function endNear(near: Leg, far: Leg): void {
  const { status, sipResponseCode, isAnswered } = far
  if (isAnswered) near.finish('completed', 'the callee hung up')
  else if (status === 'busy') near.finish('busy', 'the callee is busy', sipResponseCode)
  else near.finish(status === 'failed' ? 'failed' : 'no-answer', 'the callee did not take the call', sipResponseCode)
}
