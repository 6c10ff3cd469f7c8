/**
 * A flow's graph as a picture that stands alone: SVG, for documents and reviews. Laid out by ELK, as the page's map is.
 */
import elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import type { FlowGraph } from '../flow/index.ts'

const ROOM = { width: 230, height: 66 }
const MARGIN = 24

/** Letters of 12 pixels are about half as wide as high. */
const widthOf = (text: string) => text.length * 6.6 + 14

interface Way {
  readonly from: string
  readonly to: string
  readonly labels: readonly string[]
  readonly isAutomatic: boolean
}

/** The graph of a flow, drawn from the start down. Light and dark follow whoever looks at it. */
export async function svgOf(graph: FlowGraph): Promise<string> {
  const ways = mergedWays(graph)
  const laid = await layout(graph, ways)
  const width = Math.ceil((laid.width ?? 0) + 2 * MARGIN)
  const height = Math.ceil((laid.height ?? 0) + 2 * MARGIN)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The flow ${escaped(graph.name)}">`,
    STYLE,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...ways.map((way, index) => lineOf(way, laid.edges?.[index])),
    ...graph.steps.map((step) => roomOf(step, graph, laid)),
    ...ways.map((way, index) => labelOf(way, laid.edges?.[index])),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

const STYLE = `<style>
  text { font: 12px system-ui, sans-serif; fill: #1c2430 }
  .name { font-weight: 600; font-size: 14px }
  .dim { fill: #5b6675 }
  .ground { fill: #ffffff }
  .room { fill: #f4f6f9; stroke: #c3cad4 }
  .start { stroke: #2f6fde; stroke-width: 2 }
  .way { fill: none; stroke: #8591a3; stroke-width: 1.5 }
  .automatic { stroke-dasharray: 5 4 }
  .label { paint-order: stroke; stroke: #ffffff; stroke-width: 5px; text-anchor: middle }
  .tip { fill: #8591a3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6eaf0 } .dim { fill: #9aa5b5 } .ground { fill: #12161c } .room { fill: #1c222b; stroke: #3a4452 } .label { stroke: #12161c }
  }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>`

function mergedWays({ edges, steps }: FlowGraph): readonly Way[] {
  const known = new Set(steps.map(({ name }) => name))
  const ways = new Map<string, { from: string; to: string; labels: string[]; isAutomatic: boolean }>()
  for (const { from, to, label, isAutomatic } of edges) {
    if (!known.has(from) || !known.has(to)) continue
    const id = JSON.stringify([from, to])
    const way = ways.get(id) ?? { from, to, labels: [], isAutomatic: true }
    if (label !== '' && !way.labels.includes(label)) way.labels.push(label)
    ways.set(id, { ...way, isAutomatic: way.isAutomatic && isAutomatic })
  }
  return [...ways.values()]
}

async function layout(graph: FlowGraph, ways: readonly Way[]): Promise<ElkNode> {
  return new elk.default().layout({
    id: graph.name,
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.spacing.nodeNodeBetweenLayers': '48',
      'elk.spacing.nodeNode': '32',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: graph.steps.map(({ name }) => ({ id: name, ...ROOM })),
    edges: ways.map(({ from, to, labels }, index) => ({
      id: String(index),
      sources: [from],
      targets: [to],
      labels:
        labels.length === 0
          ? []
          : [
              {
                text: labels.join(', '),
                width: Math.max(...labels.map(widthOf)),
                height: 16 * labels.length,
                layoutOptions: { 'elk.edgeLabels.inline': 'true' },
              },
            ],
    })),
  })
}

function lineOf({ isAutomatic }: Way, edge: ElkExtendedEdge | undefined): string {
  const section = edge?.sections?.[0]
  if (!section) return ''
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  return `<path class="way${isAutomatic ? ' automatic' : ''}" marker-end="url(#tip)" d="${path}"/>`
}

function labelOf({ labels }: Way, edge: ElkExtendedEdge | undefined): string {
  const label = edge?.labels?.[0]
  if (!label) return ''
  const x = (label.x ?? 0) + (label.width ?? 0) / 2
  return labels
    .map((text, line) => `<text class="label" x="${x}" y="${(label.y ?? 0) + 12 + line * 16}">${escaped(text)}</text>`)
    .join('\n')
}

function roomOf({ name, title, says }: FlowGraph['steps'][number], { start }: FlowGraph, laid: ElkNode): string {
  const { x = 0, y = 0 } = laid.children?.find(({ id }) => id === name) ?? {}
  return [
    `<g transform="translate(${x} ${y})">`,
    `<title>${escaped(says || title)}</title>`,
    `<rect class="room${name === start ? ' start' : ''}" width="${ROOM.width}" height="${ROOM.height}" rx="8"/>`,
    `<text class="name" x="12" y="23">${escaped(name)}</text>`,
    `<text class="dim" x="12" y="41">${escaped(shortened(title))}</text>`,
    says === '' ? '' : `<text class="dim" x="12" y="57">“${escaped(shortened(says, 30))}”</text>`,
    '</g>',
  ].join('')
}

const shortened = (text: string, most = 33): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
