/** Consent to recording, payments, and parts of a call that are nobody's business. */
import {
  ask,
  defineFlow,
  fromData,
  goBack,
  hangUp,
  type PayOptions,
  pay,
  type RecordingConsentOptions,
  recordingConsent,
  say,
  secure,
  set,
  transfer,
} from 'hookswitch/flow'
import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const DESK = '+12025550111'

const recordings = ({ exchange }: RungLine) =>
  exchange.journal.events.flatMap((event) =>
    event.kind === 'recording-started' || event.kind === 'recording-ended' ? [event.kind] : [],
  )

describe('a caller who is told that he is recorded', () => {
  const told = (options: Partial<RecordingConsentOptions<'desk' | 'bye'>> = {}) =>
    defineFlow('told', {
      start: 'consent',
      steps: {
        consent: recordingConsent({ then: 'desk', ...options }),
        desk: transfer({ to: DESK, records: 'with-consent', unanswered: 'bye' }),
        bye: hangUp('Goodbye.'),
      },
    })

  test('is recorded from then on, and what he heard is kept', async () => {
    const line = await ringUp(told())
    line.callee(DESK).answers()
    await line.caller.hears('This call may be recorded.')
    await expect(line.caller).toBeTalkingTo(line.callee(DESK))
    expect(recordings(line)[0]).toBe('recording-started')
    expect(line.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('can be listened to afterwards, and it can be shown what he agreed to', async () => {
    const flow = told()
    await using app = await startApp({ flows: [flow] })
    await app.post('/voice/told')
    const recording = `RE${'5'.repeat(32)}`
    const report = { RecordingSid: recording, RecordingStatus: 'completed', RecordingDuration: '30' }
    await app.post('/recordings/told/consent', report)
    await app.post('/recordings/told/consent', report)
    const { recordings } = JSON.parse((await app.ask('/api/recordings')).body)
    expect(recordings).toMatchObject([{ recordingSid: recording, caller: '+12025550199', isHere: false }])
    expect((await app.ask(`/api/recordings/${recording}/audio`)).status).toBe(404)
    const { consents } = JSON.parse((await app.ask('/api/recording-consents')).body)
    expect(consents).toMatchObject([{ mode: 'notice', isAgreed: true, wording: 'This call may be recorded.' }])
  })

  test('who agrees is recorded, and who does not is not', async () => {
    for (const [key, words] of [
      [1, ['recording-started']],
      [2, []],
    ] as const) {
      const line = await ringUp(told({ mode: 'ask' }))
      line.callee(DESK).answers()
      await line.caller.hears('To agree, press 1.')
      line.caller.presses(key)
      await line.callee(DESK).rings()
      expect(recordings(line)).toEqual(words)
    }
  })

  test('whose silence is no consent, and whose words count', async () => {
    const silent = await ringUp(told({ mode: 'ask', declined: 'bye' }))
    await silent.caller.hears('To agree, press 1.')
    await silent.caller.hears('To agree, press 1.')
    await silent.caller.hears('Goodbye.')
    const willing = await ringUp(told({ mode: 'ask', declined: 'bye' }))
    await willing.caller.hears('To agree, press 1.')
    willing.caller.says('yes of course')
    await willing.callee(DESK).rings()
    expect(recordings(willing)).toEqual(['recording-started'])
  })

  test('is recorded only while he talks, where transfers do it', async () => {
    const line = await ringUp(told({ records: 'transfers' }))
    const desk = line.callee(DESK)
    await desk.rings()
    expect(recordings(line)).toEqual([])
    desk.answers()
    await expect(line.caller).toBeTalkingTo(desk)
    expect(recordings(line)).toEqual(['recording-started'])
  })
})

describe('a part of a call in confidence', () => {
  const main = defineFlow('main', {
    start: 'consent',
    steps: {
      consent: recordingConsent({ then: 'identify' }),
      identify: secure('identity', { then: 'thanks', says: 'Now in confidence.' }),
      thanks: say('Thank you.', { then: 'wait' }),
      wait: ask({ prompt: 'Anything else?', for: { answer: 'yes-no' }, into: 'more', then: 'bye', otherwise: 'bye' }),
      bye: hangUp('Goodbye.'),
    },
  })
  const identity = defineFlow('identity', {
    start: 'number',
    steps: {
      number: ask({
        prompt: 'Your account number?',
        for: { answer: 'digits', length: 6 },
        into: 'account',
        then: 'known',
        otherwise: 'known',
      }),
      known: set({ checked: true }, { then: 'back' }),
      back: goBack(),
    },
  })

  test('is not recorded, and is said back by its end only', async () => {
    const line = await ringUp(main, { flows: [identity] })
    await line.caller.hears('Your account number?')
    expect(recordings(line)).toEqual(['recording-started', 'recording-ended'])
    for (const digit of '123456') line.caller.presses(Number(digit))
    await line.caller.hears('a number ending in 3 4 5 6')
    line.caller.presses(1)
    await line.caller.hears('Anything else?')
    expect(recordings(line)).toEqual(['recording-started', 'recording-ended', 'recording-started'])
  })
})

describe('a payment', () => {
  const shop = (options: Partial<PayOptions<'thanks' | 'sorry' | 'later'>> = {}) =>
    defineFlow('shop', {
      start: 'owe',
      steps: {
        owe: set({ owes: 1250 }, { then: 'pay' }),
        pay: pay({ amount: fromData('owes'), then: 'thanks', failed: 'sorry', canceled: 'later', ...options }),
        thanks: say((session) => `Paid: ${JSON.stringify(session.data.payment)}`, { then: 'bye' }),
        sorry: hangUp('That did not work. Goodbye.'),
        later: hangUp('Another time then. Goodbye.'),
        bye: hangUp('Goodbye.'),
      },
    })
  const enters = async ({ caller }: RungLine, ...items: readonly string[]) => {
    for (const item of items) {
      for (const key of `${item}#`) caller.presses(key === '#' ? '#' : Number(key))
      await caller.staysSilent(seconds(1))
    }
  }

  test('comes back with a confirmation and a masked card, and nothing else', async () => {
    const line = await ringUp(shop())
    await line.caller.hears('Please enter your card number')
    await enters(line, '4111111111111111', '1227', '123', '94105')
    await line.caller.hears('"result":"success"')
    const told = line.caller.heard().join(' ')
    expect(told).toContain('1111')
    expect(told).not.toContain('4111111111111111')
    const [asked] = line.exchange.journal.events.flatMap((event) =>
      event.kind === 'answer-received' && event.body.includes('<Pay') ? [event.body] : [],
    )
    expect(asked).toContain('chargeAmount="12.5" currency="usd"')
  })

  test('that is given up with the star key leads where the flow says', async () => {
    const line = await ringUp(shop())
    await line.caller.hears('Please enter your card number')
    line.caller.presses('*')
    await line.caller.hears('Another time then.')
  })

  test('that cannot be entered has failed', async () => {
    const line = await ringUp(shop({ attempts: 1 }))
    await line.caller.hears('Please enter your card number')
    await line.caller.hears('That did not work.')
  })

  test('of nothing is not asked for', async () => {
    const line = await ringUp(shop({ amount: fromData('nothing') }))
    await line.caller.hears('That did not work.')
  })
})
