/**
 * Consent: whether somebody may be reached, and why not. Pure: everything that counts comes in.
 */
export { mayContact, type Refusal, type Verdict } from './may-contact.ts'
export { CONFIRMATIONS, isAlsoAnswer, type Meaning, understand } from './opt-out.ts'
export { type Permit, use } from './permit.ts'
export type * from './person.ts'
export { type Policy, STRICT } from './policy.ts'
