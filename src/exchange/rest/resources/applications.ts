/** Applications: addresses without a number. Source: reference twilio-platform.md §8. */
import type { TwimlApplication } from '../../call/line.ts'
import type { Network } from '../../network.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { datesOf, touch } from '../since.ts'
import { notFound } from '../twilio-error.ts'
import { checkName } from './friendly-name.ts'
import { changed, changedUrls, shownUrls, urlCodes } from './urls.ts'

const codes: ParameterCodes = {
  ...urlCodes,
  SmsStatusCallback: { invalid: 21402 },
  MessageStatusCallback: { invalid: 21402 },
}

/** Everything that can be asked of applications. */
export const applicationOperations = [
  operation('CreateApplication', (request) => keep(request, { sid: request.network.createSid('AP') }), codes),
  operation('FetchApplication', (request) => renderApplication(request.network, applicationOf(request))),
  operation('UpdateApplication', (request) => keep(request, applicationOf(request)), codes),
  operation('DeleteApplication', deleteApplication),
  listing('ListApplication', listApplications),
]

function keep(request: RestRequest<'CreateApplication' | 'UpdateApplication'>, before: TwimlApplication): object {
  const { network, parameters, given } = request
  const { FriendlyName: name, MessageStatusCallback: told, SmsStatusCallback: toldOld } = parameters
  checkName(name)
  const isTold = given.has('MessageStatusCallback') || given.has('SmsStatusCallback')
  const application = changed(changedUrls(before, parameters, given), {
    ...(given.has('FriendlyName') && { name }),
    ...(isTold && { messageStatusCallback: told ?? toldOld }),
  })
  network.applications.set(application.sid, application)
  touch(network, application.sid)
  return renderApplication(network, application)
}

function deleteApplication(request: RestRequest<'DeleteApplication'>): undefined {
  request.network.applications.delete(applicationOf(request).sid)
}

function listApplications({ network, parameters }: RestRequest<'ListApplication'>) {
  const { FriendlyName: name } = parameters
  return {
    key: 'applications',
    items: [...network.applications.values()].reverse().filter((each) => name === undefined || each.name === name),
    sidOf: ({ sid }: TwimlApplication) => sid,
    render: (application: TwimlApplication) => renderApplication(network, application),
  }
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function applicationOf({ network, path, pathname }: Place): TwimlApplication {
  const application = network.applications.get(path.Sid ?? '')
  if (application === undefined) throw notFound(pathname)
  return application
}

function renderApplication(network: Network, application: TwimlApplication): object {
  const { sid, name, messageStatusCallback } = application
  return {
    sid,
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    friendly_name: name ?? sid,
    ...datesOf(network, sid),
    ...shownUrls(application),
    message_status_callback: messageStatusCallback ?? null,
    sms_status_callback: messageStatusCallback ?? null,
    public_application_connect_enabled: false,
    uri: `/2010-04-01/Accounts/${network.accountSid}/Applications/${sid}.json`,
  }
}
