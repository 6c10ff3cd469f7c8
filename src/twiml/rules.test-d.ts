/**
 * What must not compile, so that rules and types cannot drift apart. Checked by the compiler; nothing here runs.
 */
import { gather, response, say } from './index.ts'
import { boolean, choice, integer, rulesOf, text } from './rules.ts'

interface Bell {
  readonly verb: 'bell'
  readonly tone?: 'high' | 'low'
  readonly rings?: number
  readonly isLoud?: boolean
}

const facts = { tag: 'Bell', verb: 'bell', kind: 'verb', content: 'nothing', children: [], defaults: {} } as const

const tone = choice(['high', 'low'])

export const whole = rulesOf<Bell>({ ...facts, attributes: { tone, rings: integer(), isLoud: boolean() } })

// @ts-expect-error an attribute has no rule
export const lacking = rulesOf<Bell>({ ...facts, attributes: { tone, rings: integer() } })

// @ts-expect-error a number has the rule of a text
export const wrongKind = rulesOf<Bell>({ ...facts, attributes: { tone, rings: text(), isLoud: boolean() } })

const shrill = choice(['shrill'])
const others = { rings: integer(), isLoud: boolean() }

// @ts-expect-error a choice offers what the type does not know
export const wrongValue = rulesOf<Bell>({ ...facts, attributes: { ...others, tone: shrill } })

// @ts-expect-error the rules are of another verb
export const wrongVerb = rulesOf<Bell>({ ...facts, verb: 'gong', attributes: { ...others, tone } })

// @ts-expect-error a Gather may hold only prompts
export const nested = gather({}, [gather()])

// @ts-expect-error a number of digits is a number
export const digits = gather({ numDigits: '1' })

export const good = response(gather({ numDigits: 1 }, [say('Press 1.', { voice: 'a voice of tomorrow' })]))
