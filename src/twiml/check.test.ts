import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  annotate,
  application,
  billingReferenceTag,
  check,
  client,
  conference,
  connect,
  conversationRelay,
  dial,
  enqueue,
  gather,
  number,
  parameter,
  parse,
  pay,
  play,
  prompt,
  queue,
  record,
  redirect,
  response,
  say,
  sip,
  ssml,
  start,
  stream,
  type TwimlDocument,
  task,
  type Verb,
} from './index.ts'

const found = (...verbs: readonly Verb[]) => check(response(...verbs))

test('a sound document has no findings', () => {
  const menu = gather({ numDigits: 1, timeout: 5, action: '/menu', language: 'en-GB', input: ['dtmf', 'speech'] }, [
    say(['Press ', ssml.emphasis('one'), '.'], { voice: 'Polly.Joanna', language: 'en-US' }),
    play('https://app.example/beep.wav'),
  ])
  expect(found(menu, dial([number('+12025550101'), client('bob')], { timeout: 20 }), redirect('/menu'))).toEqual([])
})

describe('a finding says where, what, and what to do', () => {
  test('about a value that is out of range', () => {
    expect(found(say('Hi'), gather({ numDigits: 0 }, [say('Press 1', { loop: -1 })]))).toEqual([
      {
        code: 13314,
        severity: 'warning',
        message: 'Gather: numDigits "0" is not a whole number of at least 1; it is ignored.',
        at: 'Response/Gather[1]',
      },
      {
        code: 13322,
        severity: 'warning',
        message: 'Say: loop "-1" is not a whole number of at least 0; it is ignored.',
        at: 'Response/Gather[1]/Say[1]',
      },
    ])
  })

  test('about a name that was nearly right', () => {
    const document = response(say('Hi', { voice: 'Polly.Joana' }), { verb: 'record', maxLenght: 30 } as never)
    expect(check(document)).toEqual([
      {
        code: 13511,
        severity: 'warning',
        message: 'Say: voice "Polly.Joana" is not known here; it is passed on.',
        help: 'Did you mean "Polly.Joanna"?',
        at: 'Response/Say[1]',
      },
      {
        code: 12200,
        severity: 'warning',
        message: '<Record> has no attribute "maxLenght"; it is ignored.',
        help: 'Did you mean "maxLength"?',
        at: 'Response/Record[1]',
      },
    ])
  })

  test('about an element that came as data and is in the wrong place, or none at all', () => {
    const data = { verb: 'response', children: [{ verb: 'gather', children: [dial('+12025550101')] }, { verb: 'sya' }] }
    expect(check(data as unknown as TwimlDocument)).toEqual([
      {
        code: 13320,
        severity: 'warning',
        message: '<Dial> may not stand in <Gather>; it is skipped with all it holds.',
        help: 'It may stand in <Response>.',
        at: 'Response/Gather[1]/Dial[1]',
      },
      {
        code: 12200,
        severity: 'warning',
        message: '<sya> is no element of TwiML; it is skipped with all it holds.',
        help: 'Did you mean <Say>?',
        at: 'Response/sya[1]',
      },
    ])
  })

  test('and hides a phone number that stands where none belongs', () => {
    expect(found(gather({ numDigits: '+12025550101' as never })).map(({ message }) => message)).toEqual([
      'Gather: numDigits "+…" is not a whole number of at least 1; it is ignored.',
    ])
  })

  test('and never repeats numbers, keys or passwords', () => {
    const findings = found(
      dial([number('call-me-4711', { sendDigits: 'PIN 4711' }), sip('bob4711', { password: '4711'.repeat(64) })], {
        callReason: '4711'.repeat(13),
      }),
    )
    expect(findings.map(({ code }) => code)).toEqual([12200, 13222, 13223, 13249, 13243])
    expect(JSON.stringify(findings)).not.toContain('4711')
  })
})

describe('what does not go together is found', () => {
  const long = (characters: number) => 'a'.repeat(characters)
  const cases: readonly (readonly [title: string, code: number, severity: 'error' | 'warning', verb: Verb])[] = [
    ['a Say without words', 13520, 'warning', say(' ')],
    ['a Say that is too long for its voice', 13521, 'warning', say(long(3001), { voice: 'Polly.Joanna' })],
    ['a Say that is too long for any voice', 13521, 'warning', say(long(5001), { voice: 'Google.en-US-Standard-A' })],
    ['a Say that is too long without a voice', 13521, 'warning', say(long(4097))],
    ['a Play of nothing', 12200, 'warning', play('')],
    ['a Play of a sound and of keys', 12200, 'warning', play('/a.wav', { digits: '1' })],
    ['a Play of keys among prompts', 12200, 'warning', gather({}, [play('', { digits: '1' })])],
    [
      'an end of speech left to a model that was chosen',
      13335,
      'warning',
      gather({ speechTimeout: 'auto', speechModel: 'phone_call' }),
    ],
    ['too many hints', 13330, 'warning', gather({ hints: Array(501).fill('a').join() })],
    ['an endless transcription', 13615, 'warning', record({ transcribe: true, maxLength: 121 })],
    ['a callback that will never come', 12200, 'warning', record({ transcribeCallback: '/text' })],
    ['a Dial to nobody', 13223, 'warning', dial([])],
    ['a Dial to no number', 13223, 'warning', dial('the front desk')],
    ['a Dial to too many', 13250, 'warning', dial(Array(11).fill(number('+12025550101')))],
    ['a conference among numbers', 13000, 'warning', dial([conference('team'), number('+12025550101')])],
    ['a queue among numbers', 13215, 'warning', dial([queue('support'), number('+12025550101')])],
    ['a conference without a name', 13237, 'warning', dial([conference('')])],
    ['a participant with a slash', 16023, 'error', dial([conference('team', { participantLabel: 'a/b' })])],
    ['a client without identity', 12200, 'warning', dial([client([parameter('a', 'b')])])],
    ['an application without sid', 12200, 'warning', dial([application([parameter('a', 'b')])])],
    ['a queue without a name', 14204, 'error', enqueue('')],
    ['a queue with a long name', 14205, 'error', enqueue(long(65))],
    ['a dialled queue with a long name', 14213, 'error', dial([queue(long(65))])],
    ['a task that is no JSON', 14221, 'error', enqueue([task('[1]')], { workflowSid: `WW${'0'.repeat(32)}` })],
    ['a stream with a query', 31922, 'error', start(stream({ url: 'wss://relay.example/?a=b' }))],
    ['a stream in the clear', 31922, 'error', connect(stream({ url: 'ws://relay.example/' }))],
    ['a stream in the clear on this machine', 31922, 'warning', connect(stream({ url: 'ws://127.0.0.1:3000/audio' }))],
    ['a stream to no host', 31923, 'error', connect(stream({ url: 'wss://' }))],
    [
      'a stream of both sides that is answered',
      31941,
      'error',
      connect(stream({ url: 'wss://relay.example/', track: 'both_tracks' })),
    ],
    [
      'a stream with a long parameter',
      12200,
      'warning',
      start(stream({ url: 'wss://relay.example/' }, [parameter('a', long(499))])),
    ],
    ['a relay without address', 12200, 'error', connect(conversationRelay({} as never))],
    ['a payment over an open line', 64016, 'error', pay({ action: 'http://app.example/' })],
    ['a payment over an open line of this machine', 64016, 'warning', pay({ action: 'http://localhost:5000/paid' })],
    ['a bank account on a card', 64017, 'error', pay({ bankAccountType: 'consumer-savings' })],
    ['a prompt outside of a payment', 12200, 'warning', prompt({ for: 'postal-code' })],
    ['a Redirect to an address of another kind', 11100, 'error', redirect('tel:+12025550101')],
    ['a Play of an address with a blank', 11100, 'error', play('/hold music.wav')],
    ['an address with a name in braces', 11310, 'error', redirect('/voice/{flow}')],
    ['an address with an open brace', 11320, 'error', record({ action: '/voice/{flow' })],
    ['a caller without a number', 13214, 'warning', dial('+12025550101', { callerId: 'the front desk' })],
    ['a SIP header that may not be sent', 13252, 'warning', dial([sip('sip:bob@pbx.example?Via=a')])],
    ['an address with a blank', 11100, 'error', record({ action: '/a b' })],
    ['an address of another kind', 11100, 'error', record({ action: 'ftp://app.example/' })],
    [
      'two marks on a bill',
      13111,
      'error',
      {
        verb: 'annotate',
        children: [billingReferenceTag('a'), billingReferenceTag('b')],
      },
    ],
    ['a long mark on a bill', 13120, 'error', annotate(billingReferenceTag(long(129)))],
  ]

  test.each(cases)('%s', (_title, code, severity, verb) => {
    expect(found(verb)).toMatchObject([{ code, severity }])
  })
})

describe('a document that was parsed', () => {
  const attribute = (tag: string, written: string) => {
    const parsed = parse(`<Response><${tag} ${written}>+12025550101</${tag}></Response>`)
    if (parsed.kind === 'unparsable') throw new Error(parsed.message)
    return { child: parsed.document.children[0], codes: parsed.findings.map(({ code }) => code) }
  }

  test('rings no shorter and no longer than the network can', () => {
    expect(attribute('Dial', 'timeout="2"')).toMatchObject({ child: { timeout: 5 }, codes: [13212] })
    expect(attribute('Dial', 'timeout="900"')).toMatchObject({ child: { timeout: 600 }, codes: [13212] })
    expect(attribute('Dial', 'timeout="ten"').child).not.toHaveProperty('timeout')
  })

  test('has other spellings of a value read as the value itself', () => {
    expect(attribute('Dial', 'record="true"')).toMatchObject({ child: { record: 'record-from-answer' }, codes: [] })
    expect(attribute('Dial', 'record="yes"').codes).toEqual([13217])
  })

  test('has a Gather that waits no time pass with a warning', () => {
    const parsed = parse('<Response><Gather timeout="0"/></Response>')
    expect(parsed).toMatchObject({
      document: { children: [{ verb: 'gather', timeout: 0 }] },
      findings: [
        { code: 13313, message: 'Gather: timeout "0" is not a whole number of at least 1 or "auto"; it is passed on.' },
      ],
    })
  })

  test('stops at the values that the network does not forgive', () => {
    const severities = [
      '<Gather actionOnEmptyResult="yes"/>',
      '<Record recordingStatusCallbackEvent="done"/>',
      '<Dial><Conference endConferenceOnExit="1">a</Conference></Dial>',
      '<Gather method="get"/>',
    ].map((verb) => {
      const parsed = parse(`<Response>${verb}</Response>`)
      return parsed.kind === 'document' ? parsed.findings.map(({ code, severity }) => `${code} ${severity}`) : []
    })
    expect(severities).toEqual([['13338 error'], ['13621 error'], ['13231 error'], ['13312 warning']])
  })

  test('of a version that never was is refused', () => {
    expect(parse('<Response version="9.9"/>')).toMatchObject({ findings: [{ code: 12101, severity: 'error' }] })
  })
})

test('data of any shape is checked without a throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('response', 'gather', 'say', 'dial', 'enqueue', 'sip'),
      fc.jsonValue(),
      fc.jsonValue(),
      (verb, text, children) => {
        const child = { verb, text, children, action: children }
        expect(
          Array.isArray(check({ verb: 'response', children: [child, children] } as unknown as TwimlDocument)),
        ).toBe(true)
        expect(Array.isArray(check({ verb: 'response', children } as unknown as TwimlDocument))).toBe(true)
      },
    ),
  )
})
