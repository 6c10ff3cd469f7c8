/** Campaigns as they run: whether they do, and what they have spent. What a campaign is stands in its definition. */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Database, OpenDatabase } from './database.ts'

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
  /**
   * Counts what a call or message costs, once for each key of the outbox. Returns what is spent altogether.
   *
   * One that its carrier gives back costs nothing until it leaves again.
   */
  spend(campaign: string, cost: { readonly key: string; readonly amount: number }, at: Instant): Promise<number>
  /** It has not left after all. */
  unspend(key: string): Promise<void>
}

/** The campaigns of a database. */
export function createCampaigns({ db, schema }: OpenDatabase): Campaigns {
  const table = (name: string) => sql.id(schema, name)
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
    async spend(campaign, { key, amount }, at) {
      const { rows } = await sql<{ spent: number }>`
        with counted as (
          insert into ${table('campaign_costs')} (key, campaign, amount)
          values (${key}, ${campaign}, ${amount}::bigint) on conflict do nothing returning amount
        ), added as (
          insert into ${table('campaigns')} as kept (campaign, state, reason, changed_at, spent)
          select ${campaign}, 'running', null, ${at}::bigint, amount from counted
          on conflict (campaign) do update set spent = kept.spent + excluded.spent
          returning spent
        )
        select spent from added
        union all
        select spent from ${table('campaigns')} where campaign = ${campaign} and not exists (select from added)`.execute(
        db,
      )
      return rows[0]?.spent ?? 0
    },
    unspend: (key) => unspend(db, key),
  }
}

/** Counts a call or message no longer. */
export async function unspend(db: Database, key: string): Promise<void> {
  await db
    .with('back', (query) =>
      query.deleteFrom('campaign_costs').where('key', '=', key).returning(['campaign', 'amount']),
    )
    .updateTable('campaigns')
    .from('back')
    .set(({ eb, ref }) => ({ spent: eb(ref('campaigns.spent'), '-', ref('back.amount')) }))
    .whereRef('campaigns.campaign', '=', 'back.campaign')
    .execute()
}
