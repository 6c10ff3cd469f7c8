import type { Flow } from '../define.ts'
import type { FlowFinding } from './rule.ts'

/** What credentials look like. The value itself never gets into a finding. */
const LOOKS: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'an API key', form: /\bSK[0-9a-f]{32}\b/ },
  { what: 'an auth token or another 32-digit key', form: /(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])/ },
  { what: 'a private key', form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a URL with a password', form: /\bhttps?:\/\/[^\s/:@]+:[^\s/@]+@/ },
  { what: 'a bearer token', form: /\bBearer\s+[\w.~+/-]{20,}/ },
  { what: 'a cloud key', form: /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bsk-[A-Za-z0-9_-]{20,}/ },
]

/** No credentials stand in a flow: flows are stored, compared and shown. */
export function secretInFlow(flow: Flow): readonly FlowFinding[] {
  const { name, steps, ...rest } = flow
  return [...secretsIn(steps, name), ...secretsIn(rest, name)]
}

/** What looks like a credential anywhere in a value. */
export function secretsIn(value: unknown, at: string): readonly FlowFinding[] {
  return [...textsOf(value, at)].flatMap(({ at, text }) =>
    LOOKS.filter(({ form }) => form.test(text)).map(({ what }) => ({
      code: 'SECRET_IN_FLOW' as const,
      severity: 'error' as const,
      at,
      message: `This looks like ${what}.`,
      help: 'Put it into an environment variable and write secret("NAME") here. Replace the credential: it has been seen.',
    })),
  )
}

function* textsOf(value: unknown, at: string): Iterable<{ at: string; text: string }> {
  if (typeof value === 'string') yield { at, text: value }
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) yield* textsOf(part, `${at}/${key}`)
  }
}
