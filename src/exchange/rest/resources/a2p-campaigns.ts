/** Campaigns of messaging services. Source: reference twilio-platform.md §11.1–§11.4; the codes of refusals are inferred. */
import type { Network } from '../../network.ts'
import { type A2pCampaign, type Brand, SOLE_PROPRIETOR } from '../../registration/registrations.ts'
import { isoOf } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { notFound, refused } from '../twilio-error.ts'
import { serviceOf } from './services.ts'

const codes: ParameterCodes = Object.fromEntries(
  ['Description', 'MessageFlow', 'MessageSamples', 'HasEmbeddedLinks', 'HasEmbeddedPhone', 'AgeGated', 'DirectLending']
    .map((name) => [name, { missing: 21727 }] as const)
    .concat([['BrandRegistrationSid', { missing: 21727 }]]),
)

/** Everything that can be asked of campaigns. */
export const a2pCampaignOperations = [
  // Before the SID of any.
  operation('FetchUsAppToPersonUsecase', listUseCases),
  listing('ListUsAppToPerson', (request) => ({
    key: 'compliance',
    items: campaignsOf(request).toReversed(),
    sidOf: ({ sid }: A2pCampaign) => sid,
    render: (campaign: A2pCampaign) => renderCampaign(request.network, campaign),
  })),
  operation('CreateUsAppToPerson', createCampaign, codes),
  operation('FetchUsAppToPerson', (request) => renderCampaign(request.network, campaignOf(request))),
  operation('UpdateUsAppToPerson', updateCampaign, codes),
  operation('DeleteUsAppToPerson', (request) => {
    request.network.registrations.campaigns.delete(campaignOf(request).sid)
    return undefined
  }),
]

const useCases = [
  '2FA',
  'ACCOUNT_NOTIFICATION',
  'CHARITY',
  'CUSTOMER_CARE',
  'DELIVERY_NOTIFICATION',
  'FRAUD_ALERT',
  'HIGHER_EDUCATION',
  'LOW_VOLUME',
  'MARKETING',
  'MIXED',
  'POLITICAL',
  'POLLING_VOTING',
  'PUBLIC_SERVICE_ANNOUNCEMENT',
  'SECURITY_ALERT',
]

const useCasesOf = (brand: Brand | undefined): readonly string[] =>
  brand?.type === SOLE_PROPRIETOR ? [SOLE_PROPRIETOR] : useCases

function listUseCases(request: RestRequest<'FetchUsAppToPersonUsecase'>): object {
  serviceOf(request)
  const brand = request.network.registrations.brands.get(request.parameters.BrandRegistrationSid ?? '')
  return {
    us_app_to_person_usecases: useCasesOf(brand).map((code) => ({
      code,
      name: code,
      description: '',
      post_approval_required: false,
    })),
  }
}

type Place = Pick<RestRequest<'FetchUsAppToPerson'>, 'network' | 'path' | 'pathname'>

const campaignsOf = (place: Place): readonly A2pCampaign[] => {
  const { sid } = serviceOf(place)
  return [...place.network.registrations.campaigns.values()].filter(({ serviceSid }) => serviceSid === sid)
}

function campaignOf(place: Place): A2pCampaign {
  const campaign = campaignsOf(place).find(({ sid }) => sid === place.path.Sid)
  if (campaign === undefined) throw notFound(place.pathname)
  return campaign
}

function createCampaign(request: RestRequest<'CreateUsAppToPerson'>): object {
  const { network, parameters } = request
  const { registrations } = network
  const { sid: serviceSid } = serviceOf(request)
  const brandSid = parameters.BrandRegistrationSid ?? ''
  if (registrations.stateOf(registrations.brands.get(brandSid)?.submission) !== 'approved') {
    throw refused(21717, 'The brand is not registered.')
  }
  const useCase = parameters.UsAppToPersonUsecase ?? ''
  const brand = registrations.brands.get(brandSid)
  const password = brand && registrations.oneTimePasswordOf(brand)
  if (password === 'sent' || password === 'late') throw refused(21717, 'The identity of the brand is not verified.')
  if (!useCasesOf(brand).includes(useCase)) throw refused(21720, 'The use case is invalid.')
  checkLengths(parameters)
  if (campaignsOf(request).length > 0) throw refused(21719, 'The messaging service has a campaign already.')
  if (
    brand?.type === SOLE_PROPRIETOR &&
    [...registrations.campaigns.values()].some((one) => one.brandSid === brandSid)
  ) {
    throw refused(21719, 'A sole proprietor has one campaign.')
  }
  const fields = { ...parameters }
  const submission = submit(network, fields)
  const since = network.clock.now()
  const campaign: A2pCampaign = { sid: network.createSid('QE'), serviceSid, brandSid, since, fields, submission }
  registrations.campaigns.set(campaign.sid, campaign)
  return renderCampaign(network, campaign)
}

function updateCampaign(request: RestRequest<'UpdateUsAppToPerson'>): object {
  const { network, parameters } = request
  const campaign = campaignOf(request)
  if (network.registrations.stateOf(campaign.submission) !== 'refused') {
    throw refused(20422, 'A campaign can only be changed after it was refused.')
  }
  checkLengths(parameters)
  campaign.fields = { ...campaign.fields, ...parameters }
  campaign.submission = submit(network, campaign.fields)
  return renderCampaign(network, campaign)
}

function submit({ registrations, settings }: Network, fields: A2pCampaign['fields']) {
  const name = String(fields.UsAppToPersonUsecase ?? '')
  return registrations.submit({ kind: 'campaign', name, fields }, settings.campaignReviewLasts)
}

function checkLengths(parameters: Readonly<Record<string, unknown>>): void {
  const { Description: description, MessageFlow: flow, MessageSamples: samples } = parameters
  const isWithin = (text: unknown, from: number, to: number) =>
    typeof text === 'string' && text.length >= from && text.length <= to
  const list: readonly unknown[] = Array.isArray(samples) ? samples : []
  const isFit =
    isWithin(description, 40, 4096) &&
    isWithin(flow, 40, 2048) &&
    list.length >= 2 &&
    list.length <= 5 &&
    list.every((sample) => isWithin(sample, 20, 1024))
  if (!isFit) throw refused(21728, 'Campaign registration failed due to length validation failures.')
}

/** Of a sole proprietor the fifteen messages a minute are documented; the name of the class is inferred. */
const ratesOf = (brand: Brand | undefined): object =>
  brand?.type === SOLE_PROPRIETOR
    ? { att: { mps: 15, msg_class: 'W' }, tmobile: { brand_tier: 'LOW' } }
    : { att: { mps: 75, msg_class: 'T' }, tmobile: { brand_tier: 'LOW' } }

function renderCampaign(network: Network, campaign: A2pCampaign): object {
  const { registrations, accountSid, baseUrl } = network
  const { sid, serviceSid, brandSid, since, fields, submission } = campaign
  const state = registrations.stateOf(submission)
  const isRefused = state === 'refused'
  const isApproved = state === 'approved'
  return {
    sid,
    account_sid: accountSid,
    brand_registration_sid: brandSid,
    messaging_service_sid: serviceSid,
    description: fields.Description,
    message_samples: fields.MessageSamples,
    us_app_to_person_usecase: fields.UsAppToPersonUsecase,
    has_embedded_links: fields.HasEmbeddedLinks,
    has_embedded_phone: fields.HasEmbeddedPhone,
    subscriber_opt_in: fields.SubscriberOptIn ?? false,
    age_gated: fields.AgeGated ?? false,
    direct_lending: fields.DirectLending ?? false,
    campaign_status: { none: 'PENDING', pending: 'IN_PROGRESS', approved: 'VERIFIED', refused: 'FAILED' }[state],
    campaign_id: isApproved ? `C${sid.slice(2, 8).toUpperCase()}` : null,
    is_externally_registered: false,
    rate_limits: isApproved ? ratesOf(registrations.brands.get(brandSid)) : null,
    message_flow: fields.MessageFlow,
    opt_in_message: fields.OptInMessage ?? null,
    opt_out_message: fields.OptOutMessage ?? null,
    help_message: fields.HelpMessage ?? null,
    opt_in_keywords: fields.OptInKeywords ?? [],
    opt_out_keywords: fields.OptOutKeywords ?? [],
    help_keywords: fields.HelpKeywords ?? [],
    date_created: isoOf(since),
    date_updated: isoOf(submission.at),
    url: `${baseUrl}/v1/Services/${serviceSid}/Compliance/Usa2p/${sid}`,
    mock: registrations.brands.get(brandSid)?.isMock ?? false,
    errors: isRefused
      ? [{ error_code: submission.code, description: 'Campaign was refused.', fields: [], url: '' }]
      : [],
  }
}
