/** The map of one flow: its rooms, the ways between them, the path of this call, lamps for the others. */
import '@xyflow/react/dist/base.css'
import { type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import type { Flow } from '../api/types.ts'
import type { CallPath } from './call-path.ts'
import { layoutFlow, type PlacedRoom, ROOM_HEIGHT, ROOM_WIDTH } from './layout-flow.ts'
import styles from './map.module.css'

export interface FlowMapProps {
  readonly flow: Flow
  readonly path: CallPath | undefined
  /** True while the call on show is still running: its last room is where it is, not where it ended. */
  readonly isLive: boolean
  /** How many other live calls are in each room. */
  readonly lamps: ReadonlyMap<string, number>
  /** Rooms of the request that is pointed at. */
  readonly pointed: ReadonlySet<string>
  readonly direction: 'RIGHT' | 'DOWN'
}

interface Room extends Record<string, unknown> {
  readonly title: string
  readonly kind: string
  readonly says: string | undefined
  readonly state: 'unvisited' | 'visited' | 'here'
  readonly isPointed: boolean
  readonly lamps: number
  readonly direction: 'RIGHT' | 'DOWN'
}

const nodeTypes = { room: RoomView }

export function FlowMap(props: FlowMapProps) {
  const { flow, direction } = props
  const [rooms, setRooms] = useState<readonly PlacedRoom[]>([])
  useEffect(() => {
    let isWanted = true
    void layoutFlow(flow, direction).then((placed) => isWanted && setRooms(placed))
    return () => {
      isWanted = false
    }
  }, [flow, direction])
  const nodes = useMemo(() => rooms.map((room) => toNode(room, props)), [rooms, props])
  const edges = useMemo(() => toEdges(props), [props])
  if (rooms.length === 0) return null
  return (
    <ReactFlow
      key={`${flow.name}-${direction}`}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      fitView
      fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
      minZoom={0.2}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      elementsSelectable={false}
      edgesFocusable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      proOptions={{ hideAttribution: true }}
    />
  )
}

function toNode({ step, x, y }: PlacedRoom, props: FlowMapProps): Node<Room> {
  const { path, isLive, lamps, pointed, flow } = props
  const isVisited = path?.steps.includes(step.name) ?? false
  const isHere = isLive && path?.steps.at(-1) === step.name
  return {
    id: step.name,
    type: 'room',
    position: { x, y },
    width: ROOM_WIDTH,
    height: ROOM_HEIGHT,
    ariaLabel: `${step.title}${step.name === flow.start ? ', where calls begin' : ''}${isHere ? ', the call is here' : isVisited ? ', visited' : ''}`,
    data: {
      title: step.title,
      kind: step.kind,
      says: step.says,
      state: isHere ? 'here' : isVisited ? 'visited' : 'unvisited',
      isPointed: pointed.has(step.name),
      lamps: lamps.get(step.name) ?? 0,
      direction: props.direction,
    },
  }
}

/** Two edges between the same rooms are drawn as one with both labels. */
function toEdges({ flow, path }: FlowMapProps): Edge[] {
  const labels = new Map<string, { from: string; to: string; labels: string[] }>()
  for (const { from, to, label } of flow.edges) {
    const id = `${from}→${to}`
    const entry = labels.get(id) ?? { from, to, labels: [] }
    if (label && !entry.labels.includes(label)) entry.labels.push(label)
    labels.set(id, entry)
  }
  const walked = new Set(path?.steps.slice(1).map((step, index) => `${path.steps[index]}→${step}`))
  return [...labels].map(([id, { from, to, labels: names }]) => ({
    id,
    source: from,
    target: to,
    label: names.join(' · '),
    type: from === to ? 'default' : 'smoothstep',
    className: walked.has(id) ? (styles.walked ?? '') : (styles.way ?? ''),
    labelBgPadding: [6, 3],
    labelBgBorderRadius: 6,
    zIndex: walked.has(id) ? 1 : 0,
  }))
}

function RoomView({ data }: NodeProps<Node<Room>>) {
  const isAcross = data.direction === 'RIGHT'
  return (
    <div
      className={styles.room}
      data-state={data.state}
      data-kind={data.kind}
      data-pointed={data.isPointed || undefined}
    >
      <Handle type="target" position={isAcross ? Position.Left : Position.Top} isConnectable={false} />
      <p className={styles.roomTitle}>
        {data.title}
        <span className={styles.kind}>{data.kind}</span>
      </p>
      {data.says && <p className={styles.says}>{data.says}</p>}
      {data.state === 'here' && <span className={styles.lamp} aria-hidden="true" />}
      {data.lamps > 0 && (
        <span className={styles.others}>{data.lamps === 1 ? '1 other call' : `${data.lamps} other calls`}</span>
      )}
      <Handle type="source" position={isAcross ? Position.Right : Position.Bottom} isConnectable={false} />
    </div>
  )
}
