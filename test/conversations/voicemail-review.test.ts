/** A caller reviews his message: sends, hears, records again, marks it; and has left it whatever he does next. */
import { defineFlow, defineMailbox, hangUp, voicemail } from 'hookswitch/flow'
import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const desk = (more: Partial<Parameters<typeof voicemail>[0]> = {}) =>
  defineFlow('desk', {
    start: 'message',
    steps: {
      message: voicemail({ mailbox: 'front-desk', review: true, then: 'bye', ...more }),
      bye: hangUp('Goodbye.'),
    } as Parameters<typeof defineFlow>[1]['steps'],
  })
const frontDesk = defineMailbox('front-desk')

const REVIEW = 'To send your message, press 1.'

async function leaveMessage(line: RungLine, words = 'Please call me back', lasts = 7): Promise<void> {
  await line.caller.hears('after the beep')
  line.caller.says(words, { seconds: lasts })
  line.caller.presses('#')
  await line.caller.hears(REVIEW)
}

const ring = (more: Partial<Parameters<typeof voicemail>[0]> = {}) => ringUp(desk(more), { mailboxes: [frontDesk] })
const messagesOf = (line: RungLine) => line.mailbox('front-desk').messages()

describe('a caller who reviews his message', () => {
  test('sends it with a key', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    await expect(line.caller).toHaveEnded()
    expect(await messagesOf(line)).toMatchObject([{ seconds: 7, isUrgent: false, status: 'saved' }])
  })

  test('hears it before he sends it', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(2)
    await line.caller.hears(REVIEW)
    const played = line.exchange.journal.events.flatMap((event) =>
      event.kind === 'prompt-started' && event.prompt.kind === 'audio' ? [new URL(event.prompt.url).pathname] : [],
    )
    expect(played).toEqual([expect.stringMatching(/^\/media\/\d+\/[\w-]{43}\/RE[0-9a-f]{32}\.wav$/)])
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
  })

  test('waits for it when it is asked for before the network has it', async () => {
    const line = await ringUp(desk(), { mailboxes: [frontDesk], settings: { recordingReadyAfter: seconds(14) } })
    await line.caller.hears('after the beep')
    line.caller.says('Please call me back', { seconds: 7 })
    line.caller.presses('#')
    await line.caller.staysSilent(seconds(9))
    line.caller.presses(2)
    await line.caller.hears('One moment, please.')
    await line.caller.hears(REVIEW)
    expect(line.caller).not.toHaveHeard('I cannot play it right now.')
  })

  test('is told when it cannot be played, and has left it all the same', async () => {
    const line = await ringUp(desk(), { mailboxes: [frontDesk], settings: { recordingReadyAfter: seconds(60) } })
    await leaveMessage(line)
    line.caller.presses(2)
    await line.caller.hears('I cannot play it right now.')
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toHaveLength(1)
  })

  test('records it again, and only the last one is his message', async () => {
    const line = await ring()
    await leaveMessage(line, 'No, wait', 3)
    line.caller.presses(3)
    await leaveMessage(line, 'Please call me back', 9)
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toMatchObject([{ seconds: 9 }])
  })

  test('who records nothing the second time keeps the first', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(3)
    await line.caller.hears('so the one before it stays')
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toMatchObject([{ seconds: 7 }])
  })

  test('marks it as urgent, takes that back, and marks it again', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(4)
    await line.caller.hears('Your message is marked as urgent.')
    line.caller.presses(4)
    await line.caller.hears('no longer marked as urgent')
    line.caller.presses(4)
    await line.caller.hears('Your message is marked as urgent.')
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toMatchObject([{ isUrgent: true }])
  })

  test('keeps the mark when he records again', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(4)
    await line.caller.hears(REVIEW)
    line.caller.presses(3)
    await leaveMessage(line, 'It burns', 2)
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toMatchObject([{ seconds: 2, isUrgent: true }])
  })

  test('who keeps silent is asked twice more and has sent it', async () => {
    const line = await ring()
    await leaveMessage(line)
    await line.caller.hears('I did not hear anything.')
    await line.caller.hears('I did not hear anything.')
    await line.caller.hears('Thank you.')
    expect(await messagesOf(line)).toHaveLength(1)
  })

  test('who presses a key that does nothing is told, and asked again', async () => {
    const line = await ring()
    await leaveMessage(line)
    line.caller.presses(8)
    await line.caller.hears('That key is not one of the choices.')
    line.caller.presses(1)
    await line.caller.hears('Thank you.')
  })
})

describe('hanging up', () => {
  test.each<[string, (line: RungLine) => Promise<void>, number]>([
    ['during the review', async () => {}, 7],
    [
      'while he hears it',
      async ({ caller }) => {
        caller.presses(2)
        await caller.staysSilent(seconds(1))
      },
      7,
    ],
    [
      'while he is told to record again',
      async ({ caller }) => {
        caller.presses(3)
        await caller.staysSilent(seconds(1))
      },
      7,
    ],
    [
      'in the middle of the second message',
      async ({ caller }) => {
        caller.presses(3)
        await caller.hears('Please record your message after the beep.')
        caller.says('I only wanted to', { seconds: 4 })
      },
      4,
    ],
  ])('%s leaves the last complete message', async (_when, until, lasts) => {
    const line = await ring()
    await leaveMessage(line)
    await until(line)
    line.caller.hangsUp()
    await expect(line.caller).toHaveEnded()
    expect(await messagesOf(line)).toMatchObject([{ seconds: lasts, status: 'saved' }])
    expect(line.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})
