import type { Duration } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { type Dial, dialDefaults } from '../../twiml/index.ts'
import type { Network } from '../network.ts'

/** How long a Dial looks for somebody, all told. Source: reference twiml-voice.md §4.6, Progress. */
export function dialTimeout({ timeout = dialDefaults.timeout }: Dial, { settings }: Network): Duration {
  return seconds(Math.min(600, Math.max(5, timeout))) + settings.dialTimeoutExtra
}
