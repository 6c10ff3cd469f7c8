/** A step with verbs of its own: the way there and back. */
import { defineFlow, hangUp, twiml } from 'hookswitch/flow'
import { ringUp, seconds } from 'hookswitch/testing'
import { gather, hangup, record, say } from 'hookswitch/twiml'
import { describe, expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const riddle = defineFlow('riddle', {
  start: 'ask',
  steps: {
    ask: twiml({
      verbs: (wayBack, { language }) => [
        gather({ action: wayBack, numDigits: 2, timeout: 4, input: ['dtmf', 'speech'] }, [
          say('What is six times seven?', { language: language as 'en-US' }), // the flow is in English
        ]),
      ],
      read: (event) => {
        if (event.kind === 'speech') return { result: 'spoken', remember: { said: event.text } }
        if (event.kind !== 'digits') return undefined
        return event.digits === '42' ? { result: 'solved' } : { result: 'surprise' as 'solved' } // nobody named it
      },
      results: { solved: 'prize', spoken: 'echo' },
      then: 'pity',
    }),
    prize: hangUp('You have won.'),
    echo: hangUp(({ data }) => `You said ${data.said}.`),
    pity: hangUp('What a pity.'),
  },
})

describe('a caller who meets verbs of our own', () => {
  test('comes back with keys and goes where the result leads', async () => {
    const { caller } = await ringUp(riddle)
    await caller.hears('six times seven')
    caller.presses('42')
    await caller.hears('You have won.')
    await expect(caller).toHaveEnded('completed')
  })

  test('comes back with words, which are remembered', async () => {
    const { caller } = await ringUp(riddle)
    await caller.hears('six times seven')
    caller.says('no idea')
    await caller.hears('You said no idea.')
  })

  test('goes on plainly with silence', async () => {
    const { caller } = await ringUp(riddle)
    await caller.hears('six times seven')
    await caller.staysSilent(seconds(5))
    await caller.hears('What a pity.')
  })

  test('goes on plainly with a result that leads nowhere', async () => {
    const { caller } = await ringUp(riddle)
    await caller.hears('six times seven')
    caller.presses('41')
    await caller.hears('What a pity.')
  })

  test('who hangs up leaves nothing behind', async () => {
    const { caller, exchange, logged } = await ringUp(riddle)
    await caller.hears('six times seven')
    caller.hangsUp()
    await expect(caller).toHaveEnded('completed')
    expect(exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
    expect(logged).toEqual([])
  })

  test('who hangs up while being recorded comes back as a recording, and the way on is not lost', async () => {
    const flow = defineFlow('note', {
      start: 'note',
      steps: {
        note: twiml({
          verbs: (wayBack) => [say('Speak.'), record({ action: wayBack, playBeep: false, timeout: 3 })],
          read: (event) => (event.kind === 'recorded' ? { result: 'kept' } : undefined),
          results: { kept: 'thanks' },
          then: 'pity',
        }),
        thanks: hangUp('Thanks.'),
        pity: hangUp('Nothing heard.'),
      },
    })
    const { caller } = await ringUp(flow)
    await caller.hears('Speak.')
    caller.says('one two three', { seconds: 2 })
    await caller.hears('Thanks.')
  })
})

test('verbs that end the call need no way back', async () => {
  const flow = defineFlow('end', {
    start: 'end',
    steps: { end: twiml({ verbs: () => [say('Over.'), hangup()], then: 'bye' }), bye: hangUp('Bye.') },
  })
  const { caller } = await ringUp(flow)
  await expect(caller).toHaveEnded('completed')
  expect(caller.heard()).toEqual(['Over.'])
})

test('a webhook that comes twice is answered with the same bytes', async () => {
  await using app = await startApp({ flows: [riddle] })
  await app.post('/voice/riddle')
  const first = await app.post('/voice/riddle/ask?turn=1', { Digits: '42' })
  expect((await app.post('/voice/riddle/ask?turn=1', { Digits: '17' })).body).toBe(first.body)
})
