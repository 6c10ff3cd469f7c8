/**
 * A refusal of the REST interface, in the network's own shape.
 *
 * Source: reference twilio-platform.md §2.6.
 */
export class TwilioError extends Error {
  readonly status: number
  readonly code: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** A request that cannot be granted as it is: status 400. */
export const refused = (code: number, message: string): TwilioError => new TwilioError(400, code, message)

/** There is no such resource, or it belongs to another account. */
export const notFound = (path: string): TwilioError =>
  new TwilioError(404, 20404, `The requested resource ${path} was not found`)

/** The body of an answer that refuses. */
export function errorBody({ status, code, message }: TwilioError): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}
