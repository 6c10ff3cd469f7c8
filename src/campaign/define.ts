/**
 * Campaigns as data: whom to remind, when, by what, and what to do when nobody answers. Exported beside flows.
 */
import type { Duration } from '../clock/clock.ts'
import type { Channel } from '../consent/index.ts'
import { type Flow, type FlowFinding, isSecret, type Outcome, type Secret, secretsIn } from '../flow/index.ts'
import { isE164 } from '../phone/e164.ts'
import { isZone } from '../phone/zones.ts'
import { parsedLength } from './length.ts'
import { REPLY_KEYS, type ReplyKeys } from './reply.ts'
import { type SlotOptions, slotMistakes, type WaitlistOptions, waitlistMistakes } from './slot-options.ts'

/** A length of time: `30m`, `2h`, `3d`. Before an appointment, days are days of the calendar where it is. */
export type Length = `${number}${'m' | 'h' | 'd'}`

/** One reminder before the appointment. */
export interface Offset {
  readonly before: Length
  readonly channel: Channel
  /** Messages: what is written, with `{name}`, `{day}`, `{time}` and the fields of the reminder's data in it. */
  readonly text?: string
  /** WhatsApp: an approved template; its variables are filled as `text` is. */
  readonly template?: { readonly contentSid: string; readonly variables?: Readonly<Record<string, string>> }
  /** What to do on other channels when this one reaches nobody, one after the other. */
  readonly orElse?: readonly Omit<Offset, 'before' | 'orElse'>[]
}

/** After which outcome an attempt is made again. */
export type Retryable = Extract<
  Outcome,
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'voicemail-no-message'
  | 'voicemail-left'
  | 'machine-unknown'
  | 'listened-no-response'
>

/** How an attempt is made again. */
export interface Retry {
  readonly after: Length
  /** Attempts on one channel altogether, 1 to 10. */
  readonly most: number
}

/** How fast a campaign goes. */
export interface Pacing {
  /** Calls begun in a second, 0.01 to 100; default 1, which is what the network grants. */
  readonly callsPerSecond: number
  /** Calls at once, 1 to 1000; default 10. */
  readonly atOnce: number
  /** How many people are free to take transfers; no more calls than that are under way. Default: not asked. */
  readonly staff?: () => number | Promise<number>
}

/** What a campaign may cost. In your currency; as estimated before each call and message. */
export interface Spending {
  /** The campaign pauses itself before it would spend more. */
  readonly limit: number
  readonly perCall: number
  readonly perMessage: number
}

/** Who learns of what came of reminders. */
export interface WriteBack {
  /** Posted to, signed, for each outcome. */
  readonly webhook?: { readonly url: string | Secret; readonly secret: Secret }
  /** A mail to your staff, each day: who has not confirmed for tomorrow. None when there is nobody. */
  readonly digest?: {
    readonly to: string
    /** The time of day, `15:00`. */
    readonly at: string
    /** IANA; `at` and tomorrow are by its clock. */
    readonly zone: string
  }
}

/** Options of {@link defineCampaign}. */
export interface CampaignOptions {
  /** The flow that calls run. */
  readonly flow: string | Flow
  /** The number that calls and writes. */
  readonly from: string | Secret
  /** In any order; at least one. */
  readonly offsets: readonly Offset[]
  /** Default `reminder`. */
  readonly purpose?: 'reminder' | 'marketing'
  /** What is left out keeps its default: busy 10 minutes later, no answer 3 hours later, a machine never, at most three times. */
  readonly retry?: Readonly<Partial<Record<Retryable, Retry | 'never'>>>
  readonly pacing?: Partial<Pacing>
  readonly spending?: Spending
  /** Whether the network finds out if a machine answers: `first` at once, `message-end` when it may be spoken to. Default no. */
  readonly detection?: 'first' | 'message-end'
  /** How long it rings, 15 to 60 seconds, default 25. */
  readonly ringSeconds?: number
  /** No attempt is made later than this before the appointment; default `15m`. */
  readonly notLaterThan?: Length
  /** So many people in a hundred are not reminded at all, to see what reminding does; 0 to 90, default 0. */
  readonly holdOutPercent?: number
  /** Who learns of what came of it; default nobody. */
  readonly writeBack?: WriteBack
  /** What is answered to a reply by message, by outcome. */
  readonly replies?: Readonly<Partial<Record<'confirmed' | 'cancel-requested' | 'reschedule-requested', string>>>
  /** What the digits of a reply mean. Default: 1 confirms, 2 cancels, 3 asks for another time. */
  readonly replyKeys?: ReplyKeys
  /** Free times that are offered to whoever wants another; what is left out keeps its default. */
  readonly slots?: SlotOptions
  /** Whether times that become free are offered to those who wait for an earlier one; default: they are not. */
  readonly waitlist?: WaitlistOptions
}

/** A campaign, complete. */
export interface CampaignDefinition {
  readonly kind: 'campaign-definition'
  readonly name: string
  readonly flow: string
  readonly from: string | Secret
  readonly offsets: readonly Offset[]
  readonly purpose: 'reminder' | 'marketing'
  readonly retry: Readonly<Record<Retryable, Retry | 'never'>>
  readonly pacing: Pacing
  readonly spending: Spending | undefined
  readonly detection: 'first' | 'message-end' | undefined
  readonly ringSeconds: number
  readonly notLaterThan: Length
  readonly holdOutPercent: number
  readonly writeBack: WriteBack | undefined
  readonly replies: Readonly<Record<'confirmed' | 'cancel-requested' | 'reschedule-requested', string>>
  readonly replyKeys: ReplyKeys
  readonly slots: SlotOptions | undefined
  readonly waitlist: WaitlistOptions | undefined
}

const RETRY: CampaignDefinition['retry'] = {
  busy: { after: '10m', most: 3 },
  'no-answer': { after: '3h', most: 3 },
  failed: { after: '1h', most: 2 },
  // A message is left once; a machine that took none is tried at another hour.
  'voicemail-left': 'never',
  'voicemail-no-message': { after: '3h', most: 2 },
  'machine-unknown': { after: '3h', most: 2 },
  'listened-no-response': 'never',
}

/**
 * A campaign of reminders. Export it beside the flow it calls with.
 *
 * @param name letters, digits and `-`, at most 60
 */
export function defineCampaign(name: string, options: CampaignOptions): CampaignDefinition {
  const { flow, pacing, retry, replies, purpose = 'reminder', ringSeconds = 25, notLaterThan = '15m' } = options
  return {
    kind: 'campaign-definition',
    name,
    flow: typeof flow === 'string' ? flow : flow.name,
    from: options.from,
    offsets: options.offsets,
    purpose,
    retry: { ...RETRY, ...retry },
    pacing: { callsPerSecond: 1, atOnce: 10, ...pacing },
    spending: options.spending,
    detection: options.detection,
    ringSeconds,
    notLaterThan,
    holdOutPercent: options.holdOutPercent ?? 0,
    writeBack: options.writeBack,
    replies: {
      confirmed: 'Thank you. Your appointment is confirmed.',
      'cancel-requested': 'Thank you. We will take your appointment out and call you if anything is unclear.',
      'reschedule-requested': 'Thank you. We will call you to find another time.',
      ...replies,
    },
    replyKeys: options.replyKeys ?? REPLY_KEYS,
    slots: options.slots,
    waitlist: options.waitlist,
  }
}

/** Whether a value that a module exports is a campaign. */
export const isCampaign = (value: unknown): value is CampaignDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'campaign-definition'

/** How long a {@link Length} is; 0 for one that cannot be read, which the checks find. */
export const lengthOf = (length: Length): Duration => parsedLength(length) ?? 0

/** Everything that is wrong with campaigns; empty when they may run. Never throws. */
export function checkCampaigns(
  campaigns: readonly CampaignDefinition[],
  flows: readonly Pick<Flow, 'name'>[],
): readonly FlowFinding[] {
  return campaigns.flatMap((campaign) => {
    const at = `campaign ${campaign.name}`
    const flowNames = flows.map(({ name }) => name)
    return [
      ...unless(
        /^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/.test(campaign.name),
        at,
        'The name cannot be used.',
        'Use letters, digits and "-".',
      ),
      ...unless(
        flowNames.includes(campaign.flow),
        `${at}/flow`,
        `There is no flow "${campaign.flow}".`,
        `The flows are ${flowNames.join(', ')}.`,
      ),
      ...unless(campaign.offsets.length > 0, `${at}/offsets`, 'Nobody would be reminded.', 'Name at least one offset.'),
      ...unless(
        isSecret(campaign.from) || isE164(campaign.from),
        `${at}/from`,
        'This is no phone number.',
        'Write + and country code, or secret("NAME").',
      ),
      ...campaign.offsets.flatMap((offset, place) => offsetMistakes(offset, `${at}/offsets.${place}`)),
      ...Object.entries(campaign.retry).flatMap(([outcome, retry]) =>
        retry === 'never' ? [] : retryMistakes(retry, `${at}/retry.${outcome}`),
      ),
      ...ranges(campaign, at),
      ...writeBackMistakes(campaign.writeBack, `${at}/writeBack`),
      ...slotMistakes(campaign.slots, `${at}/slots`),
      ...waitlistMistakes(campaign.waitlist, `${at}/waitlist`),
      ...secretsIn(campaign, at),
    ]
  })
}

function offsetMistakes({ before, channel, text, template, orElse = [] }: Offset, at: string): readonly FlowFinding[] {
  const says = (one: Omit<Offset, 'before' | 'orElse'>) =>
    one.channel === 'call' || one.text !== undefined || one.template !== undefined
  return [
    ...unless(
      parsedLength(before) !== undefined,
      `${at}/before`,
      `"${before}" is no length of time.`,
      'Write 30m, 2h or 3d.',
    ),
    ...unless(
      says({ channel, ...(text !== undefined && { text }), ...(template !== undefined && { template }) }),
      at,
      'The message says nothing.',
      'Give it a text.',
    ),
    ...unless(orElse.every(says), `${at}/orElse`, 'A message says nothing.', 'Give it a text.'),
  ]
}

function retryMistakes({ after, most }: Retry, at: string): readonly FlowFinding[] {
  const isGood = parsedLength(after) !== undefined && Number.isInteger(most) && most >= 1 && most <= 10
  return unless(isGood, at, 'This cannot be.', 'Write { after: "3h", most: 3 } with at most 10, or "never".')
}

function ranges(
  { pacing, ringSeconds, notLaterThan, holdOutPercent }: CampaignDefinition,
  at: string,
): readonly FlowFinding[] {
  const { callsPerSecond, atOnce } = pacing
  return [
    ...unless(
      callsPerSecond >= 0.01 && callsPerSecond <= 100,
      `${at}/pacing`,
      `callsPerSecond is ${callsPerSecond}.`,
      'Use 0.01 to 100.',
    ),
    ...unless(
      Number.isInteger(atOnce) && atOnce >= 1 && atOnce <= 1000,
      `${at}/pacing`,
      `atOnce is ${atOnce}.`,
      'Use a whole number from 1 to 1000.',
    ),
    ...unless(
      ringSeconds >= 15 && ringSeconds <= 60,
      `${at}/ringSeconds`,
      `ringSeconds is ${ringSeconds}.`,
      'Use 15 to 60.',
    ),
    ...unless(
      holdOutPercent >= 0 && holdOutPercent <= 90,
      `${at}/holdOutPercent`,
      `holdOutPercent is ${holdOutPercent}.`,
      'Use 0 to 90.',
    ),
    ...unless(
      parsedLength(notLaterThan) !== undefined,
      `${at}/notLaterThan`,
      'This is no length of time.',
      'Write 30m, 2h or 3d.',
    ),
  ]
}

function writeBackMistakes({ webhook, digest }: WriteBack = {}, at: string): readonly FlowFinding[] {
  const isAddress = webhook === undefined || isSecret(webhook.url) || /^https?:\/\/./.test(webhook.url)
  return [
    ...unless(
      isAddress,
      `${at}/webhook`,
      'The url is no web address.',
      'Begin it with https://, or use secret("NAME").',
    ),
    ...unless(
      webhook === undefined || isSecret(webhook.secret),
      `${at}/webhook`,
      'The secret is written in the file.',
      'Use secret("NAME").',
    ),
    ...(digest === undefined
      ? []
      : [
          ...unless(
            /^\S+@\S+$/.test(digest.to),
            `${at}/digest/to`,
            'This is no mail address.',
            'Write name@example.com.',
          ),
          ...unless(
            /^([01]\d|2[0-3]):[0-5]\d$/.test(digest.at),
            `${at}/digest/at`,
            `"${digest.at}" is no time of day.`,
            'Write 15:00.',
          ),
          ...unless(
            isZone(digest.zone),
            `${at}/digest/zone`,
            `There is no zone "${digest.zone}".`,
            'Use an IANA name, such as America/New_York.',
          ),
        ]),
  ]
}

function unless(isGood: boolean, at: string, message: string, help: string): readonly FlowFinding[] {
  return isGood ? [] : [{ code: 'VALUE_UNUSABLE', severity: 'error', at, message, help }]
}
