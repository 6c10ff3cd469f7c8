/**
 * Greetings that people have recorded or uploaded for a mailbox, and which of them plays.
 */
import type { Instant } from '../clock/clock.ts'
import type { GreetingName, Plays } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'

/** What people have set for a mailbox. */
export interface KeptGreetings {
  readonly plays: Plays
  /** Those whose audio is here, with its file. */
  readonly files: { readonly [name in GreetingName]?: string }
}

export interface Greetings {
  of(mailbox: string): Promise<KeptGreetings>
  /** Keeps an uploaded one. */
  keep(mailbox: string, name: GreetingName, file: string, at: Instant): Promise<void>
  /** Gives it back to the definition of the mailbox. False when there was none. */
  remove(mailbox: string, name: GreetingName): Promise<boolean>
  choose(mailbox: string, plays: Plays): Promise<void>
}

/** The greetings of a database. */
export function createGreetings({ db }: OpenDatabase): Greetings {
  return {
    async of(mailbox) {
      const rows = await db
        .selectFrom('greetings')
        .leftJoin('recordings', 'recordings.recording_sid', 'greetings.recording_sid')
        .select(['greetings.name', 'greetings.file', 'recordings.file as recorded'])
        .where('mailbox', '=', mailbox)
        .execute()
      const choice = db.selectFrom('greeting_choices').select('plays').where('mailbox', '=', mailbox)
      const files = rows.flatMap(({ name, file, recorded }) => {
        const kept = file ?? recorded
        return kept === null ? [] : [[name, kept] as const]
      })
      return { plays: (await choice.executeTakeFirst())?.plays ?? 'by-hours', files: Object.fromEntries(files) }
    },
    async keep(mailbox, name, file, at) {
      await db
        .insertInto('greetings')
        .values({ mailbox, name, file, recording_sid: null, at })
        .onConflict((conflict) => conflict.columns(['mailbox', 'name']).doUpdateSet({ file, recording_sid: null, at }))
        .execute()
    },
    async remove(mailbox, name) {
      const gone = await db
        .deleteFrom('greetings')
        .where('mailbox', '=', mailbox)
        .where('name', '=', name)
        .executeTakeFirst()
      return gone.numDeletedRows > 0n
    },
    async choose(mailbox, plays) {
      await db
        .insertInto('greeting_choices')
        .values({ mailbox, plays })
        .onConflict((conflict) => conflict.column('mailbox').doUpdateSet({ plays }))
        .execute()
    },
  }
}
