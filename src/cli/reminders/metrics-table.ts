/** The metrics of a campaign, for people. */
import type { CampaignMetrics, Compared } from '../../campaign/metrics.ts'
import { aligned } from './tables.ts'

/** What a campaign has come to: people, answers by channel, what was skipped, cost, and the comparison. */
export function metricsTable(metrics: CampaignMetrics): readonly string[] {
  const { people, attempted, comparison, responses, skipped, cost, costPerConfirmed } = metrics
  return [
    ...aligned([
      ['people', String(people), ''],
      ['tried', String(attempted), ''],
      ['reached', String(metrics.reached), percent(metrics.reachRate)],
      ['right person', String(metrics.rightParty), percent(metrics.rightPartyRate)],
      ['confirmed', String(metrics.confirmed), percent(metrics.confirmationRate)],
      ['cancelled', String(metrics.cancelled), ''],
      ['a day before or earlier', String(metrics.cancelledInTime), percent(metrics.cancelledInTimeRate)],
      ['said stop', String(metrics.optedOut), percent(metrics.optOutRate)],
      ['wrong number', String(metrics.wrongNumber), percent(metrics.wrongNumberRate)],
      ['voicemail, of calls', String(metrics.voicemail), percent(metrics.voicemailRate)],
      ...slotRows(metrics),
      ...(cost === null ? [] : [['estimated cost', String(cost), '']]),
      ...(costPerConfirmed === null ? [] : [['cost a confirmed appointment', String(costPerConfirmed), '']]),
    ]),
    ...(responses.length === 0 ? [] : ['', ...responseLines(responses)]),
    ...skipped.map(({ reason, count }) => `not made, ${reason}: ${count}`),
    ...(comparison.heldOut.people === 0 ? [] : ['', ...comparisonLines(comparison)]),
  ]
}

/** Times that people have left, and how soon they answer; nothing where there is nothing. */
const slotRows = ({ slots, timeToResponse }: CampaignMetrics): readonly (readonly string[])[] => [
  ...(slots.freed === 0
    ? []
    : [
        ['times left by somebody', String(slots.freed), ''],
        ['taken by somebody else', String(slots.refilled), percent(slots.refillRate)],
      ]),
  ...(slots.waiting === 0 ? [] : [['wait for an earlier time', String(slots.waiting), '']]),
  ...(timeToResponse === null ? [] : [['half have answered within', `${Math.ceil(timeToResponse / 60_000)} min`, '']]),
]

const responseLines = (responses: CampaignMetrics['responses']): readonly string[] =>
  aligned([
    ['channel', 'attempt', 'made', 'answered', ''],
    ...responses.map(({ channel, attempt, made, answered, responseRate }) => [
      channel,
      String(attempt),
      String(made),
      String(answered),
      percent(responseRate),
    ]),
  ])

function comparisonLines({ reminded, heldOut }: CampaignMetrics['comparison']): readonly string[] {
  const row = (name: string, of: (group: Compared) => string) => [name, of(reminded), of(heldOut)]
  return aligned([
    ['', 'reminded', 'held out'],
    row('people', ({ people }) => String(people)),
    row('cancelled', ({ cancelled }) => String(cancelled)),
    row('a day before or earlier', ({ cancelledInTime }) => String(cancelledInTime)),
    row('came', ({ attended }) => String(attended)),
    row('did not come', ({ noShow }) => String(noShow)),
    row('share who did not', ({ noShowRate }) => percent(noShowRate)),
  ])
}

const percent = (share: number | null): string => (share === null ? '' : `${Math.round(share * 1000) / 10} %`)
