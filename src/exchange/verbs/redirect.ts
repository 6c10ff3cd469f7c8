/** What the network does on Redirect: it asks for another document. Source: reference twiml-voice.md §4.9. */
import { type Redirect, redirectDefaults } from '../../twiml/index.ts'
import type { Outcome, Performance } from '../performance.ts'

export function performRedirect(redirect: Redirect, { leg, network }: Performance): Outcome {
  if (network.settings.redirectAnswers) leg.answer()
  const method = redirect.method ?? redirectDefaults.method
  const says = redirect.text === '' ? 'the current document is asked for again' : 'another document is asked for'
  return { kind: 'ask', purpose: 'redirect', url: redirect.text, method, parameters: [], says }
}
