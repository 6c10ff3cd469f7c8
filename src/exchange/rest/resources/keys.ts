/** API keys: made, renamed, thrown away. Source: reference twilio-platform.md §2.2. */
import type { Network } from '../../network.ts'
import type { ApiKey } from '../authenticate.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { datesOf, touch } from '../since.ts'
import { notFound } from '../twilio-error.ts'
import { checkName } from './friendly-name.ts'

/** Everything that can be asked of keys. */
export const keyOperations = [
  operation('CreateNewKey', createKey),
  operation('FetchKey', (request) => renderKey(request.network, keyOf(request))),
  operation('UpdateKey', renameKey),
  operation('DeleteKey', deleteKey),
  listing('ListKey', listKeys),
]

/** The secret is shown here and never again. */
function createKey({ network, parameters }: RestRequest<'CreateNewKey'>): object {
  const { FriendlyName: name = '' } = parameters
  checkName(name)
  const sid = network.createSid('SK')
  const secret = network.createToken().replaceAll('-', '')
  const key = { sid, secret, name }
  network.apiKeys.set(sid, key)
  return { ...renderKey(network, key), secret }
}

function renameKey(request: RestRequest<'UpdateKey'>): object {
  const { network, parameters } = request
  const key = keyOf(request)
  const { FriendlyName: name = key.name } = parameters
  checkName(name)
  network.apiKeys.set(key.sid, { ...key, name })
  touch(network, key.sid)
  return renderKey(network, { ...key, name })
}

function deleteKey(request: RestRequest<'DeleteKey'>): undefined {
  request.network.apiKeys.delete(keyOf(request).sid)
}

function listKeys({ network }: RestRequest<'ListKey'>) {
  return {
    key: 'keys',
    items: [...network.apiKeys.values()].reverse(),
    sidOf: ({ sid }: ApiKey) => sid,
    render: (key: ApiKey) => renderKey(network, key),
  }
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function keyOf({ network, path, pathname }: Place): ApiKey {
  const key = network.apiKeys.get(path.Sid ?? '')
  if (key === undefined) throw notFound(pathname)
  return key
}

const renderKey = (network: Network, { sid, name }: ApiKey): object => ({
  sid,
  friendly_name: name,
  ...datesOf(network, sid),
})
