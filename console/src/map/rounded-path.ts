/** Lines with right angles, their corners rounded, as the path of an SVG. */
import type { Point } from './layout-flow.ts'

const RADIUS = 10

/** The `d` of a path through `points`; empty for fewer than two. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first || rest.length === 0) return ''
  const parts = rest.map((point, index) => {
    const before = points[index] ?? first
    const after = rest[index + 1]
    if (!after) return `L${point.x},${point.y}`
    const from = toward(point, before)
    const to = toward(point, after)
    return `L${from.x},${from.y}Q${point.x},${point.y} ${to.x},${to.y}`
  })
  return `M${first.x},${first.y}${parts.join('')}`
}

/** The point a corner's radius away from `corner`, or half way to `other` when that is nearer. */
function toward(corner: Point, other: Point): Point {
  const distance = Math.hypot(other.x - corner.x, other.y - corner.y)
  const share = distance === 0 ? 0 : Math.min(RADIUS, distance / 2) / distance
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share }
}
