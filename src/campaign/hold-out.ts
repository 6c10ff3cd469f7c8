/** Who is held out: not reminded at all, so that it can be seen what reminding does. */
import { createHash } from 'node:crypto'
import type { CampaignDefinition } from './define.ts'

/**
 * Whether an appointment belongs to the share that is not reminded. The same id is always answered the same, and a larger
 * share contains a smaller one.
 */
export function isHeldOut({ name, holdOutPercent }: CampaignDefinition, externalId: string): boolean {
  if (holdOutPercent === 0) return false
  const place = createHash('sha256').update(`${name}\n${externalId}`).digest().readUInt32BE(0) / 2 ** 32
  return place * 100 < holdOutPercent
}
