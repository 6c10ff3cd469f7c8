/** Where an app is asked, as numbers and applications are given it. Source: reference twilio-platform.md §8. */
import type { MessageUrls, VoiceUrls } from '../../call/line.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { refused } from '../twilio-error.ts'

type Method = 'GET' | 'POST'

interface UrlParameters {
  readonly VoiceUrl?: string | undefined
  readonly VoiceMethod?: Method | undefined
  readonly VoiceFallbackUrl?: string | undefined
  readonly VoiceFallbackMethod?: Method | undefined
  readonly StatusCallback?: string | undefined
  readonly StatusCallbackMethod?: Method | undefined
  readonly SmsUrl?: string | undefined
  readonly SmsMethod?: Method | undefined
  readonly SmsFallbackUrl?: string | undefined
  readonly SmsFallbackMethod?: Method | undefined
}

type Urls = VoiceUrls & MessageUrls

const fields = {
  VoiceUrl: 'voiceUrl',
  VoiceMethod: 'voiceMethod',
  VoiceFallbackUrl: 'fallbackUrl',
  VoiceFallbackMethod: 'fallbackMethod',
  StatusCallback: 'statusCallback',
  StatusCallbackMethod: 'statusCallbackMethod',
  SmsUrl: 'messageUrl',
  SmsMethod: 'messageMethod',
  SmsFallbackUrl: 'messageFallbackUrl',
  SmsFallbackMethod: 'messageFallbackMethod',
} as const satisfies Readonly<Record<keyof UrlParameters, keyof Urls>>

/** The codes of the errors of these parameters. */
export const urlCodes: ParameterCodes = Object.fromEntries(
  Object.keys(fields).map((name) => [name, { invalid: name.endsWith('Method') ? 21403 : 21402 }]),
)

/**
 * What stands after the change: what was not given stays, what was given empty is taken away.
 *
 * @throws {TwilioError} 21405 or 21406 for a fallback of nothing
 */
export function changedUrls<Of extends Urls>(before: Of, parameters: UrlParameters, given: ReadonlySet<string>): Of {
  const names = (Object.keys(fields) as (keyof UrlParameters)[]).filter((name) => given.has(name)) // the names of a literal
  const values = Object.fromEntries(names.map((name) => [fields[name], parameters[name]]))
  const after = changed(before, values as Partial<Of>) // the names and kinds of the table above
  const isFallbackOnly = (fallback: keyof UrlParameters, main: string | undefined) =>
    given.has(fallback) && parameters[fallback] !== undefined && main === undefined
  if (isFallbackOnly('VoiceFallbackUrl', after.voiceUrl)) {
    throw refused(21405, 'Cannot set VoiceFallbackUrl without setting VoiceUrl.')
  }
  if (isFallbackOnly('SmsFallbackUrl', after.messageUrl)) {
    throw refused(21406, 'Cannot set SmsFallbackUrl without setting SmsUrl.')
  }
  return after
}

/** With other values; undefined takes one away. */
export function changed<Of extends object>(
  before: Of,
  values: { readonly [Name in keyof Of]?: Of[Name] | undefined },
): Of {
  const entries = Object.entries({ ...before, ...values }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Of // the same fields, but for those that were taken away
}

/** As resources show them. */
export function shownUrls(urls: Urls): object {
  return {
    voice_url: urls.voiceUrl ?? null,
    voice_method: urls.voiceMethod ?? 'POST',
    voice_fallback_url: urls.fallbackUrl ?? null,
    voice_fallback_method: urls.fallbackMethod ?? 'POST',
    status_callback: urls.statusCallback ?? null,
    status_callback_method: urls.statusCallbackMethod ?? 'POST',
    voice_caller_id_lookup: false,
    sms_url: urls.messageUrl ?? null,
    sms_method: urls.messageMethod ?? 'POST',
    sms_fallback_url: urls.messageFallbackUrl ?? null,
    sms_fallback_method: urls.messageFallbackMethod ?? 'POST',
  }
}
