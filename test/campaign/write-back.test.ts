/** What is told of reminders: each outcome by webhook, once, and a mail about tomorrow. */
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CampaignOptions, defineCampaign } from '../../src/campaign/index.ts'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { secret } from '../../src/flow/index.ts'
import { type Reply, startService } from '../mailbox/http-service.ts'
import { startMailServer } from '../mailbox/mail-server.ts'
import { ask } from './ask.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

const clinic = (options: Partial<CampaignOptions> = {}) =>
  defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [{ before: '24h', channel: 'call' }],
    ...options,
  })
const bodies = ({ asked }: Awaited<ReturnType<typeof startService>>) =>
  asked.map(({ body }) => JSON.parse(String(body)))

describe('a webhook for outcomes', () => {
  const start = (service: { readonly url: string }) =>
    startCampaign(
      clinic({ writeBack: { webhook: { url: `${service.url}/outcomes`, secret: secret('WEBHOOK_SECRET') } } }),
      { parties: { [ANA]: { kind: 'answers' } }, secrets: { WEBHOOK_SECRET: 'shared' } },
    )
  const note = (world: Awaited<ReturnType<typeof start>>, id: string, outcome = 'cancelled') =>
    ask(world, 'POST', `/api/campaigns/clinic/reminders/${id}/outcomes`, { outcome, by: 'Ann' })

  test('is told what was said in a call, signed, once', async () => {
    await using service = await startService(200)
    await using world = await start(service)
    const id = await world.remind()
    await world.clock.advance(4.5 * HOUR + seconds(12))
    world.calls()[0]?.press('1')
    await world.clock.advance(hours(30))
    expect(bodies(service)).toMatchObject([
      {
        event: 'outcome',
        campaign: 'clinic',
        outcome: 'confirmed',
        source: 'call',
        reminder: { id, externalId: 'a1', name: 'Ana', number: ANA, data: { place: '1 Mill Road' } },
      },
    ])
    const [asked] = service.asked
    const signed = createHmac('sha256', 'shared').update(
      `${asked?.headers['hookswitch-timestamp']}.${String(asked?.body)}`,
    )
    expect(asked?.headers['hookswitch-signature']).toBe(signed.digest('hex'))
  })

  test('is told what staff wrote down, and that nobody picked up', async () => {
    await using service = await startService(200)
    await using world = await start(service)
    world.exchange.setParty(ANA, { kind: 'no-answer' })
    const id = await world.remind()
    await world.clock.advance(hours(5))
    await note(world, id)
    await world.clock.advance(minutes(1))
    expect(bodies(service)).toMatchObject([{ outcome: 'no-answer' }, { outcome: 'cancelled', source: 'Ann' }])
  })

  test.each<[string, readonly Reply[], number]>([
    ['is down for a while is told again', [503, 'hang up', 200], 3],
    ['refuses is not', [400], 1],
  ])('that %s', async (_what, replies, times) => {
    await using service = await startService(...replies)
    await using world = await start(service)
    await note(world, await world.remind())
    await world.clock.advance(hours(30))
    expect(service.asked).toHaveLength(times)
    expect(new Set(bodies(service).map(({ id }) => id)).size).toBe(1)
  })

  test('is told after the process has died', async () => {
    await using service = await startService(503, 200)
    await using world = await start(service)
    await note(world, await world.remind())
    await world.clock.settle()
    await world.restart()
    await world.clock.advance(hours(1))
    expect(service.asked).toHaveLength(2)
  })
})

describe('the digest', () => {
  const start = (url: string, environment = { SMTP_URL: url, MAIL_FROM: 'phones@clinic.example' }) =>
    startCampaign(
      clinic({
        offsets: [{ before: '1h', channel: 'call' }],
        writeBack: { digest: { to: 'desk@clinic.example', at: '15:00', zone: 'America/New_York' } },
      }),
      { environment },
    )

  test('says at its hour who has not confirmed for tomorrow, and is not sent when there is nobody', async () => {
    await using server = await startMailServer()
    await using world = await start(server.url)
    await world.remind()
    const ben = await world.remind({ externalId: 'a2', number: '+12025550124', name: 'Ben' })
    await world.remind({
      externalId: 'a3',
      number: '+12025550125',
      name: 'Carl',
      appointmentAt: MONDAY + 3 * 24 * HOUR,
    })
    await world.store.reminders.learn({
      ...{ reminderId: ben, attemptId: null, outcome: 'confirmed', source: 'Ann', detail: null },
      at: world.clock.now(),
    })
    await world.clock.advance(5 * HOUR - 1)
    expect(server.mails).toHaveLength(0)
    await world.clock.advance(minutes(1))
    await world.restart()
    await world.clock.advance(hours(1))
    expect(server.mails).toHaveLength(1)
    const raw = server.mails[0]?.raw.replace(/=\r\n/g, '') ?? ''
    expect(raw).toContain('Subject: 1 not confirmed for Tuesday, January 6 (clinic)')
    expect(raw).toContain('2:30 PM  Ana, +1 202 555 0123: nothing yet')
    expect(raw).not.toContain('Ben')
    // Tuesday: nobody for Wednesday. Wednesday: Carl for Thursday.
    await world.clock.advance(hours(24))
    expect(server.mails).toHaveLength(1)
    await world.clock.advance(hours(24))
    expect(server.mails).toHaveLength(2)
    expect(server.mails[1]?.raw).toContain('Carl')
  })

  test('that is refused for now is sent again, once', async () => {
    await using server = await startMailServer(451)
    await using world = await start(server.url)
    await world.remind()
    await world.clock.advance(hours(6))
    expect([server.tries(), server.mails.length]).toEqual([2, 1])
  })
})

test.each([
  [{ digest: { to: 'desk', at: '15:00', zone: 'America/New_York' } }, 'This is no mail address.'],
  [{ digest: { to: 'a@b.example', at: '3pm', zone: 'America/New_York' } }, '"3pm" is no time of day.'],
  [{ digest: { to: 'a@b.example', at: '15:00', zone: 'Mars/Base' } }, 'There is no zone "Mars/Base".'],
  [{ webhook: { url: 'ftp://x', secret: secret('S') } }, 'The url is no web address.'],
])('%j is refused', async (writeBack, message) => {
  await expect(startCampaign(clinic({ writeBack }))).rejects.toThrow(message)
})
