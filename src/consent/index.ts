/**
 * Consent: whether somebody may be reached, and why not. Pure: everything that counts comes in.
 */

export type { CallingWindows, Window } from './calling-windows.ts'
export { CSV_HEADINGS, type CsvDefaults, type CsvRecord, type CsvRow, csvLine, readCsvRow } from './csv-row.ts'
export { mayContact, type Refusal, type Verdict } from './may-contact.ts'
export { CONFIRMATIONS, isAlsoAnswer, type Meaning, understand } from './opt-out.ts'
export { type Permit, use } from './permit.ts'
export type * from './person.ts'
export {
  type Caps,
  definePolicy,
  isPolicy,
  type Policy,
  type PolicyDefinition,
  type PolicyOptions,
  type PurposeRules,
  STRICT,
} from './policy.ts'
export { type QuietHoursVerdict, quietHours } from './quiet-hours.ts'
export type { IsoWeekday } from './weekday.ts'
