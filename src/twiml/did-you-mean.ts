/**
 * The nearest of the known names, when one is near enough to have been meant.
 */

/** The known name that `name` was probably meant to be: same but for case, or at most a third of it different. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase().slice(0, longest)
  let best: string | undefined
  let bestDistance = Math.floor(Math.max(wanted.length, 3) / 3) + 1
  for (const candidate of known) {
    const distance = distanceBetween(wanted, candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

const longest = 64

/** Letters to insert, delete, replace or swap; gives up, with `limit`, once it cannot stay below that. */
function distanceBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        (above[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (above[column - 1] ?? limit) + (isSame ? 0 : 1),
        isSwap ? (before[column - 2] ?? limit) + 1 : limit,
      )
    }
    if (Math.min(...current) >= limit) return limit
    before = above
    above = current
  }
  return above[b.length] ?? limit
}
