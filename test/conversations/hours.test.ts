/** Opening hours: who is put through when, what the others are told, and opening and closing by hand. */
import { branch, checkFlow, defineFlow, flowFromJson, hangUp, hours, inLanguages } from 'hookswitch/flow'
import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const week = Object.fromEntries(workdays.map((day) => [day, ['09:00-12:00', '13:00-17:00']]))

const office = (more: Partial<Parameters<typeof hours>[0]> = {}, language = 'en-US') =>
  defineFlow('office', {
    start: 'door',
    language,
    steps: {
      door: hours({
        zone: 'America/New_York',
        week,
        holidays: [{ date: '2026-12-25', name: 'Christmas' }],
        open: 'welcome',
        closed: 'closed',
        holiday: 'xmas',
        into: 'hours',
        ...more,
      }),
      welcome: hangUp('Welcome.'),
      closed: hangUp(inLanguages({ 'en-US': 'We are closed. Goodbye.', 'es-US': 'Está cerrado. Adiós.' })),
      xmas: hangUp(({ data }) => `Merry ${(data.hours as { holiday: string }).holiday}. Goodbye.`),
    } as Parameters<typeof defineFlow>[1]['steps'],
  })

describe('a caller', () => {
  test.each([
    ['in the morning', '2026-11-23T09:00:00-05:00', ['Welcome.']],
    ['a minute early', '2026-11-23T08:59:00-05:00', ['We open again today at 9:00 AM.', 'We are closed. Goodbye.']],
    ['at lunch', '2026-11-23T12:30:00-05:00', ['We open again today at 1:00 PM.', 'We are closed. Goodbye.']],
    ['in the evening', '2026-11-23T20:00:00-05:00', ['We open again tomorrow at 9:00 AM.', 'We are closed. Goodbye.']],
    ['on Saturday', '2026-11-21T10:00:00-05:00', ['We open again on Monday at 9:00 AM.', 'We are closed. Goodbye.']],
    ['on a holiday', '2026-12-25T10:00:00-05:00', ['We open again on Monday at 9:00 AM.', 'Merry Christmas. Goodbye.']],
    ['in summer', '2026-07-06T09:00:00-04:00', ['Welcome.']],
  ])('%s hears what the clock of the office says', async (_when, at, words) => {
    const { caller } = await ringUp(office(), { at })
    await expect(caller).toHaveEnded('completed')
    expect(caller.heard()).toEqual(words)
  })

  test('is told in the language of the call', async () => {
    const { caller } = await ringUp(office({}, 'es-US'), { at: '2026-11-21T10:00:00-05:00' })
    await expect(caller).toHaveEnded()
    expect(caller.heard()).toEqual(['Volvemos a abrir el lunes a las 9:00 a.m.', 'Está cerrado. Adiós.'])
  })

  test('is not told when the flow does not want it, or when the place never opens', async () => {
    for (const more of [{ tellsNextOpening: false }, { week: {} }]) {
      const { caller } = await ringUp(office(more), { at: '2026-11-21T10:00:00-05:00' })
      await expect(caller).toHaveEnded()
      expect(caller.heard()).toEqual(['We are closed. Goodbye.'])
    }
  })

  test('on a holiday without a way of its own goes where it is closed', async () => {
    const plain = defineFlow('plain', {
      start: 'door',
      steps: {
        door: hours({
          zone: 'UTC',
          week: {},
          holidays: [{ date: '2026-12-25', name: 'Christmas' }],
          open: 'bye',
          closed: 'shut',
          into: 'found',
        }),
        shut: branch({ cases: [{ when: { data: 'found', isSet: true }, then: 'bye' }], otherwise: 'never' }),
        bye: hangUp('Goodbye.'),
        never: hangUp('Never.'),
      },
    })
    const { caller } = await ringUp(plain, { at: '2026-12-25T10:00:00Z' })
    await caller.hears('Goodbye.')
  })
})

describe('opening and closing by hand', () => {
  const DAY = 86_400_000

  const alwaysOpen = () =>
    defineFlow('office', {
      start: 'door',
      steps: {
        door: hours({
          zone: 'UTC',
          week: Object.fromEntries([...workdays, 'saturday', 'sunday'].map((day) => [day, ['00:00-24:00']])),
          open: 'welcome',
          closed: 'closed',
        }),
        'fixed-door': hours({ zone: 'UTC', week: {}, open: 'welcome', closed: 'closed', mayBeOverridden: false }),
        welcome: hangUp('Welcome.'),
        closed: hangUp('We are closed.'),
      },
    })
  const put = (body: object) => ({
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const calls = async (app: Awaited<ReturnType<typeof startApp>>, call: string) =>
    [...(await app.post('/voice/office', { CallSid: `CA${call.repeat(32)}` })).body.matchAll(/<Say[^>]*>([^<]*)/g)].map(
      ([, words]) => words,
    )

  test('closes at once and opens again at the moment that was said, and callers are told so', async () => {
    await using app = await startApp({ flows: [alwaysOpen()] })
    expect(await calls(app, '1')).toEqual(['Welcome.'])
    const until = app.clock.now() + DAY
    expect((await app.ask('/api/hours/office/door', put({ isOpen: false, until }))).status).toBe(204)
    const [told, closed] = await calls(app, '2')
    expect(told).toMatch(/^We open again tomorrow at /)
    expect(closed).toBe('We are closed.')
    expect(JSON.parse((await app.ask('/api/hours/office/door')).body)).toEqual({ override: { isOpen: false, until } })
    await app.clock.advance(DAY)
    expect(await calls(app, '3')).toEqual(['Welcome.'])
  })

  test('without an end closes until it is given back to the schedule, and nothing is promised', async () => {
    await using app = await startApp({ flows: [alwaysOpen()] })
    await app.ask('/api/hours/office/door', put({ isOpen: true }))
    await app.ask('/api/hours/office/door', put({ isOpen: false }))
    expect(await calls(app, '1')).toEqual(['We are closed.'])
    expect((await app.ask('/api/hours/office/door', { method: 'DELETE' })).status).toBe(204)
    expect(JSON.parse((await app.ask('/api/hours/office/door')).body)).toEqual({ override: null })
    expect(await calls(app, '2')).toEqual(['Welcome.'])
  })

  test.each(['/api/hours/office/welcome', '/api/hours/office/fixed-door', '/api/hours/nowhere/door'])(
    'is refused where there are no such hours (%s)',
    async (path) => {
      await using app = await startApp({ flows: [alwaysOpen()] })
      for (const init of [put({ isOpen: true }), { method: 'DELETE' }, {}]) {
        const { status, body } = await app.ask(path, init)
        expect([status, JSON.parse(body).error.code]).toEqual([404, 'HOURS_UNKNOWN'])
      }
    },
  )

  test('does not take what is no decision', async () => {
    await using app = await startApp({ flows: [alwaysOpen()] })
    for (const body of [{}, { isOpen: 'perhaps' }, { isOpen: true, until: -1 }, { isOpen: true, until: 'tomorrow' }]) {
      expect((await app.ask('/api/hours/office/door', put(body))).status).toBe(400)
    }
  })

  test('is done without when the database cannot tell: the schedule holds, and the log says so', async () => {
    const around: Parameters<typeof startApp>[0] = {
      flows: [alwaysOpen()],
      around: (store) => ({
        ...store,
        overrides: { ...store.overrides, find: async () => Promise.reject(new Error('no connection')) },
      }),
    }
    await using app = await startApp(around)
    expect(await calls(app, '1')).toEqual(['Welcome.'])
    expect(app.log.filter(({ level }) => level === 'warning').map(({ line }) => line)).toEqual([
      'whether somebody has opened or closed by hand is unknown; the schedule holds',
    ])
  })
})

describe('opening hours that cannot be', () => {
  test('are errors that name the place', () => {
    const flow = office({
      zone: 'America/Springfield',
      week: { monday: ['9-17', '09:00-09:00', '09:00-24:30', '24:00-02:00'] },
      holidays: [{ date: '2026-02-30', name: 'Never', hours: ['noon'] }],
    })
    expect(checkFlow(flow)).toEqual(
      [
        ['zone', 'There is no time zone "America/Springfield".'],
        ['week.monday.0', '"9-17" is no stretch of a day.'],
        ['week.monday.1', '"09:00-09:00" is no stretch of a day.'],
        ['week.monday.2', '"09:00-24:30" is no stretch of a day.'],
        ['week.monday.3', '"24:00-02:00" is no stretch of a day.'],
        ['holidays.0.date', 'There is no day "2026-02-30".'],
        ['holidays.0.hours.0', '"noon" is no stretch of a day.'],
      ].map(([at, message]) => ({
        code: 'VALUE_UNUSABLE',
        severity: 'error',
        at: `office/door/${at}`,
        message,
        help: expect.any(String),
      })),
    )
  })

  test('a flow of JSON may have opening hours', () => {
    const { xmas: _xmas, ...steps } = office({ holiday: 'closed' }).steps
    const flow = { name: 'office', start: 'door', steps }
    expect(flowFromJson(JSON.stringify(flow)).steps).toEqual(steps)
  })
})
