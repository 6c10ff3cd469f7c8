/** Messaging services and the numbers in them. Source: reference twilio-platform.md §9.1, §9.3 and §11.1. */
import type { MessagingService } from '../../message/messaging-service.ts'
import type { Network } from '../../network.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { isoDatesOf } from '../since.ts'
import { notFound, refused } from '../twilio-error.ts'
import { checkName } from './friendly-name.ts'
import { changed } from './urls.ts'

/** Everything that can be asked of services. */
export const serviceOperations = [
  listing('ListService', ({ network }) => ({
    key: 'services',
    items: [...network.messages.services.values()].reverse(),
    sidOf: ({ sid }: MessagingService) => sid,
    render: (service: MessagingService) => renderService(network, service),
  })),
  operation('CreateService', createService),
  operation('FetchService', (request) => renderService(request.network, serviceOf(request))),
  operation('DeleteService', deleteService),
  listing('ListServicePhoneNumber', listSenders),
  operation('CreateServicePhoneNumber', addSender),
  operation('DeleteServicePhoneNumber', removeSender),
]

type Place = Pick<RestRequest<'FetchService'>, 'network' | 'path' | 'pathname'>

/** The service a path names. */
export function serviceOf({ network, path, pathname }: Place): MessagingService {
  const sid = path.MessagingServiceSid ?? path.ServiceSid ?? path.Sid ?? ''
  const service = network.messages.services.get(sid)
  if (service === undefined) throw notFound(pathname)
  return service
}

function createService({ network, parameters }: RestRequest<'CreateService'>): object {
  const { FriendlyName: name } = parameters
  checkName(name)
  const sid = network.createSid('MG')
  const before: MessagingService = { sid, senders: [] }
  const service = changed(before, {
    name,
    inboundRequestUrl: parameters.InboundRequestUrl,
    inboundMethod: methodOf(parameters.InboundMethod),
    fallbackUrl: parameters.FallbackUrl,
    fallbackMethod: methodOf(parameters.FallbackMethod),
    statusCallback: parameters.StatusCallback,
    useInboundWebhookOnNumber: parameters.UseInboundWebhookOnNumber,
  })
  network.messages.services.set(sid, service)
  return renderService(network, service)
}

const methodOf = (text: string | undefined): 'GET' | 'POST' | undefined =>
  text === 'GET' || text === 'POST' ? text : undefined

function deleteService(request: RestRequest<'DeleteService'>): undefined {
  const { messages, registrations } = request.network
  const { sid } = serviceOf(request)
  messages.services.delete(sid)
  for (const campaign of registrations.campaigns.values()) {
    if (campaign.serviceSid === sid) registrations.campaigns.delete(campaign.sid)
  }
}

function listSenders(request: RestRequest<'ListServicePhoneNumber'>) {
  const service = serviceOf(request)
  return {
    key: 'phone_numbers',
    items: service.senders.toReversed(),
    sidOf: (number: string) => request.network.numberSid(number) ?? number,
    render: (number: string) => renderSender(request.network, service, number),
  }
}

function addSender(request: RestRequest<'CreateServicePhoneNumber'>): object {
  const { network, parameters, pathname } = request
  const service = serviceOf(request)
  const number = numberOf(network, parameters.PhoneNumberSid)
  if (number === undefined) throw notFound(pathname)
  if (service.senders.includes(number)) throw refused(21710, 'Phone Number already exists in the Messaging Service.')
  if (network.messages.serviceOf(number) !== undefined) {
    throw refused(21712, 'Phone Number is associated with another Messaging Service.')
  }
  network.messages.services.set(service.sid, { ...service, senders: [...service.senders, number] })
  return renderSender(network, service, number)
}

function removeSender(request: RestRequest<'DeleteServicePhoneNumber'>): undefined {
  const { network, path, pathname } = request
  const service = serviceOf({ ...request, path: { ServiceSid: path.ServiceSid ?? '' } })
  const number = numberOf(network, path.Sid)
  if (number === undefined || !service.senders.includes(number)) throw notFound(pathname)
  const senders = service.senders.filter((sender) => sender !== number)
  network.messages.services.set(service.sid, { ...service, senders })
}

const numberOf = (network: Network, sid: string | undefined): string | undefined =>
  [...network.lines.keys()].find((number) => network.numberSid(number) === sid)

function renderService(network: Network, service: MessagingService): object {
  const { sid } = service
  const url = `${network.baseUrl}/v1/Services/${sid}`
  const { campaigns, stateOf } = network.registrations
  const isRegistered = [...campaigns.values()].some(
    ({ serviceSid, submission }) => serviceSid === sid && stateOf(submission) === 'approved',
  )
  return {
    sid,
    account_sid: network.accountSid,
    friendly_name: service.name ?? sid,
    ...isoDatesOf(network, sid),
    inbound_request_url: service.inboundRequestUrl ?? null,
    inbound_method: service.inboundMethod ?? 'POST',
    fallback_url: service.fallbackUrl ?? null,
    fallback_method: service.fallbackMethod ?? 'POST',
    status_callback: service.statusCallback ?? null,
    sticky_sender: true,
    mms_converter: true,
    smart_encoding: false,
    scan_message_content: 'inherit',
    fallback_to_long_code: false,
    area_code_geomatch: false,
    synchronous_validation: false,
    validity_period: 14_400,
    url,
    links: { phone_numbers: `${url}/PhoneNumbers`, us_app_to_person: `${url}/Compliance/Usa2p` },
    usecase: 'undeclared',
    us_app_to_person_registered: isRegistered,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber ?? false,
  }
}

function renderSender(network: Network, service: MessagingService, number: string): object {
  const sid = network.numberSid(number) ?? null
  return {
    sid,
    account_sid: network.accountSid,
    service_sid: service.sid,
    ...isoDatesOf(network, `${service.sid}/${number}`),
    phone_number: number,
    country_code: 'US',
    capabilities: ['SMS', 'MMS', 'Voice'],
    url: `${network.baseUrl}/v1/Services/${service.sid}/PhoneNumbers/${sid}`,
  }
}
