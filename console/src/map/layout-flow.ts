/** Where the rooms of a flow stand on the map: computed by ELK, in layers from the start to the ends. */
import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js'
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker'
import type { Flow, FlowStep } from '../api/types.ts'

/** Rooms are narrower where they stand below each other, so that a small screen shows them larger. */
export const ROOM_WIDTHS = { RIGHT: 220, DOWN: 168 } as const
export const ROOM_HEIGHT = 82

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedRoom extends Point {
  readonly step: FlowStep
}

/** The way from one room to another; several edges between the same two are one way with all their labels. */
export interface PlacedWay {
  readonly from: string
  readonly to: string
  readonly label: string
  /** From room to room, with right angles between. */
  readonly points: readonly Point[]
  /** The middle of the label. */
  readonly labelAt: Point | undefined
}

export interface PlacedFlow {
  readonly rooms: readonly PlacedRoom[]
  readonly ways: readonly PlacedWay[]
  readonly width: number
  readonly height: number
}

// Half a second of work that must not keep the page from scrolling.
const elk = new ELK({ workerFactory: () => new ElkWorker() })
const onTheWay = { 'elk.edgeLabels.inline': 'true' }

/** A label's size before it is drawn: letters of 12 pixels are about half as wide as high. */
const sizeOf = (label: string) => ({ width: label.length * 6.4 + 18, height: 20 })

/** A flow with places for all of it; an edge's end that is no step (such as a hang-up) is a room of its own. */
export async function layoutFlow(flow: Flow, direction: 'RIGHT' | 'DOWN'): Promise<PlacedFlow> {
  const steps = withEnds(flow)
  const ways = mergeEdges(flow)
  const graph: ElkNode = await elk.layout<ElkNode>({
    id: flow.name,
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.spacing.nodeNodeBetweenLayers': '56',
      'elk.layered.spacing.edgeNodeBetweenLayers': '24',
      'elk.spacing.nodeNode': '32',
      'elk.spacing.edgeNode': '20',
      'elk.spacing.edgeEdge': '16',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: steps.map(({ name }) => ({ id: name, width: ROOM_WIDTHS[direction], height: ROOM_HEIGHT })),
    edges: ways.map(({ from, to, label }, index) => ({
      id: String(index),
      sources: [from],
      targets: [to],
      labels: label === '' ? [] : [{ text: label, ...sizeOf(label), layoutOptions: onTheWay }],
    })),
  })
  return {
    rooms: steps.map((step) => {
      const placed = graph.children?.find((child) => child.id === step.name)
      return { step, x: placed?.x ?? 0, y: placed?.y ?? 0 }
    }),
    ways: ways.map((way, index) => ({ ...way, ...routeOf(graph.edges?.[index]) })),
    width: graph.width ?? 0,
    height: graph.height ?? 0,
  }
}

function mergeEdges(flow: Flow): readonly { readonly from: string; readonly to: string; readonly label: string }[] {
  const ways = new Map<string, { from: string; to: string; labels: Set<string> }>()
  for (const { from, to, label } of flow.edges) {
    const id = JSON.stringify([from, to])
    const way = ways.get(id) ?? { from, to, labels: new Set() }
    if (label !== '') way.labels.add(label)
    ways.set(id, way)
  }
  return [...ways.values()].map(({ from, to, labels }) => ({ from, to, label: [...labels].join(', ') }))
}

function routeOf(edge: ElkExtendedEdge | undefined): Pick<PlacedWay, 'points' | 'labelAt'> {
  const section = edge?.sections?.[0]
  const label = edge?.labels?.[0]
  return {
    points: section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [],
    labelAt: label && { x: (label.x ?? 0) + (label.width ?? 0) / 2, y: (label.y ?? 0) + (label.height ?? 0) / 2 },
  }
}

function withEnds(flow: Flow): readonly FlowStep[] {
  const known = new Set(flow.steps.map((step) => step.name))
  const ends = new Set(flow.edges.flatMap(({ from, to }) => [from, to]).filter((name) => !known.has(name)))
  return [
    ...flow.steps,
    ...[...ends].map((name): FlowStep => ({ name, kind: 'end', title: name.replaceAll('-', ' '), says: '' })),
  ]
}
