/**
 * `hookswitch/client`: the official `twilio` package, pointed at the network or at an exchange.
 */
export { clientAt } from './client-at.ts'
