/** Who is who in a conversation: the name and the colour of each party. */
import { createContext, useContext } from 'react'
import type { System } from '../api/types.ts'
import { type Conversation, callerLeg } from '../feed/conversation.ts'
import { formatNumber } from './format.ts'

export type Accent = 'caller' | 'app' | 'party-1' | 'party-2'

export interface Party {
  readonly name: string
  readonly accent: Accent
}

export const SystemContext = createContext<System | undefined>(undefined)

/** Tells the party at the end of a leg by its CallSid. */
export function useParties(conversation: Conversation | undefined): (callSid: string) => Party {
  const system = useContext(SystemContext)
  return (callSid) => partyOf(system, conversation, callSid)
}

export function partyOf(system: System | undefined, conversation: Conversation | undefined, callSid: string): Party {
  const leg = conversation?.legs.find((each) => each.callSid === callSid)
  if (!conversation || !leg || leg === callerLeg(conversation)) return { name: 'Caller', accent: 'caller' }
  const place = system?.callees.findIndex((callee) => callee.number === leg.to) ?? -1
  const name = system?.callees[place]?.label ?? formatNumber(leg.to)
  return { name, accent: calleeAccent(place) }
}

/** The colour of the callee at `place` in the system's list; -1 for one not in it. */
export function calleeAccent(place: number): Accent {
  return place === 1 ? 'party-2' : 'party-1'
}

/** The title of the line that was called, or its number. */
export function lineTitle(system: System | undefined, number: string): string {
  return system?.lines.find((line) => line.number === number)?.title ?? formatNumber(number)
}
