/**
 * An operation of the REST interface: its facts, and what it does.
 */
import type { Network } from '../network.ts'
import { type OperationFacts, type OperationName, operations } from './operations.ts'
import { type Listing, pageOf } from './paging.ts'
import { type ParameterCodes, type Parameters, readParameters } from './read-parameters.ts'

/** A request to one operation, authenticated and read. */
export interface RestRequest<Name extends OperationName> {
  readonly network: Network
  /** The values in the path, by name. */
  readonly path: Readonly<Record<string, string>>
  readonly parameters: Parameters<Name>
  /** Which parameters were sent at all, empty ones too: an update may take something away. */
  readonly given: ReadonlySet<string>
  /** The path, for errors. */
  readonly pathname: string
  /** Whether the credentials are those for tests: nothing may come of it. */
  readonly isTest: boolean
}

/** What it answers with: a resource, a list, or nothing after a deletion. */
export type RestAnswer = object | undefined

/** An operation that can be asked. */
export interface Operation {
  readonly name: OperationName
  readonly facts: OperationFacts
  ask(request: AnyRequest): RestAnswer | Promise<RestAnswer>
}

/** A request as it came: who asks is known, what it says has not been read. */
export interface AnyRequest {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly address: URL
  readonly form: URLSearchParams
  readonly isTest: boolean
}

/** An operation that answers with a resource, or with nothing. */
export function operation<Name extends OperationName>(
  name: Name,
  perform: (request: RestRequest<Name>) => RestAnswer | Promise<RestAnswer>,
  codes?: ParameterCodes,
): Operation {
  return { name, facts: operations[name], ask: (request) => perform(read(name, request, codes)) }
}

/** An operation that answers with a list, a page at a time. */
export function listing<Name extends OperationName, Item>(
  name: Name,
  perform: (request: RestRequest<Name>) => Listing<Item>,
): Operation {
  return {
    name,
    facts: operations[name],
    ask: (request) => pageOf(perform(read(name, request)), request.address, request.network.baseUrl),
  }
}

function read<Name extends OperationName>(
  name: Name,
  { network, path, address, form, isTest }: AnyRequest,
  codes?: ParameterCodes,
): RestRequest<Name> {
  const values = operations[name].method === 'POST' ? form : address.searchParams
  const parameters = readParameters<Name>(operations[name], values, codes)
  return { network, path, parameters, given: new Set(values.keys()), pathname: address.pathname, isTest }
}
