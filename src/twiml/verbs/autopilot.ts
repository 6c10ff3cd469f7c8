import { rulesOf } from '../rules.ts'

/**
 * An assistant of a product that has ended.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Autopilot {
  readonly verb: 'autopilot'
  /** Assistant sid or unique name; product shut down. */
  readonly text: string
}

/** The rules of a `Autopilot`. */
export const autopilotRules = rulesOf<Autopilot>({
  tag: 'Autopilot',
  verb: 'autopilot',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {},
  defaults: {},
  deprecated: true,
})

/** An assistant of a product that has ended. */
export function autopilot(text: string): Autopilot {
  return { verb: 'autopilot', text: text.trim() }
}
