/** The shapes of the HTTP API as the page calls them; every one is generated from the routes' schemas. */
import type { JournalEvent } from '../../../src/exchange/journal-event.ts'
import type { paths } from './schema.generated.ts'

/** What a GET of `Path` answers. */
export type AnswerOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type System = AnswerOf<'/api/system'>
export type Flow = AnswerOf<'/api/flows'>['flows'][number]
export type FlowStep = Flow['steps'][number]
export type Message = AnswerOf<'/api/messages'>['messages'][number]
export type Queue = AnswerOf<'/api/queues'>['queues'][number]
export type QueueWaiter = Queue['waiting'][number]
export type QueueAgent = Queue['agents'][number]
export type Campaign = AnswerOf<'/api/campaigns'>['campaigns'][number]
export type CampaignState = Campaign['state']
export type CampaignFigures = AnswerOf<'/api/campaigns/{campaign}/metrics'>
export type Reminder = AnswerOf<'/api/campaigns/{campaign}/reminders'>['reminders'][number]
export type ReminderHistory = AnswerOf<'/api/campaigns/{campaign}/reminders/{id}'>
export type Call = AnswerOf<'/_exchange/calls'>['calls'][number]

/** What the person whose phone rings does about it. */
export type Reaction =
  paths['/_exchange/calls/{callSid}/answer']['post']['requestBody']['content']['application/json']['as']

export type { JournalEvent }
