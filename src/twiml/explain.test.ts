import { describe, expect, test } from 'vitest'
import {
  client,
  conference,
  connect,
  conversationRelay,
  dial,
  enqueue,
  explain,
  gather,
  hangup,
  leave,
  number,
  pause,
  pay,
  plainText,
  play,
  queue,
  record,
  recording,
  redirect,
  refer,
  reject,
  say,
  ssml,
  start,
  stop,
  stream,
  task,
  type Verb,
} from './index.ts'

describe('the sentence about a verb says what the caller will meet', () => {
  const cases: readonly (readonly [sentence: string, verb: Verb])[] = [
    ['Says "Goodbye.", then goes on to the next verb.', say('Goodbye.')],
    [
      'Says "Hold on." over and over until the caller hangs up, then goes on to the next verb.',
      say('Hold on.', { loop: 0 }),
    ],
    [
      'Plays https://app.example/hello.wav 2 times, then goes on to the next verb.',
      play('https://app.example/hello.wav', { loop: 2 }),
    ],
    ['Plays 3 keys as tones, then goes on to the next verb.', play('', { digits: '1w2' })],
    ['Is silent for 3 s, then goes on to the next verb.', pause(3)],
    [
      'Says "Press 1.", waits 5 s for one key, then asks /voice/acme/welcome; without a key goes on to the next verb.',
      gather({ numDigits: 1, action: '/voice/acme/welcome' }, [say('Press 1.')]),
    ],
    [
      'Waits 10 s for keys ended by * or speech, then asks this document, even without input.',
      gather({ input: ['dtmf', 'speech'], timeout: 10, finishOnKey: '*', actionOnEmptyResult: true }),
    ],
    [
      'Says "Name?", is silent for 1 s, waits for speech, then asks /name; without speech goes on to the next verb.',
      gather({ input: ['speech'], timeout: 'auto', action: '/name' }, [say('Name?'), pause()]),
    ],
    ['Beeps and records the caller until any key, 5 s of silence or 3600 s in all, then asks this document.', record()],
    [
      'Records the caller until a key of #, 3 s of silence or 60 s in all, then asks /done.',
      record({ action: '/done', timeout: 3, maxLength: 60, finishOnKey: '#', playBeep: false }),
    ],
    [
      'Records the caller until 20 s in all, then asks this document.',
      record({ playBeep: false, finishOnKey: '', timeout: 0, maxLength: 20 }),
    ],
    [
      'Rings +12025550101 for 30 s and connects the caller; when that is over goes on to the next verb.',
      dial('+12025550101'),
    ],
    [
      'Rings +12025550101, client bob at once for 20 s and connects the caller; when that is over asks /after.',
      dial([number('+12025550101'), client('bob')], { timeout: 20, action: '/after' }),
    ],
    [
      'Puts the caller into the conference "team"; when they leave it goes on to the next verb.',
      dial([conference('team')]),
    ],
    [
      'Connects the caller to the first caller in the queue "support"; when that is over goes on to the next verb.',
      dial([queue('support')]),
    ],
    [
      'Puts the caller into the queue "support", where they hear hold music; when they leave it asks /after.',
      enqueue('support', { action: '/after' }),
    ],
    [
      'Puts the caller into the queue that a workflow picks, where they hear /wait; when they leave it goes on to the next verb.',
      enqueue([task('{}')], { workflowSid: `WW${'0'.repeat(32)}`, waitUrl: '/wait' }),
    ],
    ['Leaves the queue whose wait document this is; elsewhere it does nothing.', leave()],
    ['Goes on with /next; nothing after it is reached.', redirect('/next')],
    ['Goes on with this document; nothing after it is reached.', redirect('')],
    ['Refuses the call with a busy tone, without answering it.', reject('busy')],
    ['Refuses the call as not in service, without answering it.', reject()],
    ['Ends the call.', hangup()],
    ['Refers the call to sip:bob@pbx.example, then goes on to the next verb.', refer('sip:bob@pbx.example')],
    [
      'Connects the caller to a conversation through wss://relay.example/; when that is over asks /after.',
      connect(conversationRelay({ url: 'wss://relay.example/' }), { action: '/after' }),
    ],
    [
      'Starts to send the sound of the call to wss://relay.example/, and at once goes on to the next verb.',
      start(stream({ url: 'wss://relay.example/' })),
    ],
    ['Stops the recording "notes", and at once goes on to the next verb.', stop(recording({ name: 'notes' }))],
    ['Takes a payment by key, then asks /paid.', pay({ action: '/paid' })],
  ]

  test.each(cases)('%s', (sentence, verb) => {
    expect(explain(verb)).toBe(sentence)
  })

  test('and the last verb of a document ends the call, where its own address is known by name', () => {
    expect(explain(say('Bye.'), { isLast: true })).toBe('Says "Bye.", then ends the call.')
    expect(explain(gather({ numDigits: 4 }), { isLast: true, documentUrl: '/pin' })).toBe(
      'Waits 5 s for 4 keys ended by #, then asks /pin; without keys ends the call.',
    )
  })
})

test('words with markup are heard without it', () => {
  const words = say([
    'Your code is ',
    ssml.sayAs('4711', { 'interpret-as': 'digits' }),
    ',',
    ssml.break({ time: '1s' }),
    'from ',
    ssml.emphasis(['the ', ssml.sub('W3C', { alias: 'Web Consortium' })]),
    '.',
  ])
  expect(plainText(words.text)).toBe('Your code is 4711, from the Web Consortium.')
})
