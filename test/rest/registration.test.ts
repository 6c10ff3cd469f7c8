/** Registration with the carriers of the United States, by the official package: reference twilio-platform.md §11. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { line } from '../../src/exchange/scripted-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const person = '+12025550123'
const days = (amount: number) => hours(24 * amount)

const campaign = {
  description: 'Reminders of appointments to patients of the clinic who asked for them.',
  messageFlow: 'Patients tick a box at the desk and get up to four messages a month. Message and data rates may apply.',
  messageSamples: ['Clinic: you have an appointment on Monday.', 'Clinic: please call us to change your appointment.'],
  usAppToPersonUsecase: 'ACCOUNT_NOTIFICATION',
  hasEmbeddedLinks: false,
  hasEmbeddedPhone: false,
}

type World = Awaited<ReturnType<typeof startRest>>

/** Profile and trust product, approved. */
async function approvedBundles({ client, clock }: World, ein = '12-3456789') {
  const trust = client.trusthub.v1
  const policySid = `RN${'1'.repeat(32)}`
  const email = 'desk@clinic.example'
  const profile = await trust.customerProfiles.create({ friendlyName: 'Clinic', email, policySid })
  const papers = [
    await trust.endUsers.create({
      friendlyName: 'Business',
      type: 'customer_profile_business_information',
      attributes: { business_registration_number: ein },
    }),
    await trust.endUsers.create({ friendlyName: 'Ann', type: 'authorized_representative_1', attributes: {} }),
    await trust.supportingDocuments.create({ friendlyName: 'Address', type: 'customer_profile_address' }),
  ]
  const ofProfile = trust.customerProfiles(profile.sid)
  const evaluate = () => ofProfile.customerProfilesEvaluations.create({ policySid })
  expect((await evaluate()).status).toBe('noncompliant')
  for (const objectSid of [...papers.map(({ sid }) => sid), `BU${'9'.repeat(32)}`]) {
    await ofProfile.customerProfilesEntityAssignments.create({ objectSid })
  }
  expect((await evaluate()).status).toBe('compliant')
  expect((await ofProfile.update({ status: 'pending-review' })).status).toBe('pending-review')
  const product = await trust.trustProducts.create({ friendlyName: 'Clinic A2P', email, policySid })
  const about = await trust.endUsers.create({
    friendlyName: 'A2P',
    type: 'us_a2p_messaging_profile_information',
    attributes: { company_type: 'private' },
  })
  const ofProduct = trust.trustProducts(product.sid)
  for (const objectSid of [about.sid, profile.sid]) {
    await ofProduct.trustProductsEntityAssignments.create({ objectSid })
  }
  expect((await ofProduct.trustProductsEvaluations.create({ policySid })).status).toBe('compliant')
  await ofProduct.update({ status: 'pending-review' })
  await clock.advance(hours(24))
  expect((await ofProfile.fetch()).status).toBe('twilio-approved')
  return { customerProfileBundleSid: profile.sid, a2PProfileBundleSid: product.sid }
}

/** All of it, up to a campaign that is handed in. */
async function handedIn(world: World, values: Partial<typeof campaign> = {}) {
  const { client, clock } = world
  const { sid: brandRegistrationSid } = await client.messaging.v1.brandRegistrations.create(
    await approvedBundles(world),
  )
  await clock.advance(minutes(10))
  const { sid } = await client.messaging.v1.services.create({ friendlyName: 'Clinic' })
  const service = client.messaging.v1.services(sid)
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: line })
  await service.phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
  const made = await service.usAppToPerson.create({ brandRegistrationSid, ...campaign, ...values })
  return { service, brandRegistrationSid, made, one: service.usAppToPerson(made.sid) }
}

async function write({ client, clock }: World) {
  const { sid } = await client.messages.create({ to: person, from: line, body: 'Hello' })
  await clock.advance(seconds(20))
  const { status, errorCode } = await client.messages(sid).fetch()
  return [status, errorCode]
}

describe('a number', () => {
  test('may write to the United States once its campaign is approved, and not any more after that is deleted', async () => {
    await using world = await startRest()
    const { one, service, brandRegistrationSid } = await handedIn(world)
    expect((await one.fetch()).campaignStatus).toBe('IN_PROGRESS')
    expect(await write(world)).toEqual(['failed', 30034])
    await world.clock.advance(days(10))
    expect(await one.fetch()).toMatchObject({ campaignStatus: 'VERIFIED', messageSamples: campaign.messageSamples })
    expect(await write(world)).toEqual(['delivered', null])
    const brand = await world.client.messaging.v1.brandRegistrations(brandRegistrationSid).fetch()
    expect(brand).toMatchObject({ status: 'APPROVED', brandScore: 75, identityStatus: 'VETTED_VERIFIED' })
    const [number] = await service.phoneNumbers.list()
    await service.phoneNumbers(number?.sid ?? '').remove()
    expect(await write(world)).toEqual(['failed', 30034])
    await service.phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    expect(await write(world)).toEqual(['delivered', null])
    await one.remove()
    expect(await write(world)).toEqual(['failed', 30034])
  })

  test('belongs to one service', async () => {
    await using world = await startRest()
    const { service } = await handedIn(world)
    const [number] = await service.phoneNumbers.list()
    const phoneNumberSid = number?.sid ?? ''
    await expect(service.phoneNumbers.create({ phoneNumberSid })).rejects.toMatchObject({ code: 21710 })
    const other = await world.client.messaging.v1.services.create({ friendlyName: 'Other' })
    await expect(
      world.client.messaging.v1.services(other.sid).phoneNumbers.create({ phoneNumberSid }),
    ).rejects.toMatchObject({ code: 21712 })
  })
})

describe('a brand', () => {
  test('whose number is no EIN fails, and may be handed in again three times', async () => {
    await using world = await startRest()
    const { sid } = await world.client.messaging.v1.brandRegistrations.create(await approvedBundles(world, '12'))
    const brand = world.client.messaging.v1.brandRegistrations(sid)
    await expect(brand.update()).rejects.toMatchObject({ code: 21725 })
    for (let times = 0; times < 3; times++) {
      await world.clock.advance(minutes(10))
      expect(await brand.fetch()).toMatchObject({ status: 'FAILED', errors: [{ error_code: 30799 }] })
      expect((await brand.update()).status).toBe('PENDING')
    }
    await world.clock.advance(minutes(10))
    await expect(brand.update()).rejects.toMatchObject({ code: 21724 })
  })

  test('is not taken for bundles that are not approved', async () => {
    await using world = await startRest()
    const sids = { customerProfileBundleSid: `BU${'1'.repeat(32)}`, a2PProfileBundleSid: `BU${'2'.repeat(32)}` }
    await expect(world.client.messaging.v1.brandRegistrations.create(sids)).rejects.toMatchObject({ status: 400 })
  })
})

describe('a campaign', () => {
  test.for([
    [
      'a public link shortener',
      { messageSamples: ['Clinic: see https://bit.ly/123 please.', 'Clinic: goodbye to you all.'] },
      30892,
    ],
    [
      'links it does not own up to',
      { messageSamples: ['Clinic: see https://clinic.example', 'Clinic: goodbye to you all.'] },
      30893,
    ],
    ['a way in that says nothing of rates', { messageFlow: 'Patients tick a box at the desk of the clinic.' }, 30896],
  ] as const)('with %s is refused, and approved once that is mended', async ([, values, code]) => {
    await using world = await startRest()
    const mutable = JSON.parse(JSON.stringify(values)) // the package wants arrays it could change
    const { one } = await handedIn(world, mutable)
    await world.clock.advance(days(10))
    expect(await one.fetch()).toMatchObject({ campaignStatus: 'FAILED', errors: [{ error_code: code }] })
    expect(await write(world)).toEqual(['failed', 30034])
    await one.update({ ...campaign, ageGated: false, directLending: false })
    await world.clock.advance(days(10))
    expect(await write(world)).toEqual(['delivered', null])
  })

  test('that is too short, of no known use or of no brand is not taken', async () => {
    await using world = await startRest()
    await expect(handedIn(world, { messageFlow: 'Ask.' })).rejects.toMatchObject({ code: 21728 })
    const { sid } = await world.client.messaging.v1.services.create({ friendlyName: 'Clinic' })
    const campaigns = world.client.messaging.v1.services(sid).usAppToPerson
    const noBrand = { ...campaign, brandRegistrationSid: `BN${'1'.repeat(32)}` }
    await expect(campaigns.create(noBrand)).rejects.toMatchObject({ code: 21717 })
    const [brand] = await world.client.messaging.v1.brandRegistrations.list()
    await expect(
      campaigns.create({ ...campaign, brandRegistrationSid: brand?.sid ?? '', usAppToPersonUsecase: 'SPAM' }),
    ).rejects.toMatchObject({ code: 21720 })
  })

  test('is refused when the reviewer of the exchange says so', async () => {
    await using world = await startRest()
    world.exchange.setA2pReviewer(({ kind }) => (kind === 'campaign' ? 30885 : undefined))
    const { one } = await handedIn(world)
    await world.clock.advance(days(10))
    expect(await one.fetch()).toMatchObject({ campaignStatus: 'FAILED', errors: [{ error_code: 30885 }] })
  })
})

test('answers have the shape of the network', async () => {
  await using world = await startRest()
  const { made, brandRegistrationSid: brand } = await handedIn(world)
  await world.clock.advance(days(10))
  const service = `/v1/Services/${made.messagingServiceSid}`
  const places = {
    ListCustomerProfile: '/v1/CustomerProfiles',
    ListTrustProduct: '/v1/TrustProducts',
    ListEndUser: '/v1/EndUsers',
    ListSupportingDocument: '/v1/SupportingDocuments',
    ListBrandRegistrations: '/v1/a2p/BrandRegistrations',
    FetchBrandRegistrations: `/v1/a2p/BrandRegistrations/${brand}`,
    ListBrandVetting: `/v1/a2p/BrandRegistrations/${brand}/Vettings`,
    ListService: '/v1/Services',
    FetchService: service,
    ListServicePhoneNumber: `${service}/PhoneNumbers`,
    ListUsAppToPerson: `${service}/Compliance/Usa2p`,
    FetchUsAppToPerson: `${service}/Compliance/Usa2p/${made.sid}`,
    FetchUsAppToPersonUsecase: `${service}/Compliance/Usa2p/Usecases`,
  }
  for (const [name, place] of Object.entries(places)) {
    const { status, body } = await world.ask('GET', place)
    expect([name, status, schemaErrors(name, body)]).toEqual([name, 200, []])
  }
})
