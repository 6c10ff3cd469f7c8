import { refused } from '../twilio-error.ts'

/**
 * Checks a name for people. Source: reference twilio-platform.md §2.3, documented.
 *
 * @throws {TwilioError} 20002 above 64 characters
 */
export function checkName(name: string | undefined): void {
  if (name !== undefined && name.length > 64) throw refused(20002, 'FriendlyName may have up to 64 characters.')
}
