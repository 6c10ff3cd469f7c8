import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { checkFlow, secretsOf } from './check-flow.ts'
import type { MenuKey } from './choice.ts'
import { defineFlow, type Flow } from './define.ts'
import { secret } from './secret.ts'
import { goTo } from './steps/go-to.ts'
import { hangUp } from './steps/hang-up.ts'
import { menu } from './steps/menu.ts'
import { say } from './steps/say.ts'
import { transfer } from './steps/transfer.ts'
import { voicemail } from './steps/voicemail.ts'

/** A flow as it may come from JSON or a careless cast: nothing about it is checked by the compiler. */
const flowOf = (steps: Flow['steps'], start = Object.keys(steps)[0] ?? ''): Flow =>
  defineFlow('office', { start, steps } as Parameters<typeof defineFlow>[1])

const codes = (flow: Flow) => checkFlow(flow).map(({ code, severity, at }) => `${severity} ${code} ${at}`)

test('the Acme flow has nothing to complain of', () => {
  expect(checkFlow(acme)).toEqual([])
})

test('a flow names the secrets it needs, each once', () => {
  expect(secretsOf(acme)).toEqual(['SALES_PHONE', 'SUPPORT_PHONE'])
})

describe('a target that is no step', () => {
  test('is an error that knows what was meant', () => {
    const flow = flowOf({
      welcome: menu({ choices: { 1: { label: 'sales', then: 'slaes' } }, otherwise: 'sales' }),
      sales: hangUp(),
    })
    expect(checkFlow(flow)).toEqual([
      {
        code: 'TARGET_MISSING',
        severity: 'error',
        at: 'office/welcome/choices.1.then',
        message: '"welcome" (1: sales) leads to "slaes", which is not a step of this flow. Did you mean "sales"?',
        help: 'Use one of welcome, sales, or add a step "slaes".',
      },
    ])
  })

  test('is found at the start and as the last resort, too', () => {
    const flow = defineFlow('office', { start: 'welcom', steps: { welcome: hangUp() }, lastResort: 'nobody' } as never)
    expect(codes(flow)).toContain('error TARGET_MISSING office/start')
    expect(codes(flow)).toContain('error TARGET_MISSING office/lastResort')
  })

  test('may be named like something every object has', () => {
    expect(codes(flowOf({ a: goTo('constructor') }))).toContain('error TARGET_MISSING office/a/to')
  })
})

describe('a caller who does nothing', () => {
  test('must not go round for ever', () => {
    const flow = flowOf({
      welcome: menu({ choices: { 1: { label: 'out', then: 'bye' } }, otherwise: 'sorry' }),
      sorry: say('Once more.', { then: 'welcome' }),
      bye: hangUp(),
    })
    expect(checkFlow(flow)).toMatchObject([
      {
        code: 'ENDLESS_LOOP',
        severity: 'error',
        at: 'office/welcome',
        message: 'A caller who does nothing goes round for ever: welcome → sorry → welcome.',
      },
    ])
  })

  test('must not be handed from phone to phone for ever', () => {
    const flow = flowOf({
      sales: transfer({ to: '+12025550101', unanswered: 'support' }),
      support: transfer({ to: '+12025550102', unanswered: 'sales' }),
    })
    expect(codes(flow)).toEqual(['error ENDLESS_LOOP office/sales'])
  })

  test('may be led back by his own choice', () => {
    const flow = flowOf({
      welcome: menu({ choices: { 9: { label: 'to hear this again', then: 'welcome' } }, otherwise: 'bye' }),
      bye: hangUp(),
    })
    expect(checkFlow(flow)).toEqual([])
  })
})

test('a caller who can never finish is an error', () => {
  const flow = flowOf({
    a: menu({ choices: { 1: { label: 'b', then: 'b' } }, otherwise: 'b' }),
    b: menu({ choices: { 1: { label: 'a', then: 'a' } }, otherwise: 'a' }),
  })
  expect(codes(flow)).toContain('error NO_WAY_OUT office/a')
})

test('a step nobody can reach is a warning', () => {
  expect(codes(flowOf({ welcome: hangUp(), attic: hangUp() }))).toEqual(['warning STEP_UNREACHABLE office/attic'])
})

test.each([
  ['', 'an empty text'],
  ['   ', 'white space'],
])('hanging up with %j (%s) is a silent hang-up', (says) => {
  expect(codes(flowOf({ bye: hangUp(says) }))).toEqual(['error SILENT_HANG_UP office/bye/says'])
})

describe('a menu', () => {
  const withChoices = (keys: readonly MenuKey[]) =>
    flowOf({
      welcome: menu({
        choices: Object.fromEntries(keys.map((key) => [key, { label: `choice ${key}`, then: 'bye' }])),
        otherwise: 'bye',
      }),
      bye: hangUp(),
    })

  test.each([
    ['123', []],
    ['12345', []],
    ['123456', ['warning TOO_MANY_CHOICES office/welcome/choices']],
    ['123456789', ['warning TOO_MANY_CHOICES office/welcome/choices']],
    ['1234567890', ['error TOO_MANY_CHOICES office/welcome/choices']],
    ['', ['error NO_CHOICES office/welcome/choices']],
  ])('with the keys "%s" gets %j', (keys, expected) => {
    expect(codes(withChoices([...keys] as MenuKey[]))).toEqual(expected)
  })
})

test('a prompt of 4,096 characters is spoken, one more is an error, in any language', () => {
  const long = (length: number) => flowOf({ bye: hangUp({ languages: { en: 'Bye.', de: 'a'.repeat(length) } }) })
  expect(codes(long(4096))).toEqual([])
  expect(codes(long(4097))).toEqual(['error PROMPT_TOO_LONG office/bye/says'])
})

test.each([
  ['an auth token', 'a1b2c3d4e5f60718293a4b5c6d7e8f90'],
  ['an API key', 'SK00000000000000000000000000000001'],
  ['a password in a URL', 'https://me:hunter2@example.com/a.wav'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
])('%s in a flow is an error that does not repeat it', (_what, text) => {
  const [finding] = checkFlow(flowOf({ bye: hangUp({ audio: text, says: 'Bye.' }) }))
  expect(finding).toMatchObject({ code: 'SECRET_IN_FLOW', severity: 'error', at: 'office/bye/says/audio' })
  expect(JSON.stringify(finding)).not.toContain(text)
})

test('numbers and lengths outside what the network accepts are errors', () => {
  const flow = flowOf({
    sales: transfer({ to: '555-0101', ringSeconds: 3, callerId: secret('OUR_NUMBER'), unanswered: 'message' }),
    message: voicemail({ mailbox: 'front-desk', maximumSeconds: 1.5, attempts: 0 }),
  })
  expect(codes(flow)).toEqual([
    'error NUMBER_MALFORMED office/sales/to',
    'error OUT_OF_RANGE office/sales/ringSeconds',
    'error OUT_OF_RANGE office/message/maximumSeconds',
    'error OUT_OF_RANGE office/message/attempts',
  ])
})

test('a name that cannot stand in an address is an error', () => {
  expect(codes(flowOf({ 'front desk?': hangUp() }))).toEqual(['error NAME_MALFORMED office/front desk?'])
})

test('errors are told before warnings', () => {
  const severities = checkFlow(flowOf({ bye: hangUp(''), attic: hangUp() })).map(({ severity }) => severity)
  expect(severities).toEqual(['error', 'warning'])
})
