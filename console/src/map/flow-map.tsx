/** The map of one flow: its rooms, the ways between them, the path of this call, lamps for the others. */
import '@xyflow/react/dist/base.css'
import { useElementSize } from '@mantine/hooks'
import {
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import type { Flow } from '../api/types.ts'
import { Trouble } from '../phone/trouble.tsx'
import { type Refusal, toRefusal } from '../phone/use-own-call.ts'
import type { CallPath } from './call-path.ts'
import {
  layoutFlow,
  type PlacedFlow,
  type PlacedRoom,
  type PlacedWay,
  ROOM_HEIGHT,
  ROOM_WIDTHS,
} from './layout-flow.ts'
import styles from './map.module.css'
import { roundedPath } from './rounded-path.ts'

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
  readonly name: string
  readonly title: string
  readonly kind: string
  readonly says: string | undefined
  readonly state: 'unvisited' | 'visited' | 'here'
  readonly isPointed: boolean
  readonly lamps: number
  readonly direction: 'RIGHT' | 'DOWN'
}

const nodeTypes = { room: RoomView }
const edgeTypes = { way: WayView }

/** Shows the whole drawing, ways included, again when the room for it changes. */
function FitToSize({ placed }: { readonly placed: PlacedFlow }) {
  const { fitBounds } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  useEffect(() => {
    const bounds = { x: 0, y: 0, width: placed.width, height: placed.height }
    if (width > 0 && height > 0) void fitBounds(bounds, { padding: MARGIN / Math.max(width, 1) })
  }, [fitBounds, placed, width, height])
  return null
}

/** Room around the drawing, in pixels. */
const MARGIN = 28
const TALLEST = 620

export function FlowMap(props: FlowMapProps) {
  const { flow, direction } = props
  const { ref, width } = useElementSize()
  const [placed, setPlaced] = useState<PlacedFlow>()
  const [refusal, setRefusal] = useState<Refusal>()
  useEffect(() => {
    let isWanted = true
    layoutFlow(flow, direction).then(
      (layout) => isWanted && setPlaced(layout),
      (error: unknown) => isWanted && setRefusal(toRefusal(error)),
    )
    return () => {
      isWanted = false
    }
  }, [flow, direction])
  const nodes = useMemo(() => placed?.rooms.map((room) => toNode(room, props)) ?? [], [placed, props])
  const edges = useMemo(() => toEdges(placed?.ways ?? [], props.path), [placed, props.path])
  if (refusal) return <Trouble {...refusal} />
  if (!placed) return null
  return (
    <div ref={ref} style={{ height: heightFor(placed, width) }}>
      <ReactFlow
        key={`${flow.name}-${direction}`}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        minZoom={0.2}
        maxZoom={1}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        edgesFocusable={false}
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <FitToSize placed={placed} />
      </ReactFlow>
    </div>
  )
}

/** As high as the drawing is when it is as wide as there is room, never enlarged. */
function heightFor(placed: PlacedFlow, width: number): number {
  const scale = width === 0 ? 1 : Math.min(1, (width - 2 * MARGIN) / placed.width)
  return Math.min(TALLEST, placed.height * scale + 2 * MARGIN)
}

function toNode({ step, x, y }: PlacedRoom, props: FlowMapProps): Node<Room> {
  const { path, isLive, lamps, pointed, flow } = props
  const isVisited = path?.steps.includes(step.name) ?? false
  const isHere = isLive && path?.steps.at(-1) === step.name
  return {
    id: step.name,
    type: 'room',
    position: { x, y },
    width: ROOM_WIDTHS[props.direction],
    height: ROOM_HEIGHT,
    ariaLabel: `${step.name}, ${step.title}${step.name === flow.start ? ', where calls begin' : ''}${isHere ? ', the call is here' : isVisited ? ', visited' : ''}`,
    data: {
      name: step.name.replaceAll('-', ' '),
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

/** Ways that were walked come last, so that they are drawn over the others. */
function toEdges(ways: readonly PlacedWay[], path: CallPath | undefined): Edge<Way>[] {
  return ways.map((way) => toEdge(way, path)).sort((a, b) => Number(a.data?.isWalked) - Number(b.data?.isWalked))
}

function toEdge(way: PlacedWay, path: CallPath | undefined): Edge<Way> {
  const isWalked = path?.steps.some((step, index) => path.steps[index - 1] === way.from && step === way.to) ?? false
  return {
    id: `${way.from}→${way.to}`,
    source: way.from,
    target: way.to,
    type: 'way',
    data: { ...way, isWalked },
    ariaLabel: `from ${way.from} to ${way.to}: ${way.label}`,
  }
}

interface Way extends PlacedWay, Record<string, unknown> {
  readonly isWalked: boolean
}

function WayView({ data }: EdgeProps<Edge<Way>>) {
  if (!data) return null
  return (
    <>
      <path className={styles.way} data-walked={data.isWalked || undefined} d={roundedPath(data.points)} />
      {data.labelAt && (
        <EdgeLabelRenderer>
          <span
            className={styles.wayLabel}
            data-walked={data.isWalked || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${data.labelAt.x}px, ${data.labelAt.y}px)` }}
          >
            {data.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

function RoomView({ data }: NodeProps<Node<Room>>) {
  const isAcross = data.direction === 'RIGHT'
  return (
    <div
      className={styles.room}
      data-state={data.state}
      data-kind={data.kind}
      data-pointed={data.isPointed || undefined}
      title={data.title}
    >
      <Handle type="target" position={isAcross ? Position.Left : Position.Top} isConnectable={false} />
      <p className={styles.roomTitle}>
        <span className={styles.roomName}>{data.name}</span>
        <span className={styles.kind}>{data.kind}</span>
      </p>
      <p className={styles.says}>{data.says || data.title}</p>
      {data.state === 'here' && <span className={styles.lamp} aria-hidden="true" />}
      {data.lamps > 0 && (
        <span className={styles.others}>{data.lamps === 1 ? '1 other call' : `${data.lamps} other calls`}</span>
      )}
      <Handle type="source" position={isAcross ? Position.Right : Position.Bottom} isConnectable={false} />
    </div>
  )
}
