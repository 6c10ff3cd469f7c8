/** Experiments: how callers are shared out, and that a caller meets the same thing every time. */
import { checkFlow, defineFlow, experiment, flowFromJson, hangUp } from 'hookswitch/flow'
import { openLine, ringUp } from 'hookswitch/testing'
import { expect, test } from 'vitest'

const trial = (a = 30, b = 70) =>
  defineFlow('trial', {
    start: 'draw',
    steps: {
      draw: experiment({
        ways: [
          { percent: a, then: 'short' },
          { percent: b, then: 'long' },
        ],
        into: 'greeting',
      }),
      short: hangUp(({ data }) => `Hi from ${data.greeting}.`),
      long: hangUp(({ data }) => `Good day from ${data.greeting}.`),
    },
  })

test('a caller hears the same at every call', async () => {
  const { caller, anotherCaller } = await ringUp(trial(50, 50), { from: '+12025550142' })
  await expect(caller).toHaveEnded()
  for (let call = 0; call < 5; call++) {
    const again = anotherCaller('+12025550142')
    await expect(again).toHaveEnded()
    expect(again.heard()).toEqual(caller.heard())
  }
})

test('callers are shared out as the flow says', async () => {
  const line = await openLine(trial())
  const heard = []
  for (let index = 0; index < 200; index++) {
    const caller = line.callerFrom(`+1202555${String(index).padStart(4, '0')}`)
    await expect(caller).toHaveEnded()
    heard.push(...caller.heard())
  }
  const short = heard.filter((words) => words === 'Hi from short.').length
  expect(heard).toHaveLength(200)
  expect(short).toBeGreaterThan(40)
  expect(short).toBeLessThan(80)
})

test('callers who hide their number are drawn anew each time', async () => {
  const line = await openLine(trial(50, 50))
  const heard = new Set<string>()
  for (let call = 0; call < 20; call++) {
    const caller = line.callerFrom('anonymous')
    await expect(caller).toHaveEnded()
    for (const words of caller.heard()) heard.add(words)
  }
  expect(heard).toEqual(new Set(['Hi from short.', 'Good day from long.']))
})

test.each([
  [0, 100, 'Good day from long.'],
  [100, 0, 'Hi from short.'],
])('with shares of %s and %s everybody goes one way', async (a, b, words) => {
  const { caller } = await ringUp(trial(a, b))
  await expect(caller).toHaveEnded()
  expect(caller.heard()).toEqual([words])
})

test('shares that do not make a hundred are an error, and so are halves', () => {
  expect(checkFlow(trial(50, 60))).toMatchObject([
    { code: 'VALUE_UNUSABLE', at: 'trial/draw/ways', message: 'The shares make 110 %.' },
  ])
  expect(checkFlow(trial(50.5, 49.5)).map(({ code, at }) => `${code} ${at}`)).toEqual([
    'OUT_OF_RANGE trial/draw/ways.0.percent',
    'OUT_OF_RANGE trial/draw/ways.1.percent',
  ])
})

test('a flow of JSON may have an experiment', () => {
  const flow = {
    name: 'trial',
    start: 'draw',
    steps: {
      draw: { kind: 'experiment', ways: [{ percent: 100, then: 'bye' }] },
      bye: { kind: 'hang-up', says: 'Bye.' },
    },
  }
  expect(checkFlow(flowFromJson(JSON.stringify(flow)))).toEqual([])
})
