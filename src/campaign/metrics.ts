/**
 * Metrics of a campaign: shares and costs made of what the store has counted. Pure.
 *
 * Source: reference appointment-reminders.md, "Metrics".
 */
import type { AttemptFigures, CampaignFigures, PeopleFigures } from '../store/index.ts'
import type { CampaignDefinition } from './define.ts'

/** A campaign in figures. Shares are 0 to 1, null when there is nothing to divide by. */
export interface CampaignMetrics extends Omit<PeopleFigures, 'attended' | 'noShow'> {
  /** Of those somebody has tried to reach: who was. */
  readonly reachRate: number | null
  /** The same, of the right person. */
  readonly rightPartyRate: number | null
  /** The same, of those whose last word is that they come. */
  readonly confirmationRate: number | null
  readonly optOutRate: number | null
  readonly wrongNumberRate: number | null
  /** Of those who cancelled: who did so 24 hours before or earlier. */
  readonly cancelledInTimeRate: number | null
  /** Calls that have left, and those that a machine took. */
  readonly calls: number
  readonly messages: number
  readonly voicemail: number
  readonly voicemailRate: number | null
  readonly responses: readonly (AttemptFigures & { readonly responseRate: number | null })[]
  readonly skipped: CampaignFigures['skipped']
  /** Times that people have left, and what became of them. */
  readonly slots: CampaignFigures['slots'] & { readonly refillRate: number | null }
  /** Milliseconds from the first call or message to the first answer, the median; null without any. */
  readonly timeToResponse: number | null
  /** As estimated in the campaign's `spending`; null when it has none. */
  readonly cost: number | null
  readonly costPerConfirmed: number | null
  /** Who was reminded beside who was held out. */
  readonly comparison: { readonly reminded: Compared; readonly heldOut: Compared }
}

/** How one of two groups fared. */
export interface Compared
  extends Pick<
    PeopleFigures,
    'people' | 'confirmed' | 'cancelled' | 'cancelledInTime' | 'rescheduled' | 'attended' | 'noShow'
  > {
  /** Of those of whom staff has written down whether they came: who did not. */
  readonly noShowRate: number | null
}

/** The metrics of what was counted. */
export function metricsOf(
  { spending }: Pick<CampaignDefinition, 'spending'>,
  figures: CampaignFigures,
): CampaignMetrics {
  const { reminded, heldOut, attempts, skipped, slots, timeToResponse } = figures
  const { attended: _attended, noShow: _noShow, ...counts } = reminded
  const ofAttempted = (count: number) => share(count, reminded.attempted)
  const calls = total(attempts.filter(({ channel }) => channel === 'call').map(({ made }) => made))
  const messages = total(attempts.map(({ made }) => made)) - calls
  const voicemail = total(attempts.map((one) => one.voicemail))
  const cost = spending === undefined ? null : rounded(calls * spending.perCall + messages * spending.perMessage)
  return {
    ...counts,
    reachRate: ofAttempted(reminded.reached),
    rightPartyRate: ofAttempted(reminded.rightParty),
    confirmationRate: ofAttempted(reminded.confirmed),
    optOutRate: ofAttempted(reminded.optedOut),
    wrongNumberRate: ofAttempted(reminded.wrongNumber),
    cancelledInTimeRate: share(reminded.cancelledInTime, reminded.cancelled),
    calls,
    messages,
    voicemail,
    voicemailRate: share(voicemail, calls),
    responses: attempts.map((one) => ({ ...one, responseRate: share(one.answered, one.made) })),
    skipped,
    slots: { ...slots, refillRate: share(slots.refilled, slots.freed) },
    timeToResponse,
    cost,
    costPerConfirmed: cost === null || reminded.confirmed === 0 ? null : rounded(cost / reminded.confirmed),
    comparison: { reminded: compared(reminded), heldOut: compared(heldOut) },
  }
}

function compared(figures: PeopleFigures): Compared {
  const { people, confirmed, cancelled, cancelledInTime, rescheduled, attended, noShow } = figures
  const noShowRate = share(noShow, attended + noShow)
  return { people, confirmed, cancelled, cancelledInTime, rescheduled, attended, noShow, noShowRate }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
/** To a ten-thousandth, so that sums of prices read as prices. */
const rounded = (amount: number): number => Math.round(amount * 10_000) / 10_000
