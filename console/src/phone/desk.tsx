/** The desk: the caller's phone, and the phones of those who can be dialled. */
import type { System } from '../api/types.ts'
import { type Conversation, callerLeg, isOver, type Leg } from '../feed/conversation.ts'
import { CalleePhone } from './callee-phone.tsx'
import styles from './desk.module.css'
import { formatNumber } from './format.ts'
import { Handset, type HandsetProps } from './handset.tsx'
import { type Accent, calleeAccent } from './parties.ts'

export interface DeskProps extends HandsetProps {
  /** The conversation whose callees' phones are shown as they are. */
  readonly conversation: Conversation | undefined
}

export function Desk({ conversation, ...handset }: DeskProps) {
  const phones = phonesOf(handset.system, conversation)
  return (
    <div className={styles.desk}>
      <div className={styles.handset}>
        <Handset {...handset} />
      </div>
      <div className={styles.callees}>
        {phones.map((phone) => (
          <div key={phone.number} className={styles.callee} data-idle={!phone.isLive || undefined}>
            <CalleePhone {...phone} />
          </div>
        ))}
      </div>
    </div>
  )
}

interface Phone {
  readonly label: string
  readonly number: string
  readonly accent: Accent
  readonly leg: Leg | undefined
  readonly isLive: boolean
}

/** A phone for everybody known, then for whoever else this conversation has rung. */
function phonesOf(system: System, conversation: Conversation | undefined): readonly Phone[] {
  const legs = conversation?.legs.filter((leg) => leg.direction !== 'inbound') ?? []
  const isConversationLive = conversation !== undefined && !isOver(callerLeg(conversation).status)
  const phone = (label: string, number: string, accent: Accent): Phone => {
    const newest = legs.findLast((each) => each.to === number)
    const leg = isConversationLive || (newest && !isOver(newest.status)) ? newest : undefined
    return { label, number, accent, leg, isLive: leg !== undefined && !isOver(leg.status) }
  }
  const known = system.callees.map(({ label, number }, place) => phone(label, number, calleeAccent(place)))
  const others = new Set(legs.map((leg) => leg.to).filter((to) => !system.callees.some(({ number }) => number === to)))
  return [...known, ...[...others].map((number) => phone(formatNumber(number), number, 'party-1'))]
}
