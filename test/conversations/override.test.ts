/** Opening and closing by phone. */
import { checkSystem, defineFlow, hangUp, hours, override, secret } from 'hookswitch/flow'
import { type OpenLine, hours as ofHours, openLine, type Person, seconds } from 'hookswitch/testing'
import { expect, test } from 'vitest'

const office = defineFlow('office', {
  start: 'door',
  steps: {
    door: hours({
      zone: 'America/New_York',
      week: { monday: ['09:00-17:00'], tuesday: ['09:00-17:00'] },
      open: 'open',
      closed: 'closed',
    }),
    open: hangUp('Welcome.'),
    closed: hangUp('We are closed.'),
  },
})
const staff = defineFlow('staff', {
  start: 'by-hand',
  steps: {
    'by-hand': override({ flow: 'office', hours: 'door', pin: secret('OFFICE_PIN'), then: 'bye' }),
    bye: hangUp('Bye.'),
  },
})

/** The staff's line; the office answers at a number of its own. */
async function open(at = '2026-01-05T10:00-05:00') {
  const line = await openLine(staff, { flows: [office], secrets: { OFFICE_PIN: '2468' }, at })
  const [own] = line.exchange.lines
  const voiceUrl = String(own?.voiceUrl).replace('/voice/staff', '/voice/office')
  line.exchange.addLine({ number: '+12025550109', name: 'office', voiceUrl })
  return line
}

async function enter(line: OpenLine, pin = '2468'): Promise<Person> {
  const owner = line.callerFrom('+12025550111')
  await owner.hears('Please enter your PIN, then press pound.')
  owner.presses(`${pin}#`)
  return owner
}

async function officeSays(line: OpenLine): Promise<string | undefined> {
  const call = line.exchange.placeCall({ from: '+12025550144', to: '+12025550109' })
  await line.clock.advance(seconds(20))
  return line.exchange.journal.events
    .flatMap((event) =>
      event.kind === 'prompt-started' && event.callSid === call.callSid && event.prompt.kind === 'speech'
        ? [event.prompt.text]
        : [],
    )
    .at(-1)
}

test('somebody with the PIN closes until tomorrow, and then the schedule holds again', async () => {
  const line = await open()
  const owner = await enter(line)
  await owner.hears('You are open now.')
  owner.presses(2)
  await owner.hears('Until tomorrow, press 1.')
  owner.presses(1)
  await owner.hears('You are closed from now on. Tomorrow the schedule holds again.')
  await owner.hears('Bye.')
  expect(await officeSays(line)).toBe('We are closed.')
  await line.clock.advance(ofHours(24))
  expect(await officeSays(line)).toBe('Welcome.')
})

test('somebody opens until he says otherwise, and gives the hours back to their schedule', async () => {
  const line = await open('2026-01-05T20:00-05:00')
  const owner = await enter(line)
  await owner.hears('You are closed now.')
  owner.presses(1)
  await owner.hears('Until you say otherwise, press 2.')
  owner.presses(2)
  await owner.hears('You are open from now on. That is so until you say otherwise.')
  expect(await officeSays(line)).toBe('Welcome.')
  const again = await enter(line)
  await again.hears('You are open now.')
  again.presses(3)
  await again.hears('The schedule holds from now on.')
  expect(await officeSays(line)).toBe('We are closed.')
})

test.each(['after the PIN', 'when asked for how long'])('whoever hangs up %s has changed nothing', async (when) => {
  const line = await open()
  const owner = await enter(line)
  await owner.hears('You are open now.')
  if (when !== 'after the PIN') {
    owner.presses(2)
    await owner.hears('Until tomorrow, press 1.')
  }
  owner.hangsUp()
  expect(await officeSays(line)).toBe('Welcome.')
})

test('silence and wrong keys are told, and end the call in the end', async () => {
  const line = await open()
  const owner = await enter(line)
  await owner.hears('To open, press 1.')
  owner.presses(9)
  await owner.hears('That key is not one of the choices.')
  await owner.hears('I did not hear anything.')
  await owner.hears('Goodbye.')
  await expect(owner).toHaveEnded()
})

test('nobody gets in without the PIN', async () => {
  const line = await open()
  const owner = await enter(line, '1357')
  await owner.hears('That PIN is not right.')
  owner.hangsUp()
  expect(await officeSays(line)).toBe('Welcome.')
})

test('the checks know whether there are such hours', () => {
  const lost = defineFlow('staff', {
    start: 'by-hand',
    steps: { 'by-hand': override({ flow: 'office', hours: 'dor', pin: secret('OFFICE_PIN') }) },
  })
  expect(checkSystem([office, lost])).toMatchObject([
    { code: 'TARGET_MISSING', at: 'staff/by-hand/hours', message: expect.stringContaining('Did you mean "door"?') },
  ])
})
