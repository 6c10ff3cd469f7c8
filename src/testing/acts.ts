/**
 * What a person in a test does, in order and at the right moment.
 *
 * A person who is asked to speak after the beep waits for the beep; one who says something and hangs up finishes the
 * sentence first. Acts are queued when the test names them and done as soon as the call lets them.
 */
import type { Clock } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import type { Call, Journal, JournalEvent } from '../exchange/index.ts'

type Act =
  | { readonly kind: 'press'; readonly keys: string }
  | { readonly kind: 'say'; readonly text: string; readonly seconds: number; readonly confidence: number }
  | { readonly kind: 'hang-up' }

export interface Acts {
  add(act: Act): void
  /** What has not been done yet, in words, for failure messages. */
  readonly pending: readonly string[]
}

/** The acts of the person at the end of `call`. */
export function createActs(call: Call, clock: Clock, journal: Journal): Acts {
  const queue: Act[] = []
  let isSpeaking = false
  journal.subscribe((event) => {
    if (!isSpeaking && opensEars(event, call.callSid)) queueMicrotask(goOn)
  })

  function goOn(): void {
    while (!isSpeaking) {
      const [act] = queue
      if (act === undefined || (act.kind === 'say' && !isListening(call))) return
      queue.shift()
      perform(act)
    }
  }

  function perform(act: Act): void {
    switch (act.kind) {
      case 'press':
        call.press(act.keys)
        break
      case 'hang-up':
        call.hangUp()
        break
      case 'say':
        isSpeaking = true
        call.speak(act.text, { seconds: act.seconds, confidence: act.confidence })
        clock.after(seconds(act.seconds), () => {
          isSpeaking = false
          goOn()
        })
    }
  }

  return {
    add(act) {
      queue.push(act)
      goOn()
    },
    get pending() {
      return queue.map((act) =>
        act.kind === 'say' ? `say “${act.text}”` : act.kind === 'press' ? `press ${act.keys}` : 'hang up',
      )
    },
  }
}

function opensEars(event: JournalEvent, callSid: string): boolean {
  return (
    'callSid' in event &&
    event.callSid === callSid &&
    (event.kind === 'recording-started' || event.kind === 'listening-started' || event.kind === 'legs-bridged')
  )
}

function isListening(call: Call): boolean {
  const { awaiting } = call.snapshot()
  return awaiting === 'speech' || awaiting === 'keys-or-speech' || awaiting === 'recording'
}
