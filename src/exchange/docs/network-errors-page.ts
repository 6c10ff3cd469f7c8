/**
 * The page of the network's error codes, made from the table in `error-dictionary.ts`.
 */
import { explanations, families } from '../error-dictionary.ts'
import { errorTitles } from '../error-titles.ts'

/** Where the page stands. */
export const networkErrorsPageFile = new URL('../../../docs/network-errors.md', import.meta.url)

/** The page as Markdown. */
export function networkErrorsPage(): string {
  const codes = Object.keys(errorTitles).map(Number)
  const own = codes.filter((code) => explanations[code] !== undefined)
  const rest = Map.groupBy(
    codes.filter((code) => explanations[code] === undefined),
    (code) => families.find((family) => family.has(code)),
  )
  return `${[
    '# Error codes of the network',
    'Codes that findings carry, and what they mean in the exchange. The titles are those of Twilio’s error dictionary. Our own codes, which are words, are in [errors.md](errors.md).',
    ...own.flatMap((code) => section(code)),
    ...families.flatMap((family) => [`## ${family.name}`, family.explanation, table(rest.get(family) ?? [])]),
    'Made from `src/exchange/error-dictionary.ts` by `node src/exchange/docs/write.ts`.',
  ].join('\n\n')}\n`
}

function section(code: number): string[] {
  const { meaning, remedy } = explanations[code] ?? { meaning: '', remedy: '' }
  return [`### ${code}`, `_${errorTitles[code]}._ ${meaning}\n${remedy}`]
}

/** The anchors are what findings link to. */
function table(codes: readonly number[]): string {
  const rows = codes.map((code) => `| <a id="${code}"></a>${code} | ${titleOf(code)} |`)
  return ['| Code | Title |', '| --- | --- |', ...rows].join('\n')
}

const titleOf = (code: number): string => (errorTitles[code] ?? '').replaceAll('<', '&lt;').replaceAll('|', '\\|')
