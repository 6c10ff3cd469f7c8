/** TrustHub: profiles, trust products and the papers in them. Source: reference twilio-platform.md §11.1 and §11.2. */
import type { Network } from '../../network.ts'
import type { Bundle, Paper } from '../../registration/registrations.ts'
import { isoOf } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { notFound, refused } from '../twilio-error.ts'

/** Everything that can be asked of TrustHub. */
export const trustOperations = [
  listing('ListCustomerProfile', (request) => listBundles(request, 'profile')),
  operation('CreateCustomerProfile', (request) => createBundle(request, 'profile')),
  operation('FetchCustomerProfile', (request) => renderBundle(request.network, bundleOf(request, 'profile'))),
  operation('UpdateCustomerProfile', (request) => updateBundle(request, 'profile')),
  listing('ListCustomerProfileEntityAssignment', (request) => listAssigned(request, 'profile')),
  operation('CreateCustomerProfileEntityAssignment', (request) => assign(request, 'profile')),
  operation('CreateCustomerProfileEvaluation', (request) => evaluate(request, 'profile')),
  listing('ListTrustProduct', (request) => listBundles(request, 'product')),
  operation('CreateTrustProduct', (request) => createBundle(request, 'product')),
  operation('FetchTrustProduct', (request) => renderBundle(request.network, bundleOf(request, 'product'))),
  operation('UpdateTrustProduct', (request) => updateBundle(request, 'product')),
  listing('ListTrustProductEntityAssignment', (request) => listAssigned(request, 'product')),
  operation('CreateTrustProductEntityAssignment', (request) => assign(request, 'product')),
  operation('CreateTrustProductEvaluation', (request) => evaluate(request, 'product')),
  listing('ListEndUser', (request) => listPapers(request, 'IT')),
  operation('CreateEndUser', (request) => createPaper(request, 'IT')),
  operation('FetchEndUser', (request) => renderPaper(request.network, paperOf(request, 'IT'))),
  operation('UpdateEndUser', updateEndUser),
  listing('ListSupportingDocument', (request) => listPapers(request, 'RD')),
  operation('CreateSupportingDocument', (request) => createPaper(request, 'RD')),
  operation('FetchSupportingDocument', (request) => renderPaper(request.network, paperOf(request, 'RD'))),
]

type Kind = Bundle['kind']
type PaperKind = 'IT' | 'RD'
type Place = Pick<RestRequest<'FetchEndUser'>, 'network' | 'path' | 'pathname'>

const placeOf = (kind: Kind) => (kind === 'profile' ? 'CustomerProfiles' : 'TrustProducts')
const sidNameOf = (kind: Kind) => (kind === 'profile' ? 'customer_profile_sid' : 'trust_product_sid')

function bundleOf({ network, path, pathname }: Place, kind: Kind): Bundle {
  const sid = path.CustomerProfileSid ?? path.TrustProductSid ?? path.Sid ?? ''
  const bundle = network.registrations.bundles.get(sid)
  if (bundle?.kind !== kind) throw notFound(pathname)
  return bundle
}

function listBundles({ network, parameters }: RestRequest<'ListCustomerProfile' | 'ListTrustProduct'>, kind: Kind) {
  const { FriendlyName: name, PolicySid: policySid } = parameters
  return {
    key: 'results',
    items: [...network.registrations.bundles.values()]
      .reverse()
      .filter((each) => each.kind === kind && (name ?? each.name) === each.name)
      .filter((each) => (policySid ?? each.policySid) === each.policySid),
    sidOf: ({ sid }: Bundle) => sid,
    render: (bundle: Bundle) => renderBundle(network, bundle),
  }
}

function createBundle(request: RestRequest<'CreateCustomerProfile' | 'CreateTrustProduct'>, kind: Kind): object {
  const { network, parameters } = request
  const { FriendlyName: name = '', Email: email = '', PolicySid: policySid = '' } = parameters
  const since = network.clock.now()
  const bundle: Bundle = { sid: network.createSid('BU'), kind, name, email, policySid, since, assigned: [] }
  network.registrations.bundles.set(bundle.sid, bundle)
  return renderBundle(network, bundle)
}

function updateBundle(request: RestRequest<'UpdateCustomerProfile' | 'UpdateTrustProduct'>, kind: Kind): object {
  const { network, parameters } = request
  const { registrations, settings } = network
  const bundle = bundleOf(request, kind)
  const { FriendlyName: name, Email: email, Status: status } = parameters
  bundle.name = name ?? bundle.name
  bundle.email = email ?? bundle.email
  if (status === 'pending-review' && ['none', 'refused'].includes(registrations.stateOf(bundle.submission))) {
    const fields = fieldsOf(network, bundle)
    const application = { kind: 'profile', name: bundle.name, fields } as const
    bundle.submission = registrations.submit(application, settings.profileReviewLasts)
  }
  return renderBundle(network, bundle)
}

/** What the papers of a bundle say of the business, and those of the bundles in it. */
export function fieldsOf(network: Network, bundle: Bundle | undefined): Readonly<Record<string, unknown>> {
  const { bundles, papers } = network.registrations
  const all = (bundle?.assigned ?? []).map(({ objectSid }) =>
    objectSid.startsWith('BU') && objectSid !== bundle?.sid
      ? fieldsOf(network, bundles.get(objectSid))
      : (papers.get(objectSid)?.attributes ?? {}),
  )
  return Object.assign({}, ...all)
}

function listAssigned(
  request: RestRequest<'ListCustomerProfileEntityAssignment' | 'ListTrustProductEntityAssignment'>,
  kind: Kind,
) {
  const bundle = bundleOf(request, kind)
  return {
    key: 'results',
    items: bundle.assigned.toReversed(),
    sidOf: ({ sid }: Bundle['assigned'][number]) => sid,
    render: (assigned: Bundle['assigned'][number]) => renderAssigned(request.network, bundle, assigned),
  }
}

/** A bundle in a bundle may be one this exchange never saw: the primary profile is made by hand. */
function assign(
  request: RestRequest<'CreateCustomerProfileEntityAssignment' | 'CreateTrustProductEntityAssignment'>,
  kind: Kind,
): object {
  const { network, parameters, pathname } = request
  const bundle = bundleOf(request, kind)
  const { ObjectSid: objectSid = '' } = parameters
  if (objectSid === bundle.sid) throw refused(20422, 'A bundle cannot be assigned to itself.')
  if (!/^BU[0-9a-f]{32}$/.test(objectSid) && !network.registrations.papers.has(objectSid)) throw notFound(pathname)
  const known = bundle.assigned.find((each) => each.objectSid === objectSid)
  const assigned = known ?? { sid: network.createSid('BV'), objectSid, since: network.clock.now() }
  if (known === undefined) bundle.assigned.push(assigned)
  return renderAssigned(network, bundle, assigned)
}

/** Where another policy asks for other papers: the starter profile and the product of a sole proprietor. */
const neededBy: Readonly<Record<string, readonly string[]>> = {
  RN806dd6cd175f314e1f96a9727ee271f4: ['starter_customer_profile_information', 'customer_profile_address'],
  RN670d5d2e282a6130ae063b234b6019c8: ['sole_proprietor_information'],
}

const needed: Readonly<Record<Kind, readonly string[]>> = {
  profile: ['customer_profile_business_information', 'authorized_representative_1', 'customer_profile_address'],
  product: ['us_a2p_messaging_profile_information'],
}

function evaluate(
  request: RestRequest<'CreateCustomerProfileEvaluation' | 'CreateTrustProductEvaluation'>,
  kind: Kind,
): object {
  const { network } = request
  const bundle = bundleOf(request, kind)
  const types = bundle.assigned.map(({ objectSid }) => network.registrations.papers.get(objectSid)?.type)
  const results = (neededBy[bundle.policySid] ?? needed[kind]).map((type) => ({
    requirement_friendly_name: type,
    passed: types.includes(type),
  }))
  const hasBundle = bundle.assigned.some(({ objectSid }) => objectSid.startsWith('BU'))
  results.push({ requirement_friendly_name: 'customer_profile', passed: hasBundle })
  const sid = network.createSid('EL')
  return {
    sid,
    account_sid: network.accountSid,
    policy_sid: bundle.policySid,
    [sidNameOf(kind)]: bundle.sid,
    status: results.every(({ passed }) => passed) ? 'compliant' : 'noncompliant',
    results,
    date_created: isoOf(network.clock.now()),
    url: `${network.baseUrl}/v1/${placeOf(kind)}/${bundle.sid}/Evaluations/${sid}`,
  }
}

function paperOf({ network, path, pathname }: Place, prefix: PaperKind): Paper {
  const paper = network.registrations.papers.get(path.Sid ?? '')
  if (!paper?.sid.startsWith(prefix)) throw notFound(pathname)
  return paper
}

function listPapers({ network }: RestRequest<'ListEndUser' | 'ListSupportingDocument'>, prefix: PaperKind) {
  return {
    key: 'results',
    items: [...network.registrations.papers.values()].reverse().filter(({ sid }) => sid.startsWith(prefix)),
    sidOf: ({ sid }: Paper) => sid,
    render: (paper: Paper) => renderPaper(network, paper),
  }
}

function createPaper(request: RestRequest<'CreateEndUser' | 'CreateSupportingDocument'>, prefix: PaperKind): object {
  const { network, parameters } = request
  const { FriendlyName: name = '', Type: type = '', Attributes: attributes } = parameters
  const since = network.clock.now()
  const paper: Paper = { sid: network.createSid(prefix), name, type, attributes: readAttributes(attributes), since }
  network.registrations.papers.set(paper.sid, paper)
  return renderPaper(network, paper)
}

function updateEndUser(request: RestRequest<'UpdateEndUser'>): object {
  const { FriendlyName: name, Attributes: attributes } = request.parameters
  const paper = paperOf(request, 'IT')
  paper.name = name ?? paper.name
  if (attributes !== undefined) paper.attributes = readAttributes(attributes)
  return renderPaper(request.network, paper)
}

function readAttributes(text = '{}'): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Refused below, as what is no object is.
  }
  throw refused(20422, 'Invalid parameter Attributes: it must be a JSON object.')
}

function renderBundle(network: Network, { sid, kind, name, email, policySid, since, submission }: Bundle): object {
  const state = network.registrations.stateOf(submission)
  const url = `${network.baseUrl}/v1/${placeOf(kind)}/${sid}`
  const status = { none: 'draft', pending: 'pending-review', approved: 'twilio-approved', refused: 'twilio-rejected' }
  return {
    sid,
    account_sid: network.accountSid,
    policy_sid: policySid,
    friendly_name: name,
    status: status[state],
    valid_until: null,
    email,
    status_callback: null,
    date_created: isoOf(since),
    date_updated: isoOf(submission?.at ?? since),
    url,
    links: { entity_assignments: `${url}/EntityAssignments`, evaluations: `${url}/Evaluations` },
    errors: state === 'refused' ? [{ code: submission?.code }] : null,
  }
}

function renderAssigned(network: Network, { sid, kind }: Bundle, assigned: Bundle['assigned'][number]): object {
  return {
    sid: assigned.sid,
    [sidNameOf(kind)]: sid,
    account_sid: network.accountSid,
    object_sid: assigned.objectSid,
    date_created: isoOf(assigned.since),
    url: `${network.baseUrl}/v1/${placeOf(kind)}/${sid}/EntityAssignments/${assigned.sid}`,
  }
}

function renderPaper(network: Network, { sid, name, type, attributes, since }: Paper): object {
  const isDocument = sid.startsWith('RD')
  return {
    sid,
    account_sid: network.accountSid,
    friendly_name: name,
    type,
    attributes,
    ...(isDocument && { mime_type: null, status: 'DRAFT' }),
    date_created: isoOf(since),
    date_updated: isoOf(since),
    url: `${network.baseUrl}/v1/${isDocument ? 'SupportingDocuments' : 'EndUsers'}/${sid}`,
  }
}
