/** The account. There is one, and it has no subaccounts. Source: reference twilio-platform.md §8. */
import type { Network } from '../../network.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { datesOf, touch } from '../since.ts'
import { notFound, refused } from '../twilio-error.ts'
import { checkName } from './friendly-name.ts'

/** Everything that can be asked of accounts. */
export const accountOperations = [
  operation('CreateAccount', () => {
    throw refused(21480, 'Reached maximum number of subaccounts: this network has none.')
  }),
  operation('FetchAccount', (request) => renderAccount(ownAccount(request))),
  operation('UpdateAccount', updateAccount),
  listing('ListAccount', listAccounts),
]

const names = new WeakMap<Network, string>()

const nameOf = (network: Network): string => names.get(network) ?? 'Hookswitch'

function updateAccount(request: RestRequest<'UpdateAccount'>): object {
  const network = ownAccount(request)
  const { FriendlyName: name, Status: status } = request.parameters
  if (status !== undefined) throw refused(21477, 'Unable to update Status for parent accounts.')
  checkName(name)
  if (name !== undefined) names.set(network, name)
  touch(network, network.accountSid)
  return renderAccount(network)
}

function listAccounts({ network, parameters }: RestRequest<'ListAccount'>) {
  const { FriendlyName: name, Status: status = 'active' } = parameters
  const isShown = status === 'active' && (name === undefined || name === nameOf(network))
  return { key: 'accounts', items: isShown ? [network] : [], sidOf: () => network.accountSid, render: renderAccount }
}

function ownAccount({ network, path, pathname }: RestRequest<'FetchAccount' | 'UpdateAccount'>): Network {
  if (path.Sid !== network.accountSid) throw notFound(pathname)
  return network
}

const parts = {
  applications: 'Applications',
  available_phone_numbers: 'AvailablePhoneNumbers',
  calls: 'Calls',
  conferences: 'Conferences',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  messages: 'Messages',
  outgoing_caller_ids: 'OutgoingCallerIds',
  queues: 'Queues',
  recordings: 'Recordings',
  transcriptions: 'Transcriptions',
}

/** With its token, as on the network: whoever asks has it already. */
function renderAccount(network: Network): object {
  const { accountSid: sid, authToken, settings } = network
  const uri = `/2010-04-01/Accounts/${sid}`
  return {
    sid,
    owner_account_sid: sid,
    auth_token: authToken,
    friendly_name: nameOf(network),
    status: 'active',
    type: settings.trial ? 'Trial' : 'Full',
    ...datesOf(network, sid),
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, `${uri}/${part}.json`])),
  }
}
