/** People who are asked for by extension, by the letters of a name, or by saying it. */
import { checkFlow, defineFlow, directory, directoryFromCsv, FlowError, hangUp, voicemail } from 'hookswitch/flow'
import { type RungLine, ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const CSV = `\uFEFFextension,Name,phone,mailbox
101,Ann Lee,(202) 555-0111,ann
102,Bob Leeds,+12025550112,bob
103,"Zoë Nuñez",client:zoe,
`
const ANN = '+12025550111'
const BOB = '+12025550112'

const office = defineFlow('office', {
  start: 'people',
  steps: {
    people: directory({
      people: directoryFromCsv(CSV),
      unanswered: 'message',
      otherwise: 'lost',
      afterwards: 'after',
    }),
    message: voicemail({ mailbox: 'front-desk' }),
    lost: hangUp('Nobody was found. Goodbye.'),
    after: hangUp('You have talked. Goodbye.'),
  },
})

const ASKED = 'Enter an extension or the first letters of a last name'
const keys = ({ caller }: RungLine, text: string) => {
  for (const key of text) caller.presses(key === '#' ? '#' : Number(key))
}

describe('a caller', () => {
  test.each([
    ['by extension', '102#', 'Bob Leeds', BOB],
    ['by the letters of the last name', '53337#', 'Bob Leeds', BOB],
    ['by the letters of the whole name', '266533#', 'Ann Lee', ANN],
  ])('finds somebody %s and is connected', async (_how, pressed, name, number) => {
    const line = await ringUp(office)
    const found = line.callee(number, name)
    found.answers()
    await line.caller.hears(ASKED)
    keys(line, pressed)
    await line.caller.hears(`Connecting you to ${name}.`)
    await expect(line.caller).toBeTalkingTo(found)
    found.hangsUp()
    await line.caller.hears('You have talked.')
  })

  test('finds somebody by saying the name, accents or not', async () => {
    const line = await ringUp(office)
    await line.caller.hears(ASKED)
    line.caller.says('Doctor Zoe Nunez, please')
    await line.caller.hears('Connecting you to Zoë Nuñez.')
    await line.callee('client:zoe').rings()
  })

  test('chooses between several who fit', async () => {
    const line = await ringUp(office)
    const bob = line.callee(BOB, 'Bob')
    bob.answers()
    await line.caller.hears(ASKED)
    keys(line, '533#')
    await line.caller.hears('For Ann Lee, press 1. For Bob Leeds, press 2.')
    line.caller.presses(2)
    await expect(line.caller).toBeTalkingTo(bob)
  })

  test('who does not choose hears the choice once more, then the question', async () => {
    const line = await ringUp(office)
    await line.caller.hears(ASKED)
    keys(line, '533#')
    await line.caller.hears('For Ann Lee, press 1.')
    await line.caller.hears('For Ann Lee, press 1.')
    await line.caller.hears(ASKED)
  })

  test('who chooses a key that is none, or asks for nobody we know, is asked again and at last led on', async () => {
    const line = await ringUp(office)
    await line.caller.hears(ASKED)
    keys(line, '533#')
    await line.caller.hears('For Ann Lee, press 1.')
    line.caller.presses(7)
    await line.caller.hears('I did not find anybody like that.')
    await line.caller.hears(ASKED)
    keys(line, '999#')
    await line.caller.hears('I did not find anybody like that.')
    await line.caller.hears(ASKED)
    await line.caller.hears('Nobody was found.')
  })

  test('whom nobody answers leaves a message', async () => {
    const line = await ringUp(office)
    line.callee(ANN).doesNotAnswer()
    await line.caller.hears(ASKED)
    keys(line, '101#')
    await line.caller.hears('Please leave a message after the beep.')
  })

  test('who hangs up while it rings leaves nothing behind', async () => {
    const line = await ringUp(office)
    await line.caller.hears(ASKED)
    keys(line, '101#')
    await line.callee(ANN).rings()
    line.caller.hangsUp()
    await line.endsQuietly()
  })
})

describe('a file of people', () => {
  test('that has mistakes is told about all of them', () => {
    const csv = 'name,phone,extension\n,+12025550111,1\nBob,nowhere,2\nEve,+12025550113,x\n'
    expect(() => directoryFromCsv(csv)).toThrow(
      new FlowError(
        'DIRECTORY_UNREADABLE',
        'This is no directory: line 2 has no name; line 3 has no phone that can be rung; line 4 has an extension that is not digits.',
      ),
    )
  })

  test('with the same extension twice is found by the checks', () => {
    const people = directoryFromCsv('name,phone,extension\nAnn,+12025550111,1\nBob,+12025550112,1\n')
    const flow = defineFlow('twins', {
      start: 'people',
      steps: { people: directory({ people, unanswered: 'bye', otherwise: 'bye' }), bye: hangUp('Bye.') },
    })
    expect(checkFlow(flow).map(({ message }) => message)).toEqual(['Extension 1 belongs to more than one.'])
  })
})
