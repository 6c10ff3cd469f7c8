/**
 * Configuration: everything that comes from the environment, read once and judged as a whole.
 *
 * Each variable may also be given as a file named by the variable with `_FILE` appended. Every mistake is collected, so
 * that whoever starts the app learns of all of them at once. Values of credentials never get into a message.
 */
import { readFileSync } from 'node:fs'
import type { Flow, Mailbox, SecretKind } from '../flow/index.ts'
import { secretNeeds } from '../flow/index.ts'
import type { S3Options } from '../mailbox/s3-storage.ts'
import type { MailOptions } from '../outbound/mailer.ts'
import { isE164 } from '../phone/e164.ts'
import { isSid } from '../phone/sid.ts'
import type { ProxyTrust } from '../webhook/index.ts'
import { trustProxies } from '../webhook/index.ts'

/** The environment, or what stands in for it. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Config {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly publicUrl: string | undefined
  readonly isTrustedProxy: ProxyTrust
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly adminPassword: string | undefined
  readonly apiUrl: string
  /** Requests to the REST interface are made with this key instead of the auth token. */
  readonly apiKey: { readonly sid: string; readonly secret: string } | undefined
  /** Senders that carriers know: long codes of an approved campaign, verified toll-free numbers. */
  readonly registeredNumbers: ReadonlySet<string>
  /** Segments in a day of the carriers, for senders of which nothing else is known; absent: no limit. */
  readonly dailySegments?: number | undefined
  readonly credentials: Credentials | undefined
  /** Where mail is handed over; absent: none is sent. */
  readonly mail?: MailOptions | undefined
  /** Where audio is kept; absent: in the data folder. */
  readonly s3?: S3Options | undefined
  /** Values of the secrets that flows name. */
  readonly secrets: ReadonlyMap<string, string>
}

export interface Credentials {
  readonly accountSid: string
  readonly authToken: string
  readonly previousAuthToken?: string | undefined
}

/** What is wrong with the environment, all of it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** What must be there: production speaks with the real network, development brings its own. */
export type Mode = 'production' | 'development'

/**
 * Reads the environment.
 *
 * @throws {ConfigError} naming every missing or malformed variable at once
 */
export function readConfig(
  environment: Environment,
  mode: Mode,
  flows: readonly Flow[],
  mailboxes: readonly Mailbox[] = [],
  others: Parameters<typeof secretNeeds>[2] = [],
): Config {
  const problems: string[] = []
  const read = (name: string) => lookUp(environment, name, problems)
  const config: Config = {
    host: read('HOST') ?? '127.0.0.1',
    port: portOf(read('PORT'), problems),
    publicUrl: publicUrlOf(read('PUBLIC_URL'), mode, problems),
    isTrustedProxy: proxiesOf(read('TRUSTED_PROXIES'), problems),
    databaseUrl: databaseOf(read('DATABASE_URL'), problems),
    dataDir: read('DATA_DIR') ?? './data',
    adminPassword: read('HOOKSWITCH_ADMIN_PASSWORD'),
    apiUrl: read('TWILIO_API_URL') ?? 'https://api.twilio.com',
    apiKey: apiKeyOf(read, problems),
    registeredNumbers: registeredNumbersOf(read('REGISTERED_NUMBERS'), problems),
    dailySegments: dailySegmentsOf(read('DAILY_SEGMENTS'), problems),
    credentials: mode === 'production' ? credentialsOf(read, problems) : undefined,
    mail: mailOf(read, mode, mailboxes, problems),
    s3: s3Of(read, problems),
    secrets: secretsFor(secretNeeds(flows, mailboxes, others), read, mode, problems),
  }
  if (!isLoopback(config.host) && config.adminPassword === undefined) {
    problems.push(
      `HOOKSWITCH_ADMIN_PASSWORD is missing: with HOST=${config.host} the page and its API can be reached from other machines, so they need a password.`,
    )
  }
  // What a file was to give is not missing besides.
  const untold = problems.filter((problem) => !isToldOfFile(problem, problems))
  if (untold.length > 0) throw new ConfigError(untold)
  return config
}

function isToldOfFile(problem: string, problems: readonly string[]): boolean {
  const name = /^(\S+) is missing:/.exec(problem)?.[1]
  return name !== undefined && problems.some((other) => other.startsWith(`${name}_FILE `))
}

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function lookUp(environment: Environment, name: string, problems: string[]): string | undefined {
  const value = environment[name]?.trim()
  if (value) return value
  const file = environment[`${name}_FILE`]?.trim()
  if (!file) return undefined
  try {
    const content = readFileSync(file, 'utf8').trim()
    if (content) return content
    problems.push(`${name}_FILE names ${file}, which is empty; write the value into it.`)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    problems.push(`${name}_FILE names ${file}, which cannot be read (${reason}).`)
  }
  return undefined
}

function portOf(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 3000
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  problems.push(`PORT is "${text}"; use a whole number from 0 to 65535.`)
  return 0
}

function publicUrlOf(text: string | undefined, mode: Mode, problems: string[]): string | undefined {
  if (text === undefined) {
    if (mode === 'production') {
      problems.push(
        'PUBLIC_URL is missing: the https address at which Twilio reaches this app, such as https://phones.example.com.',
      )
    }
    return undefined
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isGood = url && /^https?:$/.test(url.protocol) && !/[?#\s]/.test(text) && !url.username && !url.password
  if (!isGood) problems.push('PUBLIC_URL is not an http(s) address without user, query and fragment.')
  return text.replace(/\/+$/, '')
}

function proxiesOf(text: string | undefined, problems: string[]): ProxyTrust {
  try {
    return trustProxies(text ?? '')
  } catch (error) {
    problems.push(`TRUSTED_PROXIES: ${error instanceof Error ? error.message : 'unreadable'}`)
    return () => false
  }
}

function databaseOf(text: string | undefined, problems: string[]): string | undefined {
  if (text !== undefined && !/^postgres(ql)?:\/\//.test(text)) {
    problems.push(
      'DATABASE_URL does not begin with postgres:// or postgresql://. Leave it out to use the embedded database.',
    )
  }
  // The driver's own reading, which knows a URL without a host: a socket of this machine.
  else if (text !== undefined && !URL.canParse(text.replace('@/', '@localhost/'))) {
    problems.push(
      'DATABASE_URL cannot be read as a URL; write characters such as # and / in the password as %23 and %2F.',
    )
  }
  return text
}

function credentialsOf(read: (name: string) => string | undefined, problems: string[]): Credentials {
  const accountSid = read('TWILIO_ACCOUNT_SID')
  const authToken = read('TWILIO_AUTH_TOKEN')
  if (accountSid === undefined)
    problems.push('TWILIO_ACCOUNT_SID is missing: AC and 32 hex digits, from the Twilio console.')
  else if (!isSid(accountSid, 'AC')) problems.push('TWILIO_ACCOUNT_SID is not AC and 32 hex digits.')
  if (authToken === undefined)
    problems.push('TWILIO_AUTH_TOKEN is missing: the auth token of that account; webhooks are checked with it.')
  return {
    accountSid: accountSid ?? '',
    authToken: authToken ?? '',
    previousAuthToken: read('TWILIO_AUTH_TOKEN_PREVIOUS'),
  }
}

function mailOf(
  read: (name: string) => string | undefined,
  mode: Mode,
  mailboxes: readonly Mailbox[],
  problems: string[],
): MailOptions | undefined {
  const [url, from] = [read('SMTP_URL'), read('MAIL_FROM')]
  const wanting = mode === 'production' ? mailboxes.find(({ notify }) => (notify?.email?.length ?? 0) > 0) : undefined
  const isWanted = wanting !== undefined || url !== undefined || from !== undefined
  const why = wanting === undefined ? 'mail needs both' : `mailbox "${wanting.name}" notifies by e-mail`
  if (url === undefined && isWanted) {
    problems.push(`SMTP_URL is missing: ${why}; the mail server, such as smtps://user:password@mail.example.com.`)
  }
  if (from === undefined && isWanted) {
    problems.push(`MAIL_FROM is missing: ${why}; the sender of mail, such as phones@example.com.`)
  }
  if (url !== undefined && !(URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol))) {
    problems.push('SMTP_URL is not an address that begins with smtp:// or smtps://.')
  }
  return url === undefined || from === undefined ? undefined : { url, from }
}

function s3Of(read: (name: string) => string | undefined, problems: string[]): S3Options | undefined {
  const endpoint = read('S3_ENDPOINT')
  const region = read('S3_REGION') ?? 'us-east-1'
  const [bucket, accessKeyId, secretAccessKey] = [
    read('S3_BUCKET'),
    read('S3_ACCESS_KEY_ID'),
    read('S3_SECRET_ACCESS_KEY'),
  ]
  if ([endpoint, bucket, accessKeyId, secretAccessKey].every((value) => value === undefined)) return undefined
  const missing = { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey }
  for (const [name, value] of Object.entries(missing)) {
    if (value === undefined)
      problems.push(`${name} is missing: audio is kept in an S3 store when one of its variables is set.`)
  }
  if (endpoint !== undefined && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
    problems.push('S3_ENDPOINT is not an http(s) address.')
  }
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return { endpoint, region, bucket, accessKeyId, secretAccessKey }
}

/** What a secret has to hold: whether a value does, and what to write when it does not. */
const SECRETS: Readonly<
  Record<SecretKind, { readonly what: string; readonly holds: (value: string) => boolean; readonly help: string }>
> = {
  'phone-number': {
    what: 'a phone number',
    holds: isE164,
    help: 'is not a phone number in international form; write + and country code, such as +12025550101.',
  },
  pin: {
    what: 'a PIN',
    holds: (value) => /^\d{4,10}$/.test(value),
    help: 'is not a PIN; write 4 to 10 digits.',
  },
  text: { what: 'a value', holds: () => true, help: '' },
}

function apiKeyOf(read: (name: string) => string | undefined, problems: string[]): Config['apiKey'] {
  const sid = read('TWILIO_API_KEY')
  const secret = read('TWILIO_API_SECRET')
  if (sid === undefined && secret === undefined) return undefined
  if (sid === undefined) problems.push('TWILIO_API_KEY is missing: TWILIO_API_SECRET is of no use without its key.')
  else if (!isSid(sid, 'SK')) problems.push('TWILIO_API_KEY is not SK and 32 hex digits.')
  if (secret === undefined) problems.push('TWILIO_API_SECRET is missing: the secret that belongs to TWILIO_API_KEY.')
  return sid === undefined || secret === undefined ? undefined : { sid, secret }
}

function registeredNumbersOf(text: string | undefined, problems: string[]): ReadonlySet<string> {
  const numbers = (text ?? '').split(',').map((part) => part.trim())
  const senders = numbers.filter((number) => number !== '')
  if (!senders.every((sender) => isE164(sender) || /^\d{3,8}$/.test(sender) || isSid(sender, 'MG'))) {
    problems.push(
      'REGISTERED_NUMBERS holds something that is no sender; write numbers such as +12025550101, short codes or SIDs of messaging services, with commas between them.',
    )
  }
  return new Set(senders)
}

function dailySegmentsOf(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined || /^[1-9]\d{0,8}$/.test(text)) return text === undefined ? undefined : Number(text)
  problems.push(
    'DAILY_SEGMENTS is not a whole number above 0; write how many segments a day your brand may send, such as 2000.',
  )
  return undefined
}

function secretsFor(
  needs: ReturnType<typeof secretNeeds>,
  read: (name: string) => string | undefined,
  mode: Mode,
  problems: string[],
): Map<string, string> {
  const secrets = new Map<string, string>()
  for (const { name, kind, neededBy } of needs) {
    const value = read(name)
    const { what, holds, help } = SECRETS[kind]
    if (value === undefined) {
      if (mode === 'production') problems.push(`${name} is missing: ${neededBy} needs ${what} there.`)
    } else if (!holds(value)) problems.push(`${name} ${help}`)
    else secrets.set(name, value)
  }
  return secrets
}
