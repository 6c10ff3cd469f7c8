import type { Instant } from '../clock/clock.ts'
import type { Reminder, ReminderPlace, Store } from '../store/index.ts'

const PAGE = 500

/** All reminders of a campaign, the next appointment first, some at a time; those before `from` are left out. */
export async function* reminderPages(
  { reminders }: Pick<Store, 'reminders'>,
  { campaign, from = 0 }: { readonly campaign: string; readonly from?: Instant | undefined },
): AsyncGenerator<readonly Reminder[]> {
  let after: ReminderPlace | undefined
  for (;;) {
    const page = await reminders.list({ campaign, from, limit: PAGE, after })
    if (page.length > 0) yield page
    if (page.length < PAGE) return
    after = page.at(-1)
  }
}
