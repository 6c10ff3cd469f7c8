/** Who learns of a message, how, when, and how often. */
import { createHmac } from 'node:crypto'
import { defineFlow, defineMailbox, hangUp, type MailboxOptions, secret, voicemail } from 'hookswitch/flow'
import { hours, minutes, type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { type Reply, startService } from './http-service.ts'
import { startMailServer, startMailServerAt } from './mail-server.ts'

const flow = (review = false) =>
  defineFlow('desk', {
    start: 'message',
    steps: { message: voicemail({ mailbox: 'front-desk', review, then: 'bye' }), bye: hangUp('Goodbye.') },
  })

const ring = (options: MailboxOptions, more: Parameters<typeof ringUp>[1] & { review?: boolean } = {}) =>
  ringUp(flow(more.review), {
    mailboxes: [defineMailbox('front-desk', { zone: 'America/New_York', ...options })],
    at: '2026-01-05T15:00-05:00',
    ...more,
  })

async function leave({ caller }: RungLine, lasts = 7): Promise<void> {
  await caller.hears('after the beep')
  caller.says('Please call me back', { seconds: lasts })
  caller.presses('#')
}

const withMail = (url: string) => ({ environment: { SMTP_URL: url, MAIL_FROM: 'phones@clinic.example' } })

/** Lets a quarter of an hour pass, or longer. */
const pass = ({ clock }: RungLine, time = minutes(15)) => clock.advance(time)

describe('an e-mail', () => {
  test('tells who called when, and brings the audio, once to each address', async () => {
    await using server = await startMailServer()
    const line = await ring({ notify: { email: ['desk@clinic.example', 'boss@clinic.example'] } }, withMail(server.url))
    await leave(line)
    await pass(line)
    await pass(line, hours(72))

    expect(server.mails.map(({ to }) => to).toSorted()).toEqual([['boss@clinic.example'], ['desk@clinic.example']])
    const raw = server.mails[0]?.raw ?? ''
    expect(raw).toContain('Subject: New message for front-desk from +1 202 555 0199 (0:07)')
    expect(raw.replace(/=\r\n/g, '')).toContain(
      '+1 202 555 0199 left a message for front-desk today at 3:00 PM (America/New_York), 0:07.',
    )
    expect(raw).toContain('filename=front-desk-2026-01-05-20-00.wav')
    expect(raw).toContain(Buffer.from('RIFF').toString('base64').slice(0, 4))
    expect(raw).not.toContain('X-Priority')
  })

  test.each([
    ['es-US', 'Nuevo mensaje para front-desk de +1 202 555 0199 (0:07)', 'dejó un mensaje para front-desk hoy a las'],
    ['fr-CA', 'Nouveau message pour front-desk de +1 202 555 0199 (0:07)', 'a laissé un message pour front-desk'],
    ['de-DE', 'Neue Nachricht für front-desk von +1 202 555 0199 (0:07)', 'eine Nachricht für front-desk hinterlassen'],
    [
      'fi-FI',
      'New message for front-desk from +1 202 555 0199 (0:07)',
      'left a message for front-desk today at 3:00 PM',
    ],
  ])('is in the language of the mailbox: %s', async (language, subject, text) => {
    await using server = await startMailServer()
    const line = await ring({ language, notify: { email: ['desk@clinic.example'] } }, withMail(server.url))
    await leave(line)
    await pass(line)
    const mail = readMail(server.mails[0]?.raw ?? '')
    expect(mail.subject).toBe(subject)
    expect(mail.text).toContain(text)
  })

  test('has words of its own, and ours where those fail or say nothing', async () => {
    await using server = await startMailServer()
    const email = ['desk@clinic.example']
    const words: NonNullable<MailboxOptions['notify']>['words'] = ({ from, when, audio }) => ({
      subject: `Anruf von ${from}\r\nBcc: all@clinic.example`,
      email: `Sprachnachricht ${when} (${audio}).`,
    })
    const line = await ring({ language: 'de-DE', notify: { email, words } }, withMail(server.url))
    await leave(line)
    await pass(line)
    const mail = readMail(server.mails[0]?.raw ?? '')
    expect(mail.subject).toBe('Anruf von +1 202 555 0199 Bcc: all@clinic.example')
    expect(mail.text).toContain('Sprachnachricht heute um 15:00 (attached).')
    expect(server.mails[0]?.to).toEqual(email)

    const failing = () => {
      throw new Error('broken')
    }
    const other = await ring({ notify: { email, words: failing } }, withMail(server.url))
    await leave(other)
    await pass(other)
    expect(readMail(server.mails[1]?.raw ?? '').subject).toBe('New message for front-desk from +1 202 555 0199 (0:07)')
  })

  test('is marked as urgent when the caller has marked it', async () => {
    await using server = await startMailServer()
    const line = await ring({ notify: { email: ['desk@clinic.example'] } }, { ...withMail(server.url), review: true })
    await leave(line)
    await line.caller.hears('To send your message')
    line.caller.presses(4)
    await line.caller.hears('marked as urgent')
    expect(server.mails).toEqual([])
    line.caller.presses(1)
    await pass(line)
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]?.raw).toContain('Subject: [Urgent] New message')
    expect(server.mails[0]?.raw).toContain('X-Priority: 1 (Highest)')
  })

  test('that is refused for now is tried again; one that is refused for good is not', async () => {
    await using later = await startMailServer(451, 421)
    const line = await ring({ notify: { email: ['desk@clinic.example'] } }, withMail(later.url))
    await leave(line)
    await pass(line)
    expect(later.tries()).toBe(3)
    expect(later.mails).toHaveLength(1)

    await using never = await startMailServer(550)
    const other = await ring({ notify: { email: ['desk@clinic.example'] } }, withMail(never.url))
    await leave(other)
    await pass(other, hours(72))
    expect(never.tries()).toBe(1)
    expect(other.logged).toContainEqual(
      expect.objectContaining({
        line: 'a task is given up',
        fields: expect.objectContaining({ reason: 'the mail server answered 550' }),
      }),
    )
    expect(JSON.stringify(other.logged)).not.toContain('desk@clinic.example')
  })

  test('is sent when the server can be reached again', async () => {
    const gone = await startMailServer()
    await gone[Symbol.asyncDispose]()
    const line = await ring({ notify: { email: ['desk@clinic.example'] } }, withMail(gone.url))
    await leave(line)
    await pass(line, minutes(2))
    expect(line.logged.map(({ line: said }) => said)).toContain('a task failed and is tried again')
    await using back = await startMailServerAt(Number(new URL(gone.url).port))
    await pass(line, hours(1))
    expect(back.mails).toHaveLength(1)
  })

  test('waits for the audio', async () => {
    await using server = await startMailServer()
    const line = await ring(
      { notify: { email: ['desk@clinic.example'] } },
      {
        ...withMail(server.url),
        settings: { recordingReadyAfter: minutes(3) },
      },
    )
    await leave(line)
    await pass(line, minutes(2))
    expect(server.mails).toEqual([])
    await pass(line, minutes(5))
    expect(server.mails[0]?.raw).toContain('The recording is attached.')
  })

  test('goes without the audio when that is given up', async () => {
    await using server = await startMailServer()
    const line = await ring(
      { notify: { email: ['desk@clinic.example'] } },
      { ...withMail(server.url), settings: { recordingReadyAfter: hours(80) } },
    )
    await leave(line)
    await pass(line, hours(100))
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]?.raw.replace(/=\r\n/g, '')).toContain('The recording could not be fetched.')
    expect(server.mails[0]?.raw).not.toContain('filename')
  })

  test('is not sent for a message that was removed before anybody learned of it', async () => {
    await using server = await startMailServer()
    const line = await ring(
      { notify: { email: ['desk@clinic.example'] } },
      {
        ...withMail(server.url),
        review: true,
      },
    )
    await leave(line, 3)
    await line.caller.hears('To send your message')
    line.caller.presses(3)
    await leave(line, 9)
    await line.caller.hears('To send your message')
    line.caller.hangsUp()
    await pass(line)
    expect(server.mails.map(({ raw }) => /\((\d:\d\d)\)/.exec(raw)?.[1])).toEqual(['0:09'])
  })
})

describe('a webhook', () => {
  const crm = (url: string): MailboxOptions => ({ notify: { webhook: { url, secret: secret('CRM_SECRET') } } })

  test('is signed, tells everything, and comes once', async () => {
    await using service = await startService(204)
    const line = await ring(crm(`${service.url}/voicemail`), { secrets: { CRM_SECRET: 'between us' } })
    await leave(line)
    await pass(line, hours(72))

    expect(service.asked).toHaveLength(1)
    const [{ headers, body, path }] = service.asked as [(typeof service.asked)[number]]
    expect(path).toBe('/voicemail')
    const time = String(headers['hookswitch-timestamp'])
    expect(headers['hookswitch-signature']).toBe(
      createHmac('sha256', 'between us').update(`${time}.${body}`).digest('hex'),
    )
    expect(JSON.parse(body.toString())).toEqual({
      event: 'message',
      message: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        mailbox: 'front-desk',
        from: '+12025550199',
        callSid: line.caller.call?.callSid,
        recordingSid: expect.stringMatching(/^RE/),
        at: expect.stringMatching(/^2026-01-05T20:00:\d\d/),
        seconds: 7,
        isUrgent: false,
        transcript: null,
        hasAudio: true,
      },
    })
  })

  test.each<[string, Reply[], number]>([
    ['is tried again when the other side is broken or out of reach', [503, 'hang up', 429, 200], 4],
    ['is not tried again when it is refused', [400, 200], 1],
  ])('%s', async (_what, replies, times) => {
    await using service = await startService(...replies)
    const line = await ring(crm(service.url), { secrets: { CRM_SECRET: 'between us' } })
    await leave(line)
    await pass(line, hours(72))
    expect(service.asked).toHaveLength(times)
    expect(JSON.stringify(line.logged)).not.toContain('between us')
  })
})

describe('a text message', () => {
  test('comes from the line that was called, with what was said', async () => {
    const line = await ring({ notify: { sms: ['+12025550170'] }, transcribe: 'twilio' })
    await leave(line)
    await pass(line)
    expect(line).toHaveSent({
      to: '+12025550170',
      from: '+12025550100',
      body: 'New message for front-desk from +1 202 555 0199, 0:07. "Please call me back"',
    })
  })

  test('is in the language of the mailbox, or has words of its own', async () => {
    const spanish = await ring({ language: 'es-US', notify: { sms: ['+12025550170'] } }, { from: 'anonymous' })
    await leave(spanish)
    await pass(spanish)
    expect(spanish).toHaveSent({
      to: '+12025550170',
      from: '+12025550100',
      body: 'Nuevo mensaje para front-desk de alguien que ocultó su número, 0:07.',
    })

    const words = ({ from, length }: { from: string; length: string }) => ({ sms: `${from}: ${length}` })
    const own = await ring({ notify: { sms: ['+12025550170'], words } })
    await leave(own)
    await pass(own)
    expect(own).toHaveSent({ to: '+12025550170', from: '+12025550100', body: '+1 202 555 0199: 0:07' })
  })
})

describe('the text of a message', () => {
  test('comes from the network, whatever the order of callbacks, and stands in the notification', async () => {
    await using server = await startMailServer()
    const line = await ring(
      { transcribe: 'twilio', notify: { email: ['desk@clinic.example'] } },
      { ...withMail(server.url), settings: { transcriptionReadyAfter: seconds(30) } },
    )
    await leave(line)
    await pass(line, seconds(20))
    expect(server.mails).toEqual([])
    await pass(line)
    expect(server.mails).toHaveLength(1)
    expect(Buffer.from(server.mails[0]?.raw ?? '', 'latin1').toString('utf8')).toContain('Please call me back')
    expect(await line.mailbox('front-desk').messages()).toMatchObject([{ transcript: 'Please call me back' }])
  })

  test('is not waited for when the network never transcribes so short a message', async () => {
    await using service = await startService(200)
    const line = await ring(
      { transcribe: 'twilio', notify: { webhook: { url: service.url, secret: secret('S') } } },
      { secrets: { S: 's' } },
    )
    await leave(line, 1)
    await pass(line, minutes(1))
    expect(service.asked).toHaveLength(1)
  })

  test('comes from a service of one’s own, which gets the audio, and is asked again when it fails', async () => {
    await using service = await startService(500, 'hang up', {
      status: 200,
      body: '{ "text": " Please call me back. " }',
    })
    const line = await ring(
      { transcribe: { url: `${service.url}/stt`, token: secret('STT_TOKEN') } },
      { secrets: { STT_TOKEN: 'let me in' } },
    )
    await leave(line, 200)
    await line.caller.hears('Goodbye.')
    await pass(line)
    expect(service.asked).toHaveLength(3)
    const last = service.asked.at(-1)
    expect(last?.headers).toMatchObject({ authorization: 'Bearer let me in', 'content-type': 'audio/wav' })
    expect(last?.body.subarray(0, 4).toString()).toBe('RIFF')
    expect(await line.mailbox('front-desk').messages()).toMatchObject([{ transcript: 'Please call me back.' }])
  })

  test.each([
    ['refuses', [415]],
    ['never works', [500]],
    ['answers nonsense', [{ status: 200, body: 'text' }]],
  ] as const)('is missing when a service %s, and the notification leaves all the same', async (_what, replies) => {
    await using service = await startService(...replies)
    await using crm = await startService(200)
    const line = await ring(
      { transcribe: { url: service.url }, notify: { webhook: { url: crm.url, secret: secret('S') } } },
      { secrets: { S: 's' } },
    )
    await leave(line)
    await pass(line)
    expect(crm.asked).toHaveLength(1)
    expect(await line.mailbox('front-desk').messages()).toMatchObject([{ transcript: null }])
  })
})

describe('the copy at the network', () => {
  test('goes as soon as the audio is kept and the text is there', async () => {
    const line = await ring({ deleteAtTwilio: true, transcribe: 'twilio' })
    await leave(line)
    await pass(line)
    const [message] = await line.mailbox('front-desk').messages()
    expect(message).toMatchObject({ status: 'saved', transcript: 'Please call me back' })
    expect(line.exchange.recording(message?.recordingSid ?? '')?.isDeleted).toBe(true)
  })

  test('of what was recorded again goes, too', async () => {
    const line = await ring({ deleteAtTwilio: true }, { review: true })
    await leave(line, 3)
    await line.caller.hears('To send your message')
    line.caller.presses(3)
    await leave(line, 9)
    await line.caller.hears('To send your message')
    line.caller.presses(1)
    await pass(line)
    const made = line.exchange.journal.events.flatMap((event) =>
      event.kind === 'recording-ended' ? [event.recordingSid] : [],
    )
    expect(made.map((sid) => line.exchange.recording(sid)?.isDeleted)).toEqual([true, true])
  })

  test('stays when nobody wants it deleted', async () => {
    const line = await ring({})
    await leave(line)
    await pass(line)
    const [message] = await line.mailbox('front-desk').messages()
    expect(line.exchange.recording(message?.recordingSid ?? '')?.isDeleted).toBe(false)
  })
})

/** Subject and text of a mail, decoded; encoded words and quoted-printable or base64 text. */
function readMail(raw: string): { readonly subject: string; readonly text: string } {
  const [, header = ''] = /^Subject: ((?:.*\r\n[ \t])*.*)\r\n/m.exec(raw) ?? []
  const words = header.replace(/\r\n[ \t]+/g, ' ').replace(/\?= =\?/g, '?==?')
  const subject = words.replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_all, how: string, text: string) =>
    how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : unquoted(text.replaceAll('_', ' ')),
  )
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)
  const isBase64 = /base64/i.test(part?.[0].split('\r\n\r\n')[0] ?? '')
  const body = part?.[1] ?? ''
  return { subject, text: isBase64 ? Buffer.from(body, 'base64').toString() : unquoted(body.replace(/=\r\n/g, '')) }
}

const unquoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
