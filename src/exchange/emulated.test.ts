import { expect, test } from 'vitest'
import { emulatedBehaviour, emulatedNouns, emulatedVerbs } from './emulated.ts'
import { absentInterfaces, emulatedCallbacks, emulatedOperations } from './emulated-operations.ts'
import { restOperations } from './rest/rest-api.ts'
import { startWorld } from './scripted-app.fixture.ts'
import { performedVerbs } from './verbs/perform-verb.ts'

test('the table of what is emulated says of every performed verb that it is there, and of the others that they are not', () => {
  const there = Object.entries(emulatedVerbs).flatMap(([verb, { level }]) => (level === 'absent' ? [] : [verb]))
  expect(there.toSorted()).toEqual([...performedVerbs].toSorted())
})

test('the table of what is emulated says of every REST operation that can be asked that it is there, and of the others that they are not', () => {
  const there = Object.entries(emulatedOperations).flatMap(([name, { level }]) => (level === 'absent' ? [] : [name]))
  expect(there.toSorted()).toEqual(restOperations.map(({ name }) => name).toSorted())
})

const tables = [
  emulatedVerbs,
  emulatedNouns,
  emulatedBehaviour,
  emulatedOperations,
  emulatedCallbacks,
  absentInterfaces,
]

test('what differs from the network is said in a sentence', () => {
  for (const { level, how } of tables.flatMap((table) => Object.values(table))) {
    expect(how).toMatch(level === 'faithful' ? /^$/ : /^\S.*\.$/)
  }
})

test('a Dial to a SIM card fails, and says so', async () => {
  await using world = await startWorld({
    '/voice': '<Dial action="/dialled"><Sim>DE0123</Sim></Dial>',
    '/dialled': '',
  })
  await world.ringUp()

  expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' })
  expect(world.findings().map(({ code, message }) => [code, message])).toEqual([
    [13258, 'SIM cards cannot be dialled here.'],
  ])
})
