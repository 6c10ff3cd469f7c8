/**
 * The walk of a registration: takes every step that can be taken now, and says where it stands.
 *
 * Whatever is about to be made is looked for first, by the names in the facts, so an answer that was lost or a process that
 * died makes nothing twice. What was made is kept before the next step. Source: reference twilio-platform.md §11.1, §11.2.
 */
import type { Asked, Twilio, TwilioClient } from '../outbound/twilio-client.ts'
import type { Facts } from './facts.ts'
import { type Refusal, refusalOf } from './failure-codes.ts'
import { isSoleProprietor, type Paper, papersOf } from './papers.ts'

/** SIDs of what was made, by what it is. */
export type Made = Readonly<Record<string, string>>

export interface Step {
  readonly title: string
  readonly status: 'done' | 'waiting' | 'failed' | 'to do'
  /** The network's own word. */
  readonly said?: string
  /** How long it usually takes. */
  readonly usually?: string
  /** What somebody has to do meanwhile. */
  readonly needs?: string
  /** ISO 8601: since when it is so, as the network says. */
  readonly since?: string
  readonly refusals?: readonly Refusal[]
  /** A request that failed; the next run goes on from there. */
  readonly trouble?: string
  /** Whether that may pass by itself. */
  readonly mayPass?: true
}

export interface WalkOptions {
  readonly client: TwilioClient
  readonly facts: Facts
  readonly made: Made
  /** Keeps what was made; called before anything else is done. */
  keep(made: Made): Promise<void>
  /** Whether what was refused is handed in again, with the facts as they are now. Default false. */
  readonly again?: boolean
}

/** Goes as far as it can; every step is in the answer, in order. */
export async function walk(options: WalkOptions): Promise<readonly Step[]> {
  const context = createContext(options)
  const done: Step[] = []
  const steps = stepsFor(options.facts)
  for (const [place, { title, take }] of steps.entries()) {
    const step = { title, ...(await troubleToStep(() => take(context))) }
    done.push(step)
    if (step.status === 'done') continue
    return [...done, ...steps.slice(place + 1).map((next): Step => ({ title: next.title, status: 'to do' }))]
  }
  return done
}

type Stand = Omit<Step, 'title'>

class Trouble extends Error {
  readonly mayPass: boolean

  constructor(message: string, mayPass = false) {
    super(message)
    this.mayPass = mayPass
  }
}

async function troubleToStep(take: () => Promise<Stand>): Promise<Stand> {
  try {
    return await take()
  } catch (error) {
    if (error instanceof Trouble) {
      return { status: 'failed', trouble: error.message, ...(error.mayPass && { mayPass: true as const }) }
    }
    throw error
  }
}

interface Context {
  readonly facts: Facts
  readonly again: boolean
  sid(what: string): string
  /** The SID of something: kept, found or made. */
  have(what: string, find: Request<string | undefined>, make: Request<string>): Promise<string>
  read<T>(request: Request<T>): Promise<T>
  change<T>(request: Request<T>): Promise<T>
}

type Request<T> = (client: Twilio) => Promise<T>

function createContext({ client, facts, keep, again = false, ...options }: WalkOptions): Context {
  let made = options.made
  const read = async <T>(request: Request<T>) => answerOf(await client.read(request))
  const change = async <T>(request: Request<T>) => answerOf(await client.change(request))
  return {
    facts,
    again,
    read,
    change,
    sid: (what) => made[what] ?? '',
    async have(what, find, make) {
      const known = made[what]
      if (known !== undefined) return known
      const sid = (await read(find)) ?? (await change(make))
      made = { ...made, [what]: sid }
      await keep(made)
      return sid
    },
  }
}

function answerOf<T>(asked: Asked<T>): T {
  if (asked.kind === 'answered') return asked.value
  const { kind, reason, isOfCredentials } = asked.failure
  throw new Trouble(
    `The network did not do it: ${reason}. Run it again; what was made is not made twice.`,
    kind === 'transient' && !isOfCredentials,
  )
}

const stepsFor = (facts: Facts): readonly { readonly title: string; take(context: Context): Promise<Stand> }[] => [
  { title: 'Customer profile', take: takeProfile },
  { title: 'A2P profile', take: takeProduct },
  { title: 'Brand', take: takeBrand },
  // Nobody vets a sole proprietor; he shows who he is by his mobile phone.
  isSoleProprietor(facts)
    ? { title: 'One-time password', take: takeOneTimePassword }
    : { title: 'Vetting', take: takeVetting },
  { title: 'Messaging service and numbers', take: takeService },
  { title: 'Campaign', take: takeCampaign },
]

async function takeProfile(context: Context): Promise<Stand> {
  const { facts, have, read, change } = context
  const { name: friendlyName, email } = facts
  const { policySid, papers: said } = papersOf(facts).profile
  const sid = await have(
    'profile',
    async (client) => (await client.trusthub.v1.customerProfiles.list({ friendlyName, policySid }))[0]?.sid,
    async (client) => (await client.trusthub.v1.customerProfiles.create({ friendlyName, email, policySid })).sid,
  )
  const of = (client: Twilio) => client.trusthub.v1.customerProfiles(sid)
  const before = await read((client) => of(client).fetch())
  if (needsHandingIn(context, before.status)) {
    const papers = [...(await endUsers(context, said)), await addressPaper(context), facts.primaryProfileSid]
    const assigned = await read((client) => of(client).customerProfilesEntityAssignments.list())
    for (const objectSid of papers.filter((paper) => !assigned.some((each) => each.objectSid === paper))) {
      await change((client) => of(client).customerProfilesEntityAssignments.create({ objectSid }))
    }
    const evaluation = await change((client) => of(client).customerProfilesEvaluations.create({ policySid }))
    if (evaluation.status !== 'compliant') return { status: 'failed', said: evaluation.status }
    await change((client) => of(client).update({ status: 'pending-review' }))
  }
  return standOfBundle(await read((client) => of(client).fetch()))
}

async function takeProduct(context: Context): Promise<Stand> {
  const { facts, have, read, change, sid: sidOf } = context
  const { email } = facts
  const { policySid, papers: said } = papersOf(facts).product
  const friendlyName = `${facts.name} A2P`
  const sid = await have(
    'product',
    async (client) => (await client.trusthub.v1.trustProducts.list({ friendlyName, policySid }))[0]?.sid,
    async (client) => (await client.trusthub.v1.trustProducts.create({ friendlyName, email, policySid })).sid,
  )
  const of = (client: Twilio) => client.trusthub.v1.trustProducts(sid)
  const before = await read((client) => of(client).fetch())
  if (needsHandingIn(context, before.status)) {
    const papers = [...(await endUsers(context, said)), sidOf('profile')]
    const assigned = await read((client) => of(client).trustProductsEntityAssignments.list())
    for (const objectSid of papers.filter((paper) => !assigned.some((each) => each.objectSid === paper))) {
      await change((client) => of(client).trustProductsEntityAssignments.create({ objectSid }))
    }
    const evaluation = await change((client) => of(client).trustProductsEvaluations.create({ policySid }))
    if (evaluation.status !== 'compliant') return { status: 'failed', said: evaluation.status }
    await change((client) => of(client).update({ status: 'pending-review' }))
  }
  return standOfBundle(await read((client) => of(client).fetch()))
}

const needsHandingIn = ({ again }: Context, status: string): boolean =>
  status === 'draft' || (again && status === 'twilio-rejected')

function standOfBundle({ status, dateUpdated, errors }: Reviewed): Stand {
  const about = { said: status, since: dateUpdated.toISOString(), usually: 'one to three days' }
  if (status === 'twilio-approved') return { ...about, status: 'done' }
  if (status !== 'twilio-rejected') return { ...about, status: 'waiting' }
  return { ...about, status: 'failed', refusals: refusalsOf(errors) }
}

interface Reviewed {
  readonly status: string
  readonly dateUpdated: Date
  readonly errors: unknown
}

/** The codes in what the network has against something; it names them in two ways. */
function refusalsOf(errors: unknown): readonly Refusal[] {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : []
  return list
    .map((error) => Object(error))
    .map((error) => Number(error.error_code ?? error.code))
    .filter(Number.isInteger)
    .map(refusalOf)
}

async function endUsers(context: Context, papers: readonly Paper[]): Promise<readonly string[]> {
  const sids: string[] = []
  // One after the other: what was made is kept before the next.
  for (const paper of papers) sids.push(await endUser(context, paper))
  return sids
}

/** Also brought up to date when it is handed in again. */
async function endUser(context: Context, { type, attributes }: Paper): Promise<string> {
  const { facts, have, change, again } = context
  const friendlyName = `${facts.name} ${type}`
  const sid = await have(
    type,
    async (client) =>
      (await client.trusthub.v1.endUsers.list()).find((each) => each.friendlyName === friendlyName)?.sid,
    async (client) => (await client.trusthub.v1.endUsers.create({ friendlyName, type, attributes })).sid,
  )
  if (again) await change((client) => client.trusthub.v1.endUsers(sid).update({ attributes }))
  return sid
}

function addressPaper({ facts, have }: Context): Promise<string> {
  const friendlyName = `${facts.name} address`
  const type = 'customer_profile_address'
  const attributes = { address_sids: facts.addressSid }
  return have(
    type,
    async (client) =>
      (await client.trusthub.v1.supportingDocuments.list()).find((each) => each.friendlyName === friendlyName)?.sid,
    async (client) => (await client.trusthub.v1.supportingDocuments.create({ friendlyName, type, attributes })).sid,
  )
}

async function takeBrand(context: Context): Promise<Stand> {
  const { facts, have, read, change, again, sid: sidOf } = context
  const customerProfileBundleSid = sidOf('profile')
  const a2PProfileBundleSid = sidOf('product')
  const bundles = { customerProfileBundleSid, a2PProfileBundleSid }
  const sid = await have(
    'brand',
    async (client) =>
      (await client.messaging.v1.brandRegistrations.list()).find(
        (each) => each.a2pProfileBundleSid === a2PProfileBundleSid,
      )?.sid,
    async (client) => {
      const values = { ...bundles, ...papersOf(facts).brand }
      return (await client.messaging.v1.brandRegistrations.create(values)).sid
    },
  )
  let brand = await read((client) => client.messaging.v1.brandRegistrations(sid).fetch())
  if (again && brand.status === 'FAILED') {
    const { profile, product } = papersOf(facts)
    await endUsers(context, [...profile.papers, ...product.papers])
    brand = await change((client) => client.messaging.v1.brandRegistrations(sid).update())
  }
  const about = { said: brand.status, since: brand.dateUpdated.toISOString(), usually: 'minutes, a review days' }
  if (brand.status === 'APPROVED') return { ...about, status: 'done' }
  const isWaiting = brand.status === 'PENDING' || brand.status === 'IN_REVIEW'
  return { ...about, status: isWaiting ? 'waiting' : 'failed', refusals: refusalsOf(brand.errors) }
}

async function takeVetting({ facts, read, sid }: Context): Promise<Stand> {
  if (isSoleProprietor(facts) || facts.lowVolume) return { status: 'done', said: 'not asked for' }
  const [vetting] = await read((client) => client.messaging.v1.brandRegistrations(sid('brand')).brandVettings.list())
  const said = vetting?.vettingStatus ?? 'PENDING'
  const status = said === 'SUCCESS' ? 'done' : said === 'FAILED' ? 'failed' : 'waiting'
  return { status, said, usually: 'days' }
}

/** The network has sent a text to the mobile number when the brand was approved; its owner answers YES within a day. */
async function takeOneTimePassword({ read, change, again, sid }: Context): Promise<Stand> {
  const of = (client: Twilio) => client.messaging.v1.brandRegistrations(sid('brand'))
  const look = () => read((client) => of(client).fetch())
  let brand = await look()
  if (brand.identityStatus === 'VERIFIED') return { status: 'done', said: brand.identityStatus }
  if (again) {
    await change((client) => of(client).brandRegistrationOtps.create())
    brand = await look()
  }
  const refusals = refusalsOf(brand.errors)
  const about = { said: brand.identityStatus, since: brand.dateUpdated.toISOString() }
  if (refusals.length > 0) return { ...about, status: 'failed', refusals }
  const needs = 'the owner of the mobile number answers YES to the text it got, within a day; --again sends another'
  return { ...about, status: 'waiting', needs }
}

async function takeService({ facts, have, read, change }: Context): Promise<Stand> {
  const friendlyName = facts.name
  const sid = await have(
    'service',
    async (client) =>
      (await client.messaging.v1.services.list()).find((each) => each.friendlyName === friendlyName)?.sid,
    async (client) =>
      (await client.messaging.v1.services.create({ friendlyName, useInboundWebhookOnNumber: true })).sid,
  )
  const there = await read((client) => client.messaging.v1.services(sid).phoneNumbers.list())
  for (const phoneNumber of facts.numbers.filter((number) => !there.some((each) => each.phoneNumber === number))) {
    const [number] = await read((client) => client.incomingPhoneNumbers.list({ phoneNumber }))
    if (number === undefined)
      throw new Trouble('One of the numbers is not a number of this account. Correct "numbers".')
    await change((client) => client.messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid }))
  }
  return { status: 'done' }
}

async function takeCampaign({ facts, have, read, change, again, sid: sidOf }: Context): Promise<Stand> {
  const of = (client: Twilio) => client.messaging.v1.services(sidOf('service')).usAppToPerson
  const { useCase: usAppToPersonUsecase, ...values } = facts.campaign
  const brandRegistrationSid = sidOf('brand')
  const sid = await have(
    'campaign',
    async (client) => (await of(client).list())[0]?.sid,
    async (client) => (await of(client).create({ brandRegistrationSid, usAppToPersonUsecase, ...values })).sid,
  )
  let campaign = await read((client) => of(client)(sid).fetch())
  if (again && campaign.campaignStatus === 'FAILED') {
    campaign = await change((client) => of(client)(sid).update(values))
  }
  const said = campaign.campaignStatus
  const about = { said, since: campaign.dateUpdated.toISOString(), usually: 'ten to fifteen working days' }
  if (said === 'VERIFIED') return { ...about, status: 'done' }
  const isWaiting = said === 'PENDING' || said === 'IN_PROGRESS'
  return { ...about, status: isWaiting ? 'waiting' : 'failed', refusals: refusalsOf(campaign.errors) }
}
