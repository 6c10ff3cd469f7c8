/**
 * Queues and the calls that wait in them.
 *
 * Source: reference twilio-platform.md §7.
 */
import type { CallQueue, QueuedCall } from '../../call/queue.ts'
import { redirect } from '../../conduct.ts'
import type { Network } from '../../network.ts'
import { dateOf } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { notFound, refused } from '../twilio-error.ts'

const codes: ParameterCodes = {
  FriendlyName: { missing: 20002, invalid: 20002 },
  Url: { missing: 21205, invalid: 21205 },
}

/** Everything that can be asked of queues and members. */
export const queueOperations = [
  listing('ListQueue', listQueues),
  operation('CreateQueue', createQueue, codes),
  operation('FetchQueue', (request) => renderQueue(request.network, queueOf(request, 'Sid'))),
  operation('UpdateQueue', updateQueue, codes),
  operation('DeleteQueue', deleteQueue),
  listing('ListMember', listMembers),
  operation('FetchMember', (request) => renderMember(request.network, memberOf(request))),
  operation('UpdateMember', takeOut, codes),
]

function listQueues({ network }: RestRequest<'ListQueue'>) {
  return {
    key: 'queues',
    items: [...network.queues.all()].reverse(),
    sidOf: ({ queueSid }: CallQueue) => queueSid,
    render: (queue: CallQueue) => renderQueue(network, queue),
  }
}

function createQueue({ network, parameters }: RestRequest<'CreateQueue'>): object {
  const { FriendlyName: name = '', MaxSize: size } = parameters
  checkName(name)
  checkSize(size)
  if (network.queues.find(name) !== undefined) throw refused(20409, 'There is a queue of that name already.')
  const queue = network.queues.named(name)
  if (size !== undefined) queue.maxSize = size
  return renderQueue(network, queue)
}

function updateQueue(request: RestRequest<'UpdateQueue'>): object {
  const { network, parameters } = request
  const queue = queueOf(request, 'Sid')
  const { FriendlyName: name, MaxSize: size } = parameters
  if (name !== undefined) checkName(name)
  checkSize(size)
  if (name !== undefined && name !== queue.name) {
    if (network.queues.find(name) !== undefined) throw refused(20409, 'There is a queue of that name already.')
    network.queues.rename(queue, name)
  }
  if (size !== undefined) queue.maxSize = size
  return renderQueue(network, queue)
}

function checkName(name: string): void {
  if (name.length > 64) throw refused(20002, 'FriendlyName may have up to 64 characters.')
}

function checkSize(size: number | undefined): void {
  if (size !== undefined && (size < 1 || size > 5000)) throw refused(20422, 'MaxSize must be 1 to 5000.')
}

function deleteQueue(request: RestRequest<'DeleteQueue'>): undefined {
  const queue = queueOf(request, 'Sid')
  if (queue.size > 0) throw refused(20009, 'A queue that somebody waits in cannot be deleted.')
  request.network.queues.remove(queue)
}

function listMembers(request: RestRequest<'ListMember'>) {
  const { network } = request
  return {
    key: 'queue_members',
    items: queueOf(request).waiting,
    sidOf: ({ leg }: QueuedCall) => leg.callSid,
    render: (member: QueuedCall) => renderMember(network, member),
  }
}

/** Takes a call out of the line and puts it through another document. */
function takeOut(request: RestRequest<'UpdateMember'>): object {
  const { network, parameters } = request
  const member = memberOf(request)
  const { Url: url = '', Method: method = 'POST' } = parameters
  const shown = renderMember(network, member)
  member.isDequeued = true
  redirect(network, member.leg, { purpose: 'voice', url, method, parameters: [] })
  return shown
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function queueOf({ network, path, pathname }: Place, name: 'Sid' | 'QueueSid' = 'QueueSid'): CallQueue {
  const queue = network.queues.all().find(({ queueSid }) => queueSid === path[name])
  if (queue === undefined) throw notFound(pathname)
  return queue
}

/** By the SID of the call; `Front` is the one who is next. */
function memberOf(request: Place): QueuedCall {
  const { waiting } = queueOf(request)
  const { CallSid: name } = request.path
  const member = name === 'Front' ? waiting[0] : waiting.find(({ leg }) => leg.callSid === name)
  if (member === undefined) throw notFound(request.pathname)
  return member
}

function renderQueue(network: Network, queue: CallQueue): object {
  return {
    account_sid: network.accountSid,
    average_wait_time: Math.round(queue.averageWait(network.clock.now()) / 1000),
    current_size: queue.size,
    date_created: dateOf(queue.startedAt),
    date_updated: dateOf(queue.startedAt),
    friendly_name: queue.name,
    max_size: queue.maxSize,
    sid: queue.queueSid,
    uri: `/2010-04-01/Accounts/${network.accountSid}/Queues/${queue.queueSid}.json`,
  }
}

function renderMember(network: Network, member: QueuedCall): object {
  const { queue, leg, enteredAt } = member
  return {
    call_sid: leg.callSid,
    date_enqueued: dateOf(enteredAt),
    position: queue.positionOf(member),
    queue_sid: queue.queueSid,
    uri: `/2010-04-01/Accounts/${network.accountSid}/Queues/${queue.queueSid}/Members/${leg.callSid}.json`,
    wait_time: Math.round(member.waited(network.clock.now()) / 1000),
  }
}
