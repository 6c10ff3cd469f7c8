/**
 * Campaigns: people to be reminded of appointments, by calls and messages, exported beside flows.
 */
export {
  type CampaignDefinition,
  type CampaignOptions,
  defineCampaign,
  type Length,
  type Offset,
  type Pacing,
  type Retry,
  type Retryable,
  type Spending,
  type WriteBack,
} from './define.ts'
export type { ReplyKeys, ReplyOutcome } from './reply.ts'
export type { FreedBy, FreeSlot, SlotOptions, SlotSeeker, WaitlistOptions } from './slot-options.ts'
