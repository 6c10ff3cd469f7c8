/**
 * Call scripts: phone calls written down as YAML, played to any app over HTTP in virtual time.
 */
export { partyWords, readParty } from './party.ts'
