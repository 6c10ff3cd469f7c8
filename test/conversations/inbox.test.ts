/** Listening to a mailbox by phone: the PIN, messages one after the other, calling back, and greetings. */
import {
  checkSystem,
  defineFlow,
  defineLimits,
  defineMailbox,
  hangUp,
  inbox,
  menu,
  secret,
  voicemail,
} from 'hookswitch/flow'
import { type OpenLine, openLine, type Person, type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const OWNER = '+12025550111'
const ANN = '+12025550122'
const PIN = '4711'

const week = { monday: ['09:00-17:00'], tuesday: ['09:00-17:00'] }
const desk = defineMailbox('front-desk', { pin: secret('FRONT_DESK_PIN'), zone: 'America/New_York' })
const byHours = defineMailbox('front-desk', {
  pin: secret('FRONT_DESK_PIN'),
  greeting: 'This is the front desk.',
  afterHours: { schedule: { zone: 'America/New_York', week }, greeting: 'The front desk has gone home.' },
})

const office = (language = 'en-US') =>
  defineFlow('office', {
    start: 'welcome',
    language,
    steps: {
      welcome: menu({
        prompt: 'Message or mailbox?',
        choices: { 1: { label: 'message', then: 'message' }, 2: { label: 'mailbox', then: 'mailbox' } },
        otherwise: 'bye',
      }),
      message: voicemail({ mailbox: 'front-desk', then: 'bye' }),
      mailbox: inbox({ mailbox: 'front-desk', then: 'bye' }),
      bye: hangUp('Goodbye.'),
    },
  })

const open = (options: Parameters<typeof openLine>[1] = {}) =>
  openLine(office(), {
    mailboxes: [desk],
    secrets: { FRONT_DESK_PIN: PIN },
    at: '2026-01-05T15:00:00-05:00',
    ...options,
  })

async function leave(line: OpenLine, from: string, lasts: number): Promise<void> {
  const caller = line.callerFrom(from)
  await caller.hears('Message or mailbox?')
  caller.presses(1)
  await caller.hears(/./)
  caller.says('Please call me back', { seconds: lasts })
  caller.presses('#')
  await caller.hears('Thank you.')
  await caller.hears('Goodbye.')
}

/** Somebody calls, asks for the mailbox, and keys a PIN. */
async function enter(line: OpenLine, pin = PIN, from = OWNER): Promise<Person> {
  const owner = line.callerFrom(from, 'owner')
  await owner.hears('Message or mailbox?')
  owner.presses(2)
  await owner.hears('Please enter your PIN, then press pound.')
  owner.presses(`${pin}#`)
  return owner
}

const idsOf = async (line: OpenLine) =>
  (await line.mailbox('front-desk').messages()).map(({ from, isHeard }) => ({ from, isHeard }))

describe('the owner of a mailbox', () => {
  test('hears how many messages there are, then each with who left it when, and its audio', async () => {
    const line = await open()
    await leave(line, ANN, 20)
    await leave(line, 'anonymous', 65)
    const owner = await enter(line)
    await owner.hears('You have 2 new messages and 0 saved messages. ')
    owner.presses(1)
    await owner.hears('Message 1 of 2, new, from 2 0 2 5 5 5 0 1 2 2, today at 3:00 PM, 20 seconds.')
    await owner.hears('To call back, press 8.')
    owner.presses(6)
    await owner.hears('Message 2 of 2, new, from somebody without a number, today at 3:01 PM, 1 minute and 5 seconds.')
    await owner.hears('To save it, press 9.')
    owner.presses(6)
    await owner.hears('There are no more messages.')
    await owner.hears('You have 0 new messages and 2 saved messages.')
    owner.presses(9)
    await owner.hears('Goodbye.')
    const played = line.exchange.journal.events.filter(
      (event) => event.kind === 'prompt-started' && event.prompt.kind === 'audio',
    )
    expect(played).toHaveLength(2)
  })

  test('hears a message again, and the one before', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    await leave(line, '+12025550133', 4)
    const owner = await enter(line)
    await owner.hears('You have 2 new')
    owner.presses(1)
    await owner.hears('Message 1 of 2')
    owner.presses(4)
    await owner.hears('This is the first message.')
    await owner.hears('Message 1 of 2')
    owner.presses(6)
    await owner.hears('Message 2 of 2')
    owner.presses(4)
    await owner.hears('Message 1 of 2')
    owner.presses(5)
    await owner.hears('Message 1 of 2')
  })

  test('deletes a message and takes it back in the same call', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    owner.presses(7)
    await owner.hears('Deleted.')
    owner.presses(7)
    await owner.hears('The message is back.')
    owner.presses(7)
    await owner.hears('Deleted.')
    owner.presses(6)
    await owner.hears('You have no messages.')
    expect(await idsOf(line)).toEqual([])
  })

  test('saves a message and finds it behind the new ones next time', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    owner.presses(9)
    await owner.hears('Saved.')
    owner.hangsUp()
    await leave(line, '+12025550133', 4)
    const again = await enter(line)
    await again.hears('You have 1 new message and 1 saved message.')
    again.presses(1)
    await again.hears('Message 1 of 2, new, from 2 0 2 5 5 5 0 1 3 3')
    again.presses(6)
    await again.hears('Message 2 of 2, saved, from 2 0 2 5 5 5 0 1 2 2')
  })

  test('calls back with the line as caller id, and is in the mailbox again afterwards', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    const ann = line.callee(ANN, 'Ann')
    ann.answers()
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    owner.presses(8)
    await owner.hears('Calling back.')
    await expect(owner).toBeTalkingTo(ann)
    expect(owner).toHaveDialled([ANN], { as: '+12025550100' })
    ann.hangsUp()
    await owner.hears('The call back is over.')
    await owner.hears('To delete it, press 7.')
  })

  test('cannot call back who hides his number', async () => {
    const line = await open()
    await leave(line, 'anonymous', 3)
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    owner.presses(8)
    await owner.hears('This caller cannot be called back.')
    expect(owner).toHaveDialled([])
  })

  test('who hangs up while a message plays finds it new again', async () => {
    const line = await open()
    await leave(line, ANN, 30)
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    await owner.staysSilent(seconds(5))
    owner.hangsUp()
    expect(await idsOf(line)).toEqual([{ from: ANN, isHeard: false }])
  })

  test('who keeps silent is asked again and then let go, and what he heard is heard', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    const owner = await enter(line)
    await owner.hears('You have 1 new message')
    owner.presses(1)
    await owner.hears('Message 1 of 1')
    await owner.hears('I did not hear anything.')
    await owner.hears('I did not hear anything.')
    await owner.hears('Goodbye.')
    await expect(owner).toHaveEnded()
    expect(await idsOf(line)).toEqual([{ from: ANN, isHeard: true }])
  })

  test.each(['main menu', 'messages', 'greetings'])(
    'who presses a key that does nothing is told so (%s)',
    async (where) => {
      const line = await open()
      await leave(line, ANN, 3)
      const owner = await enter(line)
      await owner.hears('You have 1 new message')
      if (where === 'messages') owner.presses(1)
      if (where === 'greetings') owner.presses(2)
      if (where !== 'main menu') await owner.hears(where === 'messages' ? 'Message 1 of 1' : 'To record your greeting')
      owner.presses(where === 'main menu' ? 5 : 0)
      await owner.hears('That key is not one of the choices.')
    },
  )

  test('finds the newest message first on the page', async () => {
    const line = await open()
    await leave(line, ANN, 3)
    await leave(line, '+12025550133', 4)
    const messages = await line.mailbox('front-desk').messages()
    expect(messages.map(({ from }) => from)).toEqual(['+12025550133', ANN])
  })

  test('is spoken to in the language of the call', async () => {
    const line = await openLine(office('de-DE'), { mailboxes: [desk], secrets: { FRONT_DESK_PIN: PIN } })
    const owner = line.callerFrom(OWNER)
    await owner.hears('Message or mailbox?')
    owner.presses(2)
    await owner.hears('Bitte geben Sie Ihre PIN ein und drücken Sie Raute.')
    owner.presses(`${PIN}#`)
    await owner.hears('Sie haben keine Nachrichten.')
  })
})

describe('hanging up', () => {
  const MOMENTS: readonly (readonly [when: string, until: (owner: Person) => Promise<void>, left: object[]])[] = [
    ['while the PIN is asked for', async () => {}, [{ from: ANN, isHeard: false }]],
    ['in the main menu', (owner) => main(owner), [{ from: ANN, isHeard: false }]],
    [
      'while the message is told',
      async (owner) => {
        await main(owner)
        owner.presses(1)
        await owner.staysSilent(seconds(2))
      },
      [{ from: ANN, isHeard: false }],
    ],
    [
      'when he has said that it is to be heard again',
      async (owner) => {
        await main(owner)
        owner.presses(1)
        await owner.hears('Message 1 of 1')
        owner.presses(5)
        await owner.staysSilent(seconds(1))
      },
      [{ from: ANN, isHeard: true }],
    ],
    [
      'after he has deleted it',
      async (owner) => {
        await main(owner)
        owner.presses(1)
        await owner.hears('Message 1 of 1')
        owner.presses(7)
        await owner.staysSilent(seconds(1))
      },
      [],
    ],
    [
      'while it rings at the caller’s',
      async (owner) => {
        await main(owner)
        owner.presses(1)
        await owner.hears('Message 1 of 1')
        owner.presses(8)
        await owner.staysSilent(seconds(8))
      },
      [{ from: ANN, isHeard: true }],
    ],
  ]
  const main = async (owner: Person) => {
    owner.presses(`${PIN}#`)
    await owner.hears('You have 1 new message')
  }

  test.each(MOMENTS)('%s leaves everything as it was after the last key', async (_when, until, left) => {
    const line = await open()
    await leave(line, ANN, 20)
    line.callee(ANN, 'Ann').doesNotAnswer()
    const owner = line.callerFrom(OWNER, 'owner')
    await owner.hears('Message or mailbox?')
    owner.presses(2)
    await owner.hears('Please enter your PIN')
    await until(owner)
    owner.hangsUp()
    await expect(owner).toHaveEnded()
    expect(await idsOf(line)).toEqual(left)
    expect(line.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

test('nobody is called back whom the limits of the line do not let be dialled', async () => {
  const line = await open({ limits: defineLimits({ allowedDestinations: ['CA'] }) })
  await leave(line, ANN, 3)
  const owner = await enter(line)
  await owner.hears('You have 1 new')
  owner.presses(1)
  await owner.hears('Message 1 of 1')
  owner.presses(8)
  await owner.hears('This caller cannot be called back.')
  expect(owner).not.toHaveHeard('To call back, press 8.')
  expect(owner).toHaveDialled([])
})

test('who does not answer the call back is told of, and the mailbox goes on', async () => {
  const line = await open()
  await leave(line, ANN, 3)
  line.callee(ANN, 'Ann').isBusy()
  const owner = await enter(line)
  await owner.hears('You have 1 new')
  owner.presses(1)
  await owner.hears('Message 1 of 1')
  owner.presses(8)
  await owner.hears('The call back is over.')
  owner.presses('*')
  await owner.hears('You have 0 new messages and 1 saved message.')
})

describe('a PIN', () => {
  test('that is wrong three times ends the call, with a word', async () => {
    const line = await open()
    const owner = await enter(line, '0000')
    for (const pin of ['1111#', '2222#']) {
      await owner.hears('That PIN is not right.')
      await owner.hears('Please enter your PIN')
      owner.presses(pin)
    }
    await owner.hears('Please call again when you have your PIN at hand. Goodbye.')
    await expect(owner).toHaveEnded()
  })

  test('that is never keyed ends the call, with a word', async () => {
    const line = await open()
    const owner = line.callerFrom(OWNER)
    await owner.hears('Message or mailbox?')
    owner.presses(2)
    await owner.hears('I did not hear anything.')
    await owner.hears('I did not hear anything.')
    await owner.hears('Please call again when you have your PIN at hand. Goodbye.')
  })

  test('that a caller got wrong five times is not looked at any more for him; others get in', async () => {
    const line = await open()
    const wrong = async (from: string, pins: readonly string[]) => {
      const owner = await enter(line, pins[0], from)
      for (const pin of pins.slice(1)) {
        await owner.hears('That PIN is not right.')
        await owner.hears('Please enter your PIN')
        owner.presses(`${pin}#`)
      }
      await owner.hears(/Goodbye\./)
    }
    await wrong('+12025550171', ['0000', '0001', '0002'])
    await wrong('+12025550171', ['0003', '0004', PIN])
    const locked = await enter(line, PIN, '+12025550171')
    await locked.hears('There were too many wrong PINs. Please try again later. Goodbye.')
    await (await enter(line)).hears('You have no messages.')
    await line.clock.advance(seconds(61))
    await (await enter(line, PIN, '+12025550171')).hears('You have no messages.')
  })

  test('that many got wrong, each a few times, is not looked at for anybody', async () => {
    const line = await open()
    for (let caller = 0; caller < 8; caller++) {
      const robot = await enter(line, '0000', `+1202555017${caller}`)
      for (let more = 0; more < 2; more++) {
        await robot.hears('That PIN is not right.')
        await robot.hears('Please enter your PIN')
        robot.presses(`000${more}#`)
      }
      await robot.hears(/Goodbye\./)
    }
    const last = await enter(line, '0000', '+12025550169')
    await last.hears('That PIN is not right.')
    last.hangsUp()
    await (await enter(line)).hears('There were too many wrong PINs. Please try again later. Goodbye.')
    await line.clock.advance(seconds(61))
    await (await enter(line)).hears('You have no messages.')
  })

  test('is shown nowhere on the emulated network', async () => {
    const line = await open({ secrets: { FRONT_DESK_PIN: '90210' } })
    const owner = await enter(line, '90211')
    await owner.hears('That PIN is not right.')
    await owner.hears('Please enter your PIN')
    owner.presses('90210#')
    await owner.hears('You have no messages.')
    const shown = JSON.stringify(line.exchange.journal.events)
    expect(shown).not.toMatch(/9021/)
    const keys = line.exchange.journal.events.flatMap((event) => (event.kind === 'key-pressed' ? [event.key] : []))
    expect(keys.join('')).toBe('2••••••••••••')
    expect(line.story()).toContain('Digits=•••••')
  })

  test('stands in no log, no address, no session and no stored answer', async () => {
    const line = await open({ secrets: { FRONT_DESK_PIN: '90210' } })
    const owner = await enter(line, '90211')
    await owner.hears('That PIN is not right.')
    await owner.hears('Please enter your PIN')
    owner.presses('90210#')
    await owner.hears('You have no messages.')
    const asked = line.exchange.journal.events.flatMap((event) => (event.kind === 'request-sent' ? [event.url] : []))
    const answers = line.exchange.journal.events.flatMap((event) =>
      event.kind === 'answer-received' ? [event.body] : [],
    )
    for (const text of [JSON.stringify(line.logged), ...asked, ...answers]) {
      expect(text).not.toContain('90210')
      expect(text).not.toContain('90211')
    }
  })

  test('leads elsewhere when the flow wants that', async () => {
    const flow = defineFlow('box', {
      start: 'mailbox',
      steps: { mailbox: inbox({ mailbox: 'front-desk', refused: 'desk' }), desk: hangUp('The desk is closed.') },
    })
    const { caller } = await ringUp(flow, { mailboxes: [desk] })
    await caller.hears('The desk is closed.')
  })
})

describe('a greeting', () => {
  const record = async (line: OpenLine, key: string) => {
    const owner = await enter(line)
    await owner.hears('For your greetings, press 2.')
    owner.presses(2)
    await owner.hears('To record your greeting, press 1.')
    owner.presses(key)
    await owner.hears('Please record your greeting after the beep')
    owner.says('This is Ann of the front desk', { seconds: 4 })
    owner.presses('#')
    await owner.hears('To keep this greeting, press 1.')
    return owner
  }
  const played = (line: OpenLine | RungLine, person: Person) =>
    line.exchange.journal.events.filter(
      (event) =>
        event.kind === 'prompt-started' && event.prompt.kind === 'audio' && event.callSid === person.call?.callSid,
    ).length

  const greetedBy = async (line: OpenLine) => {
    const caller = line.callerFrom('+12025550144')
    await caller.hears('Message or mailbox?')
    caller.presses(1)
    await caller.staysSilent(seconds(12))
    const [, words] = caller.heard()
    const isRecorded = played(line, caller) > 0
    caller.hangsUp()
    return isRecorded ? 'recorded' : words
  }

  test('that was recorded and kept is what callers hear', async () => {
    const line = await open()
    const owner = await record(line, '1')
    owner.presses(2)
    await owner.hears('To keep this greeting, press 1.')
    expect(played(line, owner)).toBe(1)
    owner.presses(1)
    await owner.hears('Your greeting is kept.')
    owner.hangsUp()
    expect(await greetedBy(line)).toBe('recorded')
  })

  test.each(['hanging up', 'star', 'recording again and hanging up'])(
    'that was not kept changes nothing (%s)',
    async (how) => {
      const line = await open()
      const owner = await record(line, '1')
      if (how === 'star') owner.presses('*')
      if (how.startsWith('recording')) owner.presses(3)
      await owner.staysSilent(seconds(1))
      owner.hangsUp()
      expect(await greetedBy(line)).toBe('Please leave a message after the beep.')
    },
  )

  test('is given back to its first words', async () => {
    const line = await open()
    const owner = await record(line, '1')
    owner.presses(1)
    await owner.hears('Your greeting is kept.')
    owner.presses(3)
    await owner.hears('The first greetings play again.')
    owner.hangsUp()
    expect(await greetedBy(line)).toBe('Please leave a message after the beep.')
  })

  test('plays by the hours of the mailbox, and the one for closed hours is its own', async () => {
    const line = await open({ mailboxes: [byHours] })
    expect(await greetedBy(line)).toBe('This is the front desk.')
    const owner = await record(line, '2')
    owner.presses(1)
    await owner.hears('Your greeting is kept.')
    owner.hangsUp()
    expect(await greetedBy(line)).toBe('This is the front desk.')
    await line.clock.advance(seconds(3 * 3600))
    expect(await greetedBy(line)).toBe('recorded')
  })

  test('for closed hours is spoken where none was recorded', async () => {
    const line = await open({ mailboxes: [byHours], at: '2026-01-05T20:00:00-05:00' })
    expect(await greetedBy(line)).toBe('The front desk has gone home.')
  })

  test('that is chosen plays whatever the hours say', async () => {
    const line = await open({ mailboxes: [byHours] })
    const owner = await enter(line)
    await owner.hears('For your greetings, press 2.')
    owner.presses(2)
    await owner.hears('To choose which greeting plays, press 4.')
    owner.presses(4)
    await owner.hears('To let the hours decide, press 1.')
    owner.presses(3)
    await owner.hears('That is so from now on.')
    owner.hangsUp()
    expect(await greetedBy(line)).toBe('The front desk has gone home.')
  })
})

test('the checks refuse a mailbox that nobody can open, and find one that nobody uses', () => {
  const flow = defineFlow('office', { start: 'box', steps: { box: inbox({ mailbox: 'front-dsk' }) } })
  expect(checkSystem([flow], [desk]).map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['MAILBOX_UNUSED', 'warning', 'No flow uses the mailbox "front-desk". Did you mean "front-dsk"?'],
    ['MAILBOX_CLOSED', 'error', 'There is no mailbox "front-dsk" to listen to. Did you mean "front-desk"?'],
  ])
  const closed = defineFlow('office', { start: 'box', steps: { box: inbox({ mailbox: 'front-desk' }) } })
  expect(checkSystem([closed], [defineMailbox('front-desk')]).map(({ code }) => code)).toEqual(['MAILBOX_CLOSED'])
})
