/** Expectations that no call can meet, found before any call is placed. */
import type { PartyBehaviour } from '../exchange/index.ts'
import type { Script, ScriptedCall, Step } from './script.ts'

/** What cannot be, and the line of the file it stands on. */
export interface Impossible {
  readonly line: number
  readonly message: string
}

/** Every step that cannot come true after those before it. */
export const findImpossible = (script: Script): readonly Impossible[] => script.calls.flatMap(impossibleIn)

function impossibleIn(call: ScriptedCall): readonly Impossible[] {
  const found: Impossible[] = []
  const gone = new Map<string, string>()
  let endedAt: number | undefined
  for (const step of call.steps) {
    const who = personOf(step)
    const report = (message: string) => void found.push({ line: step.line, message })
    const left = gone.get(who)
    if (endedAt !== undefined && !AFTERWARDS.has(step.word)) {
      report(`"${step.word}" cannot come true: the call has ended on line ${endedAt}.`)
    } else if (left !== undefined && ON_THE_PHONE.has(step.word)) {
      report(`"${step.word}" cannot come true: ${left}.`)
    }
    if (step.word === 'hangs up')
      gone.set(who, `${who === '' ? 'the caller' : 'this person'} hung up on line ${step.line}`)
    if (step.word === 'ended' && who === '') endedAt = step.line
    if (step.word === 'talks to') {
      const why = neverTalks(step.says['talks to'], call)
      if (why !== undefined) report(`"talks to" cannot come true: ${why}.`)
    }
    if (step.word === 'dials') gone.clear()
    if (step.word === 'dials' && left !== undefined) gone.set('', left)
  }
  return found
}

/** What somebody can only do, and what can only happen to him, while he is on the phone. */
const ON_THE_PHONE: ReadonlySet<Step['word']> = new Set<Step['word']>([
  'hears',
  'presses',
  'says',
  'stays silent',
  'hangs up',
  'talks to',
  'reaches a person',
])

/** What may still be looked at when the call is over. */
const AFTERWARDS: ReadonlySet<Step['word']> = new Set<Step['word']>([
  'recorded',
  'messages',
  'requests',
  'ended',
  'does not hear',
])

const personOf = (step: Step): string => ('person' in step.says ? (step.says.person ?? '') : '')

/** Why nobody ever talks to this number, undefined when somebody may. */
function neverTalks(number: string, { parties, steps }: ScriptedCall): string | undefined {
  const parts = steps.flatMap((step): readonly (PartyBehaviour | undefined)[] =>
    step.word === 'dials' && [step.says.dials].flat().includes(number) && step.says.who !== undefined
      ? [step.says.who]
      : [],
  )
  const behaviours = parts.length > 0 ? parts : [parties[number]]
  const reasons = behaviours.map((behaviour) => (behaviour === undefined ? undefined : NEVER[behaviour.kind]))
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined
}

const NEVER: Readonly<Partial<Record<PartyBehaviour['kind'], string>>> = {
  busy: 'this number is busy',
  refuses: 'this number refuses',
  'no-answer': 'nobody answers at this number',
  unreachable: 'this number cannot be reached',
  rings: 'this number rings until somebody answers, and nobody does',
}
