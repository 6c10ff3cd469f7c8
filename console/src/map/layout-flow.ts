/** Where the rooms of a flow stand on the map: computed by ELK, in layers from the start to the ends. */
import ELK from 'elkjs/lib/elk.bundled.js'
import type { Flow, FlowStep } from '../api/types.ts'

export const ROOM_WIDTH = 232
export const ROOM_HEIGHT = 84

export interface PlacedRoom {
  readonly step: FlowStep
  readonly x: number
  readonly y: number
}

const elk = new ELK()

/** The rooms of a flow with their places; an edge's end that is no step (such as a hang-up) is a room of its own. */
export async function layoutFlow(flow: Flow, direction: 'RIGHT' | 'DOWN'): Promise<readonly PlacedRoom[]> {
  const steps = withEnds(flow)
  const graph = await elk.layout({
    id: flow.name,
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.layered.spacing.nodeNodeBetweenLayers': '96',
      'elk.spacing.nodeNode': '36',
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: steps.map(({ name }) => ({ id: name, width: ROOM_WIDTH, height: ROOM_HEIGHT })),
    edges: flow.edges.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
  })
  return steps.map((step) => {
    const placed = graph.children?.find((child) => child.id === step.name)
    return { step, x: placed?.x ?? 0, y: placed?.y ?? 0 }
  })
}

function withEnds(flow: Flow): readonly FlowStep[] {
  const known = new Set(flow.steps.map((step) => step.name))
  const ends = new Set(flow.edges.flatMap(({ from, to }) => [from, to]).filter((name) => !known.has(name)))
  return [
    ...flow.steps,
    ...[...ends].map((name): FlowStep => ({ name, kind: 'end', title: name.replaceAll('-', ' ') })),
  ]
}
