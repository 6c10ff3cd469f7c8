/** The foldable map beneath the columns; its drawing is fetched only when it is wanted. */
import { lazy, Suspense, useMemo, useState } from 'react'
import { useFlows } from '../api/queries.ts'
import { type Conversation, callerLeg, isOver } from '../feed/conversation.ts'
import type { JournalView } from '../feed/journal-view.ts'
import { ChevronIcon } from '../phone/icons.tsx'
import { Trouble } from '../phone/trouble.tsx'
import { toRefusal } from '../phone/use-own-call.ts'
import { usePointedAt } from '../selection/selection.ts'
import { type CallPath, callPath, placesOf } from './call-path.ts'
import styles from './map.module.css'

const FlowMap = lazy(() =>
  import('./flow-map.tsx').then(
    (module) => ({ default: module.FlowMap }),
    // The server was built anew since this page was opened; the rest of the page still works.
    () => ({ default: OutdatedMap }),
  ),
)

function OutdatedMap() {
  return <Trouble message="The map could not be fetched." help="Reload the page." />
}

export interface MapSectionProps {
  readonly view: JournalView
  readonly conversation: Conversation | undefined
  readonly isNarrow: boolean
}

export function MapSection({ view, conversation, isNarrow }: MapSectionProps) {
  const flows = useFlows()
  const [isOpen, setOpen] = useState(() => localStorage.getItem('map') !== 'folded')
  const [chosen, setChosen] = useState<string>()
  const pointedAt = usePointedAt()
  const startOf = useMemo(() => {
    const starts = new Map(flows.data?.map((flow) => [flow.name, flow.start]))
    return (flow: string) => starts.get(flow)
  }, [flows.data])
  const path = useMemo(() => conversation && callPath(conversation, startOf), [conversation, startOf])
  const lamps = useLamps(view, conversation, startOf)
  const flow = flows.data?.find((each) => each.name === (chosen ?? path?.flow)) ?? flows.data?.[0]
  const pointed = useMemo(() => {
    const row = conversation?.wire.find((each) => each.requestId === pointedAt)
    return new Set(row ? placesOf(row).map((place) => place.step ?? startOf(place.flow) ?? '') : [])
  }, [conversation, pointedAt, startOf])

  function fold() {
    localStorage.setItem('map', isOpen ? 'folded' : 'open')
    setOpen(!isOpen)
  }

  return (
    <section className={styles.section} aria-label="Map">
      <div className={styles.head}>
        <h2>
          <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={fold}>
            <ChevronIcon /> The map
          </button>
        </h2>
        {flow && <p className={styles.where}>{whereText(flow.name, path, conversation)}</p>}
        {flows.data && flows.data.length > 1 && (
          <select aria-label="Flow" value={flow?.name ?? ''} onChange={(event) => setChosen(event.target.value)}>
            {flows.data.map((each) => (
              <option key={each.name}>{each.name}</option>
            ))}
          </select>
        )}
      </div>
      {flows.isError && <Trouble {...toRefusal(flows.error)} />}
      {flows.isSuccess && !flow && <p className={styles.empty}>No flow yet. Define one and it is drawn here.</p>}
      {flow?.findings.map((finding) => (
        <Trouble key={`${finding.at}${finding.code}`} {...withPlace(finding)} severity={finding.severity} />
      ))}
      {isOpen && flow && (
        <div className={styles.canvas}>
          <Suspense fallback={null}>
            <FlowMap
              flow={flow}
              path={path?.flow === flow.name ? path : undefined}
              isLive={conversation !== undefined && !isOver(callerLeg(conversation).status)}
              lamps={lamps}
              pointed={pointed}
              direction={isNarrow ? 'DOWN' : 'RIGHT'}
            />
          </Suspense>
        </div>
      )}
    </section>
  )
}

const withPlace = ({
  at,
  message,
  help,
}: {
  readonly at?: string
  readonly message: string
  readonly help?: string
}) => ({
  message: at ? `${at}: ${message}` : message,
  help,
})

function whereText(flow: string, path: CallPath | undefined, conversation: Conversation | undefined): string {
  if (!path || !conversation || path.flow !== flow || path.steps.length === 0) return `flow ${flow}`
  return `flow ${flow}: ${path.steps.join(' → ')}`
}

/** How many live calls other than the one on show are in each room. */
function useLamps(view: JournalView, shown: Conversation | undefined, startOf: (flow: string) => string | undefined) {
  return useMemo(() => {
    const lamps = new Map<string, number>()
    for (const each of view.conversations.values()) {
      if (each.callSid === shown?.callSid || isOver(callerLeg(each).status)) continue
      const room = callPath(each, startOf)?.steps.at(-1)
      if (room !== undefined) lamps.set(room, (lamps.get(room) ?? 0) + 1)
    }
    return lamps
  }, [view, shown, startOf])
}
