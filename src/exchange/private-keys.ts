/**
 * Keys that nobody should read: an app marks the action of a Gather with `keys=private` in its query, and the journal shows
 * neither what is pressed there nor what the action is told. The app itself is told everything.
 *
 * The real network knows no such mark and ignores it, as it ignores all of a query.
 */
import type { Parameter } from './request/signature.ts'

/** Whether what is pressed for this address is private. */
export const isPrivate = (url: string | undefined): boolean => /[?&]keys=private(?=[&#]|$)/.test(url ?? '')

/** What the journal shows instead of keys. */
const hidden = (keys: string) => '•'.repeat(keys.length)

/** Parameters as the journal shows them. */
export const withoutKeys = (parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.map(([name, value]) => (name === 'Digits' ? [name, hidden(value)] : [name, value]))

/** An address of a GET as the journal shows it. */
export const addressWithoutKeys = (url: string): string =>
  url.replace(/([?&]Digits=)([^&#]*)/g, (_all, name: string, value: string) => name + hidden(decodeURIComponent(value)))
