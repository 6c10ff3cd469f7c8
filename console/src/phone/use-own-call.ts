/** The call made from this page: placing it, pressing keys in it, speaking into it, ending it. */
import { useState } from 'react'
import { api, RequestRefused } from '../api/client.ts'
import type { System } from '../api/types.ts'
import { type Conversation, callerLeg, isOver } from '../feed/conversation.ts'
import type { JournalView } from '../feed/journal-view.ts'
import { secondsToSay } from './format.ts'

export interface Refusal {
  readonly message: string
  readonly help: string
}

export interface OwnCall {
  readonly callSid: string | undefined
  readonly conversation: Conversation | undefined
  /** True from the click on Call until the call is over. */
  readonly isLive: boolean
  readonly isAnswered: boolean
  readonly refusal: Refusal | undefined
  call(to: string): void
  press(key: string): void
  say(text: string): void
  hangUp(): void
  forgetRefusal(): void
}

export function useOwnCall(system: System | undefined, view: JournalView): OwnCall {
  const [callSid, setCallSid] = useState<string>()
  const [isPlacing, setPlacing] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const conversation = callSid === undefined ? undefined : view.conversations.get(callSid)
  const leg = conversation && callerLeg(conversation)
  // Placed, but the feed has not told of it yet.
  const isAwaited = callSid !== undefined && !conversation
  const isLive = isPlacing || isAwaited || (leg !== undefined && !isOver(leg.status))

  function attempt(action: Promise<unknown>) {
    action.then(
      () => setRefusal(undefined),
      (error: unknown) => setRefusal(toRefusal(error)),
    )
  }

  return {
    callSid,
    conversation,
    isLive,
    isAnswered: leg?.status === 'in-progress',
    refusal,
    call(to) {
      if (isLive || !system) return
      setPlacing(true)
      const placed = api.placeCall(to, system.callerNumber).then((call) => setCallSid(call.callSid))
      attempt(placed.finally(() => setPlacing(false)))
    },
    press: (key) => callSid !== undefined && isLive && attempt(api.pressKeys(callSid, key)),
    say: (text) => callSid !== undefined && isLive && attempt(api.speak(callSid, text, secondsToSay(text))),
    hangUp: () => callSid !== undefined && isLive && attempt(api.hangUp(callSid)),
    forgetRefusal: () => setRefusal(undefined),
  }
}

/** Any failure as a sentence with a cure. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof RequestRefused) return { message: error.message, help: error.help }
  const message = error instanceof Error ? error.message : String(error)
  return { message, help: 'Reload the page; if it stays, look at the terminal the server runs in.' }
}
