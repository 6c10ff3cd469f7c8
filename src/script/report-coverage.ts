import type { Coverage } from './coverage.ts'

/** The coverage for people. Ends with a line break. */
export function reportCoverage({ endpoints, menus, neverAsked }: Coverage): string {
  const lines = endpoints.map(({ method, path, asked }) => `  ${String(asked).padStart(4)} × ${method} ${path}`)
  const rows = menus.flatMap(({ path, line, says, taken, untaken }) => [
    `  ${path}, line ${line}: ${says === '' ? 'a Gather without words' : `“${shortened(says)}”`}`,
    `    taken: ${taken.join(', ') || 'nothing'}${untaken.length > 0 ? `; nobody took ${untaken.join(', ')}` : ''}`,
  ])
  const missed = neverAsked.map(({ path, by }) => `  ${path} (${by})`)
  return [
    '\nThe app was asked:',
    ...lines,
    ...(rows.length > 0 ? ['Its menus:', ...rows] : []),
    ...(missed.length > 0 ? ['Its documents lead to, and no call came to:', ...missed] : []),
    '',
  ].join('\n')
}

const shortened = (text: string): string => (text.length > 70 ? `${text.slice(0, 69)}…` : text)
