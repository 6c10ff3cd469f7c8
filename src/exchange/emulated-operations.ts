/**
 * What of the network's REST interface is there, and where it differs: the tables the docs show.
 *
 * Every operation we know is in it; a test compares it with what can be asked.
 */
import type { Emulation } from './emulated.ts'
import type { RequestPurpose } from './journal-event.ts'
import type { OperationName } from './rest/operations.ts'

const faithful: Emulation = { level: 'faithful', how: '' }
const approximate = (how: string): Emulation => ({ level: 'approximate', how })
const absent: Emulation = { level: 'absent', how: 'Answered with 404 and 20404.' }

const noPrices = 'What it costs is never known.'
const prompt = 'As soon as it happens, rather than some time later.'
const asLine = approximate(
  'Trunks, addresses, bundles, emergency calls, fax and caller names are accepted without effect.',
)
const madeUp = approximate('Numbers kept for fiction, of the United States and Canada only; they are in no place.')
const asList = approximate('Beta and Origin are not heeded.')

/** How each operation answers. */
export const emulatedOperations: Readonly<Record<OperationName, Emulation>> = {
  ListCall: approximate(noPrices),
  CreateCall: approximate('Byoc, CallReason, CallToken, ClientNotificationUrl and SIP credentials are without effect.'),
  FetchCall: approximate(noPrices),
  UpdateCall: faithful,
  DeleteCall: faithful,
  ListCallRecording: faithful,
  CreateCallRecording: faithful,
  FetchCallRecording: faithful,
  UpdateCallRecording: faithful,
  DeleteCallRecording: faithful,
  ListCallEvent: approximate(prompt),
  ListCallNotification: approximate(
    'Of a call only, without the request that led to it; Log and MessageDate are not heeded.',
  ),
  FetchCallNotification: approximate('Without the request that led to it.'),
  ListRecording: faithful,
  FetchRecording: faithful,
  DeleteRecording: faithful,
  ListRecordingTranscription: faithful,
  FetchRecordingTranscription: faithful,
  DeleteRecordingTranscription: faithful,
  ListTranscription: faithful,
  FetchTranscription: faithful,
  DeleteTranscription: faithful,
  ListConference: faithful,
  FetchConference: faithful,
  UpdateConference: faithful,
  ListParticipant: faithful,
  CreateParticipant: approximate(
    'EarlyMedia, Region, JitterBufferSize, Byoc, CallReason, CallToken and SIP credentials are without effect.',
  ),
  FetchParticipant: faithful,
  UpdateParticipant: approximate('WaitUrl is without effect.'),
  DeleteParticipant: faithful,
  ListConferenceRecording: faithful,
  FetchConferenceRecording: faithful,
  UpdateConferenceRecording: faithful,
  DeleteConferenceRecording: faithful,
  ListQueue: faithful,
  CreateQueue: faithful,
  FetchQueue: faithful,
  UpdateQueue: faithful,
  DeleteQueue: faithful,
  ListMember: faithful,
  FetchMember: faithful,
  UpdateMember: faithful,
  ListMessage: approximate(noPrices),
  CreateMessage: approximate(
    'Any template passes and has no text; retention, SmartEncoded, ShortenUrls, RiskCheck, PersistentAction and TrafficType are without effect; RCS does not exist.',
  ),
  FetchMessage: approximate(noPrices),
  UpdateMessage: faithful,
  DeleteMessage: faithful,
  ListMedia: approximate('What a file is, is told by the ending of its address.'),
  FetchMedia: approximate('What a file is, is told by the ending of its address.'),
  DeleteMedia: faithful,
  CreateMessageFeedback: approximate('Accepted without effect: nobody learns from it.'),
  ListAccount: approximate('There is one account.'),
  CreateAccount: approximate('Always refused with 21480: there are no subaccounts.'),
  FetchAccount: faithful,
  UpdateAccount: approximate('The name only: the status of a parent account cannot be changed.'),
  ListApplication: faithful,
  CreateApplication: approximate('VoiceCallerIdLookup and PublicApplicationConnectEnabled are without effect.'),
  FetchApplication: faithful,
  UpdateApplication: approximate('VoiceCallerIdLookup and PublicApplicationConnectEnabled are without effect.'),
  DeleteApplication: faithful,
  ListIncomingPhoneNumber: asList,
  CreateIncomingPhoneNumber: approximate('Any possible number that is nobody’s can be had; otherwise as an update.'),
  FetchIncomingPhoneNumber: faithful,
  UpdateIncomingPhoneNumber: asLine,
  DeleteIncomingPhoneNumber: faithful,
  ListIncomingPhoneNumberLocal: asList,
  CreateIncomingPhoneNumberLocal: approximate('Any possible number that is nobody’s can be had.'),
  ListIncomingPhoneNumberTollFree: asList,
  CreateIncomingPhoneNumberTollFree: approximate('Any possible number that is nobody’s can be had.'),
  ListAvailablePhoneNumberCountry: madeUp,
  FetchAvailablePhoneNumberCountry: madeUp,
  ListAvailablePhoneNumberLocal: madeUp,
  ListAvailablePhoneNumberTollFree: madeUp,
  ListOutgoingCallerId: faithful,
  CreateValidationRequest: approximate(
    'The words of the call, three tries and thirty seconds for each are our inference; an Extension is not dialled.',
  ),
  FetchOutgoingCallerId: faithful,
  UpdateOutgoingCallerId: faithful,
  DeleteOutgoingCallerId: faithful,
  ListKey: faithful,
  CreateNewKey: faithful,
  FetchKey: faithful,
  UpdateKey: faithful,
  DeleteKey: faithful,
  FetchPhoneNumber: approximate(
    'Whether a number is possible, its country and how it is written; no package of Fields knows anything.',
  ),
  CreateStream: approximate('The codes of refusals are our inference.'),
  UpdateStream: faithful,
  CreateRealtimeTranscription: approximate('As Start does it; conversation configurations are without effect.'),
  UpdateRealtimeTranscription: faithful,
  CreateSiprec: approximate('Its events only: there is no recorder.'),
  UpdateSiprec: faithful,
  ListCustomerProfile: faithful,
  CreateCustomerProfile: approximate('StatusCallback is never told; any PolicySid passes.'),
  FetchCustomerProfile: faithful,
  UpdateCustomerProfile: approximate('StatusCallback is never told; any PolicySid passes.'),
  CreateCustomerProfileEntityAssignment: faithful,
  ListCustomerProfileEntityAssignment: faithful,
  CreateCustomerProfileEvaluation: approximate('Whether the papers are there, not what is in them.'),
  ListTrustProduct: faithful,
  CreateTrustProduct: approximate('StatusCallback is never told; any PolicySid passes.'),
  FetchTrustProduct: faithful,
  UpdateTrustProduct: approximate('StatusCallback is never told; any PolicySid passes.'),
  CreateTrustProductEntityAssignment: faithful,
  ListTrustProductEntityAssignment: faithful,
  CreateTrustProductEvaluation: approximate('Whether the papers are there, not what is in them.'),
  ListEndUser: faithful,
  CreateEndUser: faithful,
  FetchEndUser: faithful,
  UpdateEndUser: faithful,
  ListSupportingDocument: faithful,
  CreateSupportingDocument: faithful,
  FetchSupportingDocument: faithful,
  ListBrandRegistrations: faithful,
  CreateBrandRegistrations: approximate('Which data is refused is inferred, three updates at most.'),
  FetchBrandRegistrations: faithful,
  UpdateBrandRegistrations: approximate('Which data is refused is inferred, three updates at most.'),
  ListBrandVetting: faithful,
  CreateBrandVetting: approximate('A VettingId is without effect.'),
  FetchBrandVetting: faithful,
  CreateBrandRegistrationOtp: approximate('No text is sent; `answerOneTimePassword` of the exchange answers it.'),
  ListService: faithful,
  CreateService: approximate('Sticky senders, encoding, scanning, area codes and validity are without effect.'),
  FetchService: faithful,
  DeleteService: faithful,
  ListServicePhoneNumber: faithful,
  CreateServicePhoneNumber: approximate('A number works at once.'),
  DeleteServicePhoneNumber: faithful,
  FetchUsAppToPersonUsecase: approximate('The same for every brand but that of a sole proprietor.'),
  ListUsAppToPerson: faithful,
  CreateUsAppToPerson: approximate('One a service; which data is refused, and with which code, is inferred.'),
  FetchUsAppToPerson: faithful,
  UpdateUsAppToPerson: approximate('One a service; which data is refused, and with which code, is inferred.'),
  DeleteUsAppToPerson: faithful,
}

/** Whole interfaces that are not there. */
export const absentInterfaces: Readonly<Record<string, Emulation>> = {
  'Payments of a call': absent,
  'Toll-free verification, pre-registered campaigns': absent,
  'Policies and types of papers of TrustHub, addresses': absent,
  'XML and CSV': { ...absent, how: 'JSON only: an address without an ending answers with JSON too.' },
}

type Document = 'voice' | 'action' | 'redirect' | 'refer' | 'fallback' | 'whisper' | 'wait' | 'announcement' | 'message'

/** How the app is told of things. */
export const emulatedCallbacks: Readonly<Record<Exclude<RequestPurpose, Document | 'media'>, Emulation>> = {
  'call-status': approximate('One attempt more on a failed connection, as for every request; never repeated later.'),
  'recording-status': faithful,
  'amd-status': approximate('The verdict comes from lengths of speech alone.'),
  'conference-status': approximate('speaker begins and ends with what is said, without the lag of the real network.'),
  'stream-status': faithful,
  'siprec-status': approximate('The names of the events are modelled on those of Stream.'),
  transcription: approximate('One partial result an utterance.'),
  'partial-result': approximate('One partial result an utterance.'),
  'payment-status': faithful,
  transcribe: approximate('The words as they were given; the language makes no difference.'),
  'message-status': approximate(
    'queued (of a service), sent, delivered, undelivered, failed, read and canceled; sending is never told.',
  ),
}
