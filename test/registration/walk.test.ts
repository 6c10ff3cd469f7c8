/** The walk of a registration, from a file of facts to a delivered message, against the emulated network in virtual time. */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { accountSid, authToken, line } from '../../src/exchange/scripted-app.fixture.ts'
import { createTwilioClient, type TwilioClient } from '../../src/outbound/twilio-client.ts'
import { refusalOf } from '../../src/registration/failure-codes.ts'
import { exampleFacts, type Made, readFacts, walk, watch } from '../../src/registration/index.ts'
import { startRest } from '../rest/world.ts'

const days = (amount: number) => hours(24 * amount)

function factsOf(change: (file: Record<string, never>) => void = () => {}) {
  const file = parse(exampleFacts)
  change(file)
  const read = readFacts(file)
  if (read.kind === 'wrong') throw new Error(read.mistakes.join('\n'))
  return read.facts
}

const MOBILE = '+12025550124'

/** Of somebody without EIN. */
function soleFacts(change: (file: ReturnType<typeof parse>) => void = () => {}) {
  const { business, representative, lowVolume: _, ...file } = parse(exampleFacts)
  const { firstName, lastName, email, phone } = representative
  const { industry } = business
  file.soleProprietor = { firstName, lastName, email, phone, brandName: 'Ann Lee Massage', industry, mobile: MOBILE }
  file.campaign.useCase = 'SOLE_PROPRIETOR'
  change(file)
  return readFacts(file)
}

function soleProprietor() {
  const read = soleFacts()
  if (read.kind === 'wrong') throw new Error(read.mistakes.join('\n'))
  return read.facts
}

async function startWalk() {
  const world = await startRest()
  const { origin: apiUrl, clock } = world
  const real = createTwilioClient({ accountSid, authToken, apiUrl, clock, random: () => 0 })
  let made: Made = {}
  let changes = 0
  let diesAt = Number.POSITIVE_INFINITY
  /** Dies after the network has done what was asked, before anybody learns of it. */
  const client: TwilioClient = {
    ...real,
    async change(request) {
      const asked = await real.change(request)
      if (++changes === diesAt) throw new Error('the power went out')
      return asked
    },
  }
  const keep = async (now: Made) => {
    made = now
  }
  return {
    ...world,
    /** One run, of a process that knows only what was kept. */
    run: (options: { again?: boolean; facts?: Parameters<typeof walk>[0]['facts'] } = {}) =>
      walk({ client, facts: factsOf(), made, keep, ...options }),
    diesAfter: (more: number) => {
      diesAt = changes + more
    },
    forget: () => {
      made = {}
    },
    async write(from: string = line) {
      const { sid } = await world.client.messages.create({ to: '+12025550123', from, body: 'Hello' })
      await clock.advance(seconds(20))
      return (await world.client.messages(sid).fetch()).status
    },
    /** How many there are of everything that could be there twice. */
    async counts() {
      const { trusthub, messaging } = world.client
      const [service] = await messaging.v1.services.list()
      return [
        (await trusthub.v1.customerProfiles.list()).length,
        (await trusthub.v1.trustProducts.list()).length,
        (await trusthub.v1.endUsers.list()).length,
        (await trusthub.v1.supportingDocuments.list()).length,
        (await messaging.v1.brandRegistrations.list()).length,
        (await messaging.v1.services.list()).length,
        (await messaging.v1.services(service?.sid ?? '').usAppToPerson.list()).length,
      ]
    },
  }
}

const once = [1, 1, 3, 1, 1, 1, 1]
const statusesOf = (steps: Awaited<ReturnType<typeof walk>>) => steps.map(({ status }) => status)

describe('a business', () => {
  test('is registered step by step, and then its messages are delivered', async () => {
    await using world = await startWalk()
    expect(await world.write()).toBe('failed')
    expect(statusesOf(await world.run())).toEqual(['waiting', 'to do', 'to do', 'to do', 'to do', 'to do'])
    expect(statusesOf(await world.run())).toEqual(['waiting', 'to do', 'to do', 'to do', 'to do', 'to do'])
    await world.clock.advance(days(1))
    expect(statusesOf(await world.run())).toEqual(['done', 'waiting', 'to do', 'to do', 'to do', 'to do'])
    await world.clock.advance(days(1))
    expect(statusesOf(await world.run())).toEqual(['done', 'done', 'waiting', 'to do', 'to do', 'to do'])
    await world.clock.advance(minutes(10))
    const steps = await world.run()
    expect(statusesOf(steps)).toEqual(['done', 'done', 'done', 'done', 'done', 'waiting'])
    expect(steps[5]).toMatchObject({ said: 'IN_PROGRESS', usually: 'ten to fifteen working days' })
    expect(await world.write()).toBe('failed')
    await world.clock.advance(days(10))
    expect((await world.run()).every(({ status }) => status === 'done')).toBe(true)
    expect(await world.write()).toBe('delivered')
    expect(await world.counts()).toEqual(once)
  })

  test('that is no low-volume brand waits for its vetting', async () => {
    await using world = await startWalk()
    const facts = { ...factsOf(), lowVolume: false }
    for (const wait of [days(1), days(1), minutes(10)]) {
      await world.run({ facts })
      await world.clock.advance(wait)
    }
    expect((await world.run({ facts }))[3]).toMatchObject({ status: 'waiting', said: 'PENDING' })
    await world.clock.advance(days(2))
    expect((await world.run({ facts }))[3]).toMatchObject({ status: 'done', said: 'SUCCESS' })
  })

  test('is registered once, whatever request the process dies at and however often', async () => {
    await using world = await startWalk()
    let deaths = 0
    for (let runs = 0; runs < 100; runs++) {
      // In turn, since an evaluation is asked for anew by every run.
      world.diesAfter(1 + (runs % 2))
      const steps = await world.run().catch(() => undefined)
      if (steps === undefined) deaths++
      else if (steps.every(({ status }) => status === 'done')) break
      else await world.clock.advance(days(10))
    }
    expect(deaths).toBeGreaterThan(12)
    expect(await world.write()).toBe('delivered')
    expect(await world.counts()).toEqual(once)
  })

  test('is found again when all that was kept is lost', async () => {
    await using world = await startWalk()
    for (let runs = 0; runs < 4; runs++) {
      world.forget()
      await world.run()
      await world.clock.advance(days(10))
    }
    world.forget()
    expect((await world.run()).every(({ status }) => status === 'done')).toBe(true)
    expect(await world.counts()).toEqual(once)
  })
})

describe('a sole proprietor', () => {
  const facts = soleProprietor()
  const onceOfOne = [1, 1, 2, 1, 1, 1, 1]

  /** Walks until the text is sent. */
  async function untilAsked(world: Awaited<ReturnType<typeof startWalk>>) {
    for (const wait of [days(1), days(1), minutes(10)]) {
      await world.run({ facts })
      expect(world.exchange.answerOneTimePassword(MOBILE)).toBe(false)
      await world.clock.advance(wait)
    }
    return world.run({ facts })
  }

  test('is registered once he has answered the text, and then his messages are delivered', async () => {
    await using world = await startWalk()
    const asked = await untilAsked(world)
    expect(statusesOf(asked)).toEqual(['done', 'done', 'done', 'waiting', 'to do', 'to do'])
    expect(asked[3]).toMatchObject({ title: 'One-time password', said: 'UNVERIFIED' })
    expect(statusesOf(await world.run({ facts }))).toEqual(statusesOf(asked))
    expect(world.exchange.answerOneTimePassword('+12025550177')).toBe(false)
    expect(world.exchange.answerOneTimePassword(MOBILE)).toBe(true)
    expect(world.exchange.answerOneTimePassword(MOBILE)).toBe(false)
    const waiting = await world.run({ facts })
    expect(statusesOf(waiting)).toEqual(['done', 'done', 'done', 'done', 'done', 'waiting'])
    await world.clock.advance(days(10))
    expect((await world.run({ facts })).every(({ status }) => status === 'done')).toBe(true)
    expect(await world.write()).toBe('delivered')
    expect(await world.counts()).toEqual(onceOfOne)
    const [brand] = await world.client.messaging.v1.brandRegistrations.list()
    expect(brand).toMatchObject({ brandType: 'SOLE_PROPRIETOR', identityStatus: 'VERIFIED' })
  })

  test('writes from one number, whatever else is in his messaging service', async () => {
    await using world = await startWalk()
    await untilAsked(world)
    world.exchange.answerOneTimePassword(MOBILE)
    await world.run({ facts })
    const second = '+12025550190'
    world.exchange.addLine({ number: second, name: 'second', voiceUrl: 'http://127.0.0.1:1/voice' })
    const [number] = await world.client.incomingPhoneNumbers.list({ phoneNumber: second })
    const [service] = await world.client.messaging.v1.services.list()
    const { phoneNumbers } = world.client.messaging.v1.services(service?.sid ?? '')
    await phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    await world.clock.advance(days(10))
    expect(await world.write()).toBe('delivered')
    expect(await world.write(second)).toBe('failed')
  })

  test('who is late is told so, and gets another text when it is asked for', async () => {
    await using world = await startWalk()
    await untilAsked(world)
    await world.clock.advance(days(1) + 1)
    expect(world.exchange.answerOneTimePassword(MOBILE)).toBe(false)
    const late = await world.run({ facts })
    expect(late[3]).toMatchObject({ status: 'failed', refusals: [{ code: 30752 }] })
    expect((await world.run({ facts }))[3]).toMatchObject({ status: 'failed' })
    expect((await world.run({ facts, again: true }))[3]).toMatchObject({ status: 'waiting' })
    await world.clock.advance(hours(23))
    expect(world.exchange.answerOneTimePassword(MOBILE)).toBe(true)
    expect((await world.run({ facts }))[3]).toMatchObject({ status: 'done', said: 'VERIFIED' })
  })

  test('is registered once, whatever request the process dies at and however often', async () => {
    await using world = await startWalk()
    let deaths = 0
    for (let runs = 0; runs < 100; runs++) {
      world.diesAfter(1 + (runs % 2))
      const steps = await world.run({ facts }).catch(() => undefined)
      if (steps === undefined) deaths++
      else if (steps.every(({ status }) => status === 'done')) break
      else if (!world.exchange.answerOneTimePassword(MOBILE)) await world.clock.advance(hours(12))
    }
    expect(deaths).toBeGreaterThan(8)
    expect(await world.write()).toBe('delivered')
    expect(await world.counts()).toEqual(onceOfOne)
  })

  test('whose mobile number the registry does not take is told so', async () => {
    await using world = await startWalk()
    world.exchange.setA2pReviewer(({ kind }) => (kind === 'brand' ? 30751 : 'approve'))
    const steps = await untilAsked(world)
    expect(steps[2]).toMatchObject({ status: 'failed', refusals: [{ code: 30751 }] })
    world.exchange.setA2pReviewer(undefined)
    expect((await world.run({ facts, again: true }))[2]).toMatchObject({ status: 'waiting' })
  })

  test('has one campaign of one use case', async () => {
    await using world = await startWalk()
    await untilAsked(world)
    const { messaging } = world.client
    const [brand] = await messaging.v1.brandRegistrations.list()
    const brandRegistrationSid = brand?.sid ?? ''
    const other = await messaging.v1.services.create({ friendlyName: 'Other' })
    const { useCase, ...values } = facts.campaign
    const register = (usAppToPersonUsecase: string) =>
      messaging.v1
        .services(other.sid)
        .usAppToPerson.create({ brandRegistrationSid, usAppToPersonUsecase, ...values })
        .catch(({ code }) => code)
    expect(await register(useCase)).toBe(21717)
    world.exchange.answerOneTimePassword(MOBILE)
    expect(await register('MIXED')).toBe(21720)
    await world.run({ facts })
    expect(await register(useCase)).toBe(21719)
  })

  test.each<[string, Parameters<typeof soleFacts>[0], RegExp]>([
    ['two numbers', (file) => file.numbers.push('+12025550101'), /^numbers: a sole proprietor has one number\.$/],
    [
      'another use case',
      (file) => {
        file.campaign.useCase = 'MIXED'
      },
      /^campaign\.useCase: .*SOLE_PROPRIETOR\.$/,
    ],
    [
      'a number abroad',
      (file) => {
        file.soleProprietor.mobile = '+447700900123'
      },
      /^soleProprietor\.mobile: .*United States or Canada\.$/,
    ],
    [
      'a number of the account',
      (file) => {
        file.soleProprietor.mobile = file.numbers[0]
      },
      /owner’s own mobile number/,
    ],
    [
      'what only a business says',
      (file) => {
        file.lowVolume = true
      },
      /lowVolume/,
    ],
  ])('with %s is told what is wrong', (_what, change, mistake) => {
    const read = soleFacts(change)
    expect(read.kind === 'wrong' && read.mistakes).toEqual([expect.stringMatching(mistake)])
  })
})

describe('a refusal', () => {
  test.for([
    ['profile', 0, 30885],
    ['brand', 2, 30799],
    ['campaign', 5, 30896],
  ] as const)('of the %s is told with its reason, and handed in again when asked to', async ([kind, place, code]) => {
    await using world = await startWalk()
    world.exchange.setA2pReviewer((application) => (application.kind === kind ? code : 'approve'))
    let steps = await world.run()
    for (let runs = 0; runs < 5 && !statusesOf(steps).includes('failed'); runs++) {
      await world.clock.advance(days(10))
      steps = await world.run()
    }
    expect(steps[place]).toMatchObject({ status: 'failed', refusals: [{ code }] })
    expect(statusesOf(await world.run())).toEqual(statusesOf(steps))
    world.exchange.setA2pReviewer(undefined)
    expect((await world.run({ again: true }))[place]).toMatchObject({ status: 'waiting' })
    for (let runs = 0; runs < 5; runs++) {
      await world.clock.advance(days(10))
      steps = await world.run()
    }
    expect(steps.every(({ status }) => status === 'done')).toBe(true)
    expect(await world.counts()).toEqual(once)
  })

  test('of a number that is not ours says so', async () => {
    await using world = await startWalk()
    const facts = { ...factsOf(), numbers: ['+12025550177'] }
    for (let runs = 0; runs < 4; runs++) {
      await world.run({ facts })
      await world.clock.advance(days(1))
    }
    expect((await world.run({ facts }))[4]).toMatchObject({
      status: 'failed',
      trouble: 'One of the numbers is not a number of this account. Correct "numbers".',
    })
  })
})

describe('a registration that is watched', () => {
  /** Watches in virtual time; what was told, and the waits. */
  async function watched(world: Awaited<ReturnType<typeof startWalk>>, options: Parameters<typeof world.run>[0] = {}) {
    const told: string[] = []
    const waits: number[] = []
    let steps: Awaited<ReturnType<typeof walk>> | undefined
    const onLook: Parameters<typeof watch>[0]['onLook'] = (_steps, changed, wait) => {
      told.push(...changed.map(({ title, status }) => `${title}: ${status}`))
      if (wait !== undefined) waits.push(wait)
    }
    const watching = watch({ take: () => world.run(options), clock: world.clock, random: () => 1, onLook }).then(
      (all) => {
        steps = all
      },
    )
    while (steps === undefined) {
      await world.clock.settle()
      await new Promise((turn) => setImmediate(turn))
      if (steps === undefined) await world.clock.advanceToNextTimer()
    }
    await watching
    return { steps, told, waits }
  }

  test('is done without another word, tells each change once, and asks less and less often', async () => {
    await using world = await startWalk()
    const { steps, told, waits } = await watched(world)
    expect(steps.every(({ status }) => status === 'done')).toBe(true)
    expect(told.filter((line) => !line.endsWith('to do'))).toEqual([
      'Customer profile: waiting',
      'Customer profile: done',
      'A2P profile: waiting',
      'A2P profile: done',
      'Brand: waiting',
      'Brand: done',
      'Vetting: done',
      'Messaging service and numbers: done',
      'Campaign: waiting',
      'Campaign: done',
    ])
    expect(waits.slice(0, 8).map((wait) => wait / minutes(1))).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    expect(Math.max(...waits)).toBe(hours(1))
    // Twelve days of waiting are some three hundred looks.
    expect(waits.length).toBeLessThan(350)
    expect(await world.counts()).toEqual(once)
  })

  test.for([
    ['profile', 30885],
    ['brand', 30799],
    ['campaign', 30896],
  ] as const)('ends when the %s is refused, with the reason', async ([kind, code]) => {
    await using world = await startWalk()
    world.exchange.setA2pReviewer((application) => (application.kind === kind ? code : 'approve'))
    const { steps } = await watched(world)
    expect(steps.find(({ status }) => status === 'failed')).toMatchObject({ refusals: [{ code }] })
  })

  test('goes on through a failure of the network, and stops for what only a person can mend', async () => {
    await using world = await startWalk()
    const take = world.run
    let looks = 0
    world.run = async (options) => {
      const steps = await take(options)
      if (++looks !== 3) return steps
      return [{ title: 'Customer profile', status: 'failed', trouble: 'the network answered 503', mayPass: true }]
    }
    expect((await watched(world)).told).toContain('Customer profile: failed')
    expect(await world.counts()).toEqual(once)

    await using other = await startWalk()
    const facts = { ...factsOf(), numbers: ['+12025550177'] }
    const { steps } = await watched(other, { facts })
    expect(steps[4]).toMatchObject({ status: 'failed', trouble: expect.stringContaining('Correct "numbers"') })
  })

  test('with credentials that are refused ends at once', async () => {
    await using world = await startWalk()
    world.exchange.promoteToken('another-token')
    const { steps, waits } = await watched(world)
    expect(steps[0]).toMatchObject({ status: 'failed', trouble: expect.stringContaining('TWILIO_AUTH_TOKEN') })
    expect(waits).toEqual([])
  })
})

/** Every reason of the table, as the exchange gives it for a campaign. */
describe('why a campaign was refused', () => {
  test.each([
    30880, 30881, 30882, 30883, 30884, 30885, 30886, 30887, 30888, 30889, 30890, 30891, 30892, 30893, 30894, 30895,
    30896, 30897, 30898, 30899, 30900, 30902, 30929, 30930, 30790, 30792, 30701, 30702, 30729, 30751, 30752,
  ])('is told in words for %i', (code) => {
    const { meaning, advice } = refusalOf(code)
    expect(meaning).not.toBe('refused')
    expect(advice).toMatch(/^[A-Z].*\.$/)
  })

  test('is passed on with the page to look at for a code nobody knows', () => {
    expect(refusalOf(30999)).toEqual({
      code: 30999,
      meaning: 'refused',
      advice: 'See https://www.twilio.com/docs/api/errors/30999.',
    })
  })
})

test('all mistakes in a file are told at once, without what was written', () => {
  const file = parse(exampleFacts)
  file.business.ein = '77'
  file.campaign.description = 'Short'
  file.numbers = ['555']
  file.surprise = 1
  const read = readFacts(file)
  if (read.kind === 'read') throw new Error('it was read')
  expect(read.mistakes).toHaveLength(4)
  expect(read.mistakes.join(' ')).toMatch(
    /business\.ein: write the nine digits.*campaign\.description.*numbers\.0: write \+/s,
  )
  expect(read.mistakes.join(' ')).not.toMatch(/\b77\b|\b555\b|Short/)
  file.business.ein = '12-3456789'
  file.business.companyType = 'public'
  expect(readFacts({ ...parse(exampleFacts), business: file.business })).toMatchObject({
    kind: 'wrong',
    mistakes: [/stockExchange/, /stockTicker/].map((name) => expect.stringMatching(name)),
  })
})
