/** Who is to be told of a call's progress. Source: reference twilio-platform.md §4.1. */
import type { ProgressCallback, ProgressEvent } from '../../request/notify-app.ts'
import { refused } from '../twilio-error.ts'

interface ProgressParameters {
  readonly StatusCallback?: string | undefined
  readonly StatusCallbackMethod?: 'GET' | 'POST' | undefined
  readonly StatusCallbackEvent?: readonly string[] | undefined
}

/**
 * What is asked for; undefined when nothing is.
 *
 * A host name with an underscore is refused: reference twiml-voice.md §2.1, documented.
 *
 * @throws {TwilioError} 21609 for such a host, 21626 for an event that does not exist
 */
export function progressOf(parameters: ProgressParameters): ProgressCallback | undefined {
  const { StatusCallback: url, StatusCallbackMethod: method = 'POST', StatusCallbackEvent: events } = parameters
  if (url === undefined) return undefined
  if (new URL(url).hostname.includes('_'))
    throw refused(21609, 'StatusCallback may not have an underscore in its host.')
  const unknown = events?.find((event) => !isProgressEvent(event))
  if (unknown !== undefined) throw refused(21626, `StatusCallbackEvent may not be ${unknown}.`)
  return { url, method, events: events?.filter(isProgressEvent) ?? ['completed'] }
}

const isProgressEvent = (event: string): event is ProgressEvent =>
  ['initiated', 'ringing', 'answered', 'completed'].includes(event)
