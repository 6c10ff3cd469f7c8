/**
 * The page of what is emulated, made from the tables in `emulated.ts` and `emulated-operations.ts`.
 */
import { type Emulation, emulatedBehaviour, emulatedNouns, emulatedVerbs } from '../emulated.ts'
import { absentInterfaces, emulatedCallbacks, emulatedOperations } from '../emulated-operations.ts'

/** Where the page stands. */
export const emulatedPageFile = new URL('../../../docs/emulated.md', import.meta.url)

/** The page as Markdown. */
export function emulatedPage(): string {
  return `${[
    '# What is emulated',
    'How near the exchange comes to the network it imitates. _Faithful_: as documented. _Approximate_: as documented except for what is said. _Absent_: left out.',
    '## Verbs',
    table('Verb', emulatedVerbs, (verb) => `[${verb}](verbs/${verb}.md)`),
    '## What a Dial can lead to',
    table('Noun', emulatedNouns, (noun) => `\`${noun}\``),
    '## Behaviour towards the app',
    table('Behaviour', emulatedBehaviour, (name) => name),
    '## Callbacks',
    table('Callback', emulatedCallbacks, (name) => name),
    '## REST interface',
    'The names of the operations are those of the network’s OpenAPI files. How to use it: [rest-api.md](rest-api.md).',
    table('Operation', emulatedOperations, (name) => name),
    '## Interfaces that are not there',
    table('Interface', absentInterfaces, (name) => name),
    'Where the documents of the network are unclear, a setting of `createExchange` decides; by default it is the reading that is least kind to the app. They are listed in [settings.ts](../src/exchange/settings.ts).',
    'Made from `src/exchange/emulated.ts` and `src/exchange/emulated-operations.ts` by `node src/exchange/docs/write.ts`.',
  ].join('\n\n')}\n`
}

function table(what: string, rows: Readonly<Record<string, Emulation>>, named: (name: string) => string): string {
  const body = Object.entries(rows).map(([name, { level, how }]) => `| ${named(name)} | ${level} | ${how} |`)
  return [`| ${what} | Level | Where it differs |`, '| --- | --- | --- |', ...body].join('\n')
}
