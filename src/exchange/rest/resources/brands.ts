/** Brands and their vettings. Source: reference twilio-platform.md §11.1, §11.2 and §11.4; the limit of updates is inferred. */
import type { Network } from '../../network.ts'
import type { Brand, Vetting } from '../../registration/registrations.ts'
import { isoOf } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { notFound, refused } from '../twilio-error.ts'
import { fieldsOf } from './trust.ts'

/** Everything that can be asked of brands. */
export const brandOperations = [
  listing('ListBrandRegistrations', ({ network }) => ({
    key: 'data',
    items: [...network.registrations.brands.values()].reverse(),
    sidOf: ({ sid }: Brand) => sid,
    render: (brand: Brand) => renderBrand(network, brand),
  })),
  operation('CreateBrandRegistrations', createBrand),
  operation('FetchBrandRegistrations', (request) => renderBrand(request.network, brandOf(request))),
  operation('UpdateBrandRegistrations', updateBrand),
  listing('ListBrandVetting', (request) => ({
    key: 'data',
    items: vettingsOf(request.network, brandOf(request)).toReversed(),
    sidOf: ({ sid }: Vetting) => sid,
    render: (vetting: Vetting) => renderVetting(request.network, brandOf(request), vetting),
  })),
  operation('CreateBrandVetting', createVetting),
  operation('FetchBrandVetting', fetchVetting),
  operation('CreateBrandRegistrationOtp', askAgain),
]

const mostUpdates = 3

function brandOf({ network, path, pathname }: Pick<RestRequest<'FetchService'>, 'network' | 'path' | 'pathname'>) {
  const brand = network.registrations.brands.get(path.BrandRegistrationSid ?? path.BrandSid ?? path.Sid ?? '')
  if (brand === undefined) throw notFound(pathname)
  return brand
}

function createBrand({ network, parameters }: RestRequest<'CreateBrandRegistrations'>): object {
  const { CustomerProfileBundleSid: profileSid = '', A2PProfileBundleSid: productSid = '' } = parameters
  const { registrations } = network
  for (const [name, sid] of Object.entries({
    CustomerProfileBundleSid: profileSid,
    A2PProfileBundleSid: productSid,
  })) {
    if (registrations.stateOf(registrations.bundles.get(sid)?.submission) !== 'approved') {
      throw refused(20422, `Invalid parameter ${name}: it must be a bundle that is approved.`)
    }
  }
  const { BrandType: type = 'STANDARD', Mock: isMock = false, SkipAutomaticSecVet: skipsVetting = false } = parameters
  const about = { profileSid, productSid, type, isMock, skipsVetting, since: network.clock.now(), updates: 0 }
  const submission = submitBrand(network, about)
  const brand: Brand = { ...about, sid: network.createSid('BN'), submission, vettings: [] }
  registrations.brands.set(brand.sid, brand)
  vetByItself(network, brand)
  return renderBrand(network, brand)
}

function submitBrand(network: Network, { productSid }: Pick<Brand, 'productSid'>) {
  const { registrations, settings } = network
  const bundle = registrations.bundles.get(productSid)
  const application = { kind: 'brand', name: bundle?.name ?? '', fields: fieldsOf(network, bundle) } as const
  return registrations.submit(application, settings.brandReviewLasts)
}

/** A standard brand is vetted as soon as it is approved. */
function vetByItself(network: Network, brand: Brand): void {
  const { submission, skipsVetting, type } = brand
  if (skipsVetting || type !== 'STANDARD' || submission.code !== undefined) return
  brand.vettings.push(vettingFor(network, brand, 'aegis', submission.decidedAt))
}

function vettingFor(network: Network, brand: Brand, provider: string, from?: number): Vetting {
  const { registrations, settings } = network
  const bundle = registrations.bundles.get(brand.productSid)
  const application = { kind: 'vetting', name: bundle?.name ?? '', fields: fieldsOf(network, bundle) } as const
  const submission = registrations.submit(application, settings.vettingLasts, from)
  return { sid: network.createSid('VT'), provider, submission }
}

function updateBrand(request: RestRequest<'UpdateBrandRegistrations'>): object {
  const { network } = request
  const brand = brandOf(request)
  if (network.registrations.stateOf(brand.submission) !== 'refused') {
    throw refused(21725, 'Brand can only be updated when in FAILED state.')
  }
  if (brand.updates >= mostUpdates) throw refused(21724, 'Brand update count exceeded.')
  brand.updates++
  brand.submission = submitBrand(network, brand)
  vetByItself(network, brand)
  return renderBrand(network, brand)
}

/** Those that have begun. */
const vettingsOf = ({ clock }: Network, { vettings }: Brand): readonly Vetting[] =>
  vettings.filter(({ submission }) => submission.at <= clock.now())

function createVetting(request: RestRequest<'CreateBrandVetting'>): object {
  const { network, parameters } = request
  const brand = brandOf(request)
  if (network.registrations.stateOf(brand.submission) !== 'approved') {
    throw refused(21717, 'The brand is not registered.')
  }
  const vetting = vettingFor(network, brand, parameters.VettingProvider ?? 'aegis')
  brand.vettings.push(vetting)
  return renderVetting(network, brand, vetting)
}

function fetchVetting(request: RestRequest<'FetchBrandVetting'>): object {
  const { network, path, pathname } = request
  const brand = brandOf(request)
  const vetting = vettingsOf(network, brand).find(({ sid }) => sid === path.BrandVettingSid)
  if (vetting === undefined) throw notFound(pathname)
  return renderVetting(network, brand, vetting)
}

/** Only the last text can be answered, for a day from then. */
function askAgain(request: RestRequest<'CreateBrandRegistrationOtp'>): object {
  const { network } = request
  const brand = brandOf(request)
  const { registrations, accountSid, clock } = network
  const state = registrations.oneTimePasswordOf(brand)
  if (state === 'none') throw refused(20422, 'The brand is not that of a sole proprietor, or is not approved.')
  if (state !== 'answered') brand.askedAgainAt = clock.now()
  return { account_sid: accountSid, brand_registration_sid: brand.sid }
}

/** Answers the text about every brand of that mobile number; false when none can be answered. */
export function answerOneTimePassword(network: Network, mobile: string): boolean {
  const { registrations, clock } = network
  const open = [...registrations.brands.values()].filter((brand) => {
    const fields = fieldsOf(network, registrations.bundles.get(brand.productSid))
    return fields.mobile_phone_number === mobile && registrations.oneTimePasswordOf(brand) === 'sent'
  })
  for (const brand of open) brand.answeredAt = clock.now()
  return open.length > 0
}

function renderBrand(network: Network, brand: Brand): object {
  const { registrations, accountSid, baseUrl } = network
  const { sid, submission, since } = brand
  const state = registrations.stateOf(submission)
  const isVetted = vettingsOf(network, brand).some((each) => registrations.stateOf(each.submission) === 'approved')
  const url = `${baseUrl}/v1/a2p/BrandRegistrations/${sid}`
  const isRefused = state === 'refused'
  const password = registrations.oneTimePasswordOf(brand)
  const isUnanswered = password === 'sent' || password === 'late'
  return {
    sid,
    account_sid: accountSid,
    customer_profile_bundle_sid: brand.profileSid,
    a2p_profile_bundle_sid: brand.productSid,
    date_created: isoOf(since),
    date_updated: isoOf(submission.at),
    brand_type: brand.type,
    status: { none: 'PENDING', pending: 'PENDING', approved: 'APPROVED', refused: 'FAILED' }[state],
    tcr_id: state === 'approved' ? `B${sid.slice(2, 8).toUpperCase()}` : null,
    failure_reason: isRefused ? `Brand registration was refused with ${submission.code}.` : null,
    errors: [
      ...(isRefused ? [{ error_code: submission.code, description: 'Brand registration was refused.' }] : []),
      ...(password === 'late' ? [{ error_code: 30752, description: 'The one-time password has expired.' }] : []),
    ],
    url,
    brand_score: isVetted ? 75 : null,
    brand_feedback: submission.code === 30799 && isRefused ? ['TAX_ID'] : null,
    identity_status:
      isRefused || isUnanswered
        ? 'UNVERIFIED'
        : state === 'approved'
          ? isVetted
            ? 'VETTED_VERIFIED'
            : 'VERIFIED'
          : 'SELF_DECLARED',
    russell_3000: false,
    government_entity: false,
    tax_exempt_status: null,
    skip_automatic_sec_vet: brand.skipsVetting,
    mock: brand.isMock,
    links: { brand_vettings: `${url}/Vettings`, brand_registration_otps: `${url}/SmsOtp` },
  }
}

function renderVetting({ registrations, accountSid, baseUrl }: Network, { sid }: Brand, vetting: Vetting): object {
  const { submission, provider } = vetting
  const status = { none: 'PENDING', pending: 'PENDING', approved: 'SUCCESS', refused: 'FAILED' }
  return {
    account_sid: accountSid,
    brand_sid: sid,
    brand_vetting_sid: vetting.sid,
    date_updated: isoOf(submission.at),
    date_created: isoOf(submission.at),
    vetting_id: null,
    vetting_class: 'STANDARD',
    vetting_status: status[registrations.stateOf(submission)],
    vetting_provider: provider,
    url: `${baseUrl}/v1/a2p/BrandRegistrations/${sid}/Vettings/${vetting.sid}`,
  }
}
