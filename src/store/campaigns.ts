/** Campaigns as they run: whether they do, and what they have spent. What a campaign is stands in its definition. */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** `running`: attempts are made. `paused`: none until somebody says so. `stopped`: none any more. */
export type CampaignState = 'running' | 'paused' | 'stopped'

/** A campaign as it runs. */
export interface CampaignRun {
  readonly campaign: string
  readonly state: CampaignState
  /** Why it is not running: who said so, or `the spending limit is reached`. */
  readonly reason: string | null
  readonly changedAt: Instant
  /** In thousandths of the currency's smallest unit, as estimated before each call and message. */
  readonly spent: number
}

/** The campaigns of a database. One that nobody has touched is running and has spent nothing. */
export interface Campaigns {
  find(campaign: string): Promise<CampaignRun>
  /** One that is stopped stays so; false then. */
  set(campaign: string, state: CampaignState, reason: string | null, at: Instant): Promise<boolean>
  spend(campaign: string, amount: number, at: Instant): Promise<void>
}

/** The campaigns of a database. */
export function createCampaigns({ db }: OpenDatabase): Campaigns {
  return {
    async find(campaign) {
      const row = await db.selectFrom('campaigns').selectAll().where('campaign', '=', campaign).executeTakeFirst()
      if (row === undefined) return { campaign, state: 'running', reason: null, changedAt: 0, spent: 0 }
      return { campaign, state: row.state, reason: row.reason, changedAt: row.changed_at, spent: row.spent }
    },
    async set(campaign, state, reason, at) {
      const changed = await db
        .insertInto('campaigns')
        .values({ campaign, state, reason, changed_at: at })
        .onConflict((conflict) =>
          conflict
            .column('campaign')
            .doUpdateSet({ state, reason, changed_at: at })
            .where('campaigns.state', '!=', 'stopped'),
        )
        .executeTakeFirst()
      return (changed.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async spend(campaign, amount, at) {
      await db
        .insertInto('campaigns')
        .values({ campaign, state: 'running', reason: null, changed_at: at, spent: amount })
        .onConflict((conflict) =>
          conflict
            .column('campaign')
            .doUpdateSet(({ eb, ref }) => ({ spent: eb(ref('campaigns.spent'), '+', amount) })),
        )
        .execute()
    },
  }
}
