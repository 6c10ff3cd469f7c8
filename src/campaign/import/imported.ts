import type { NewReminder } from '../../store/index.ts'

/** What one row of a file came to. */
export type Imported =
  | { readonly kind: 'reminder'; readonly line: number; readonly reminder: NewReminder }
  /** The appointment is gone. */
  | { readonly kind: 'withdrawn'; readonly line: number; readonly externalId: string }
  /** It cannot be used, and the rest goes on. */
  | { readonly kind: 'unusable'; readonly line: number; readonly reason: string }

/** What is not in a file itself. */
export interface ImportSettings {
  readonly campaign: string
  /** Two capital letters: where numbers without a country code belong. */
  readonly region: string
  /** IANA name: where times without a zone are told. */
  readonly zone: string
  /** The moment of the import: appointments before it are not taken. */
  readonly now: number
}
