/**
 * The one line that points the official `twilio` package somewhere else than at Twilio.
 */
import twilio from 'twilio'

/**
 * An HTTP client for the official package that sends every request to `apiUrl`, whatever host it was meant for.
 *
 * Hand it over as `httpClient`. All the rest, from errors to paging, stays the package's own. The package has no setting
 * for its address: reference twilio-platform.md §2.9.
 *
 * ```ts
 * const client = twilio(accountSid, authToken, { httpClient: clientAt('http://localhost:3000') })
 * ```
 *
 * @param apiUrl absolute; a path in it comes before the paths of the API
 * @throws {TypeError} when it is not an absolute URL
 */
export function clientAt(apiUrl: string): twilio.RequestClient {
  const place = new URL(apiUrl)
  const prefix = place.pathname.replace(/\/+$/, '')
  const client = new twilio.RequestClient()
  const send = client.request.bind(client)
  client.request = (options) => {
    const { pathname, search } = new URL(options.uri)
    return send({ ...options, uri: `${place.origin}${prefix}${pathname}${search}` })
  }
  return client
}
