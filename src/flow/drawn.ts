/**
 * A flow's graph as text that others draw: Mermaid, which READMEs and wikis show.
 */
import type { FlowGraph } from './graph.ts'

/**
 * The graph of a flow as a Mermaid flowchart.
 *
 * Edges that the caller does nothing for are dotted. Where the call ends is rounded.
 */
export function mermaidOf(graph: FlowGraph): string {
  const ids = new Map(graph.steps.map(({ name }, place) => [name, `s${place}`]))
  const leaving = new Set(graph.edges.map(({ from }) => from))
  const rooms = graph.steps.map(({ name, title }) => {
    const words = `"${quoted(name)}<br><small>${quoted(title)}</small>"`
    return `  ${ids.get(name)}${leaving.has(name) ? `[${words}]` : `([${words}])`}`
  })
  const ways = graph.edges.flatMap(({ from, to, label, isAutomatic }) => {
    const [a, b] = [ids.get(from), ids.get(to)]
    if (a === undefined || b === undefined) return []
    return [`  ${a} ${isAutomatic ? '-.->' : '-->'}|"${quoted(label)}"| ${b}`]
  })
  const start = ids.get(graph.start)
  const begins = start === undefined ? [] : [`  call((call)) --> ${start}`]
  return ['flowchart TD', ...begins, ...rooms, ...ways, ''].join('\n')
}

/** Mermaid reads `#` as the beginning of an entity, and a quotation mark ends a text. */
const quoted = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
