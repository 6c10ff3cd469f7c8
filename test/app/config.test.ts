import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { ConfigError, type Environment, type Mode, readConfig } from '../../src/app/config.ts'
import { defineMailbox, type Mailbox, secret } from '../../src/flow/index.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'

const SECRET = 'very-secret-value'
const COMPLETE = {
  PUBLIC_URL: 'https://phones.example.com',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}1`,
  TWILIO_AUTH_TOKEN: SECRET,
  SALES_PHONE: '+12025550101',
  SUPPORT_PHONE: '+12025550102',
}

describe('an environment that is complete', () => {
  test('is read with the defaults for everything else', () => {
    expect(readConfig(COMPLETE, 'production', [acme])).toEqual({
      apiKey: undefined,
      registeredNumbers: new Set(),
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'https://phones.example.com',
      isTrustedProxy: expect.any(Function),
      databaseUrl: undefined,
      dataDir: './data',
      adminPassword: undefined,
      apiUrl: 'https://api.twilio.com',
      credentials: { accountSid: COMPLETE.TWILIO_ACCOUNT_SID, authToken: SECRET, previousAuthToken: undefined },
      secrets: new Map([
        ['SALES_PHONE', '+12025550101'],
        ['SUPPORT_PHONE', '+12025550102'],
      ]),
    })
  })

  test('may come as files, whose trailing line break does not count', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'token')
    await writeFile(file, `${SECRET}\n`)
    const { TWILIO_AUTH_TOKEN: _, ...rest } = COMPLETE

    const config = readConfig({ ...rest, TWILIO_AUTH_TOKEN_FILE: file }, 'production', [acme])

    expect(config.credentials?.authToken).toBe(SECRET)
  })

  test('may be empty in development, which needs no credentials and no numbers', () => {
    expect(problemsOf({}, 'development')).toEqual([])
    expect(readConfig(COMPLETE, 'development', [acme]).credentials).toBeUndefined()
  })

  test('loses the slashes at the end of its public address', () => {
    const { publicUrl } = readConfig({ ...COMPLETE, PUBLIC_URL: 'https://example.com/phones//' }, 'production', [acme])
    expect(publicUrl).toBe('https://example.com/phones')
  })
})

describe('an environment with mistakes', () => {
  test('is told all of them at once', () => {
    expect(problemsOf({ PORT: 'eighty', DATABASE_URL: 'mysql://x', TRUSTED_PROXIES: '10.0.0.0/33' })).toEqual([
      'PORT is "eighty"; use a whole number from 0 to 65535.',
      'PUBLIC_URL is missing: the https address at which Twilio reaches this app, such as https://phones.example.com.',
      'TRUSTED_PROXIES: "10.0.0.0/33" is neither an IP address nor a range such as 10.0.0.0/8.',
      'DATABASE_URL does not begin with postgres:// or postgresql://. Leave it out to use the embedded database.',
      'TWILIO_ACCOUNT_SID is missing: AC and 32 hex digits, from the Twilio console.',
      'TWILIO_AUTH_TOKEN is missing: the auth token of that account; webhooks are checked with it.',
      'SALES_PHONE is missing: flow "acme" needs a phone number there.',
      'SUPPORT_PHONE is missing: flow "acme" needs a phone number there.',
    ])
  })

  test.each(['-1', '65536', '80.5', '1e3', '0x50', 'http'])('is told that %j is no port', (PORT) => {
    expect(problemsOf({ ...COMPLETE, PORT })).toEqual([`PORT is "${PORT}"; use a whole number from 0 to 65535.`])
  })

  test.each([
    'phones.example.com',
    'ftp://phones.example.com',
    'https://me:pw@phones.example.com',
    'https://:pw@phones.example.com',
    'https://phones.example.com/?a=1',
    'https://phones.example.com/?',
    'https://phones.example.com/#top',
    'https://phones.example.com /x',
  ])('is told that %j is no public address', (PUBLIC_URL) => {
    expect(problemsOf({ ...COMPLETE, PUBLIC_URL })).toEqual([
      'PUBLIC_URL is not an http(s) address without user, query and fragment.',
    ])
  })

  test('is told that a database address cannot be read, without its password', () => {
    expect(problemsOf({ ...COMPLETE, DATABASE_URL: `postgres://me:${SECRET}#1@host:port/x` })).toEqual([
      'DATABASE_URL cannot be read as a URL; write characters such as # and / in the password as %23 and %2F.',
    ])
    expect(problemsOf({ ...COMPLETE, DATABASE_URL: 'postgres://me@/phones?host=/var/run/postgresql' })).toEqual([])
  })

  test('is told that a number is none', () => {
    expect(problemsOf({ ...COMPLETE, SALES_PHONE: '202 555 0101' })).toEqual([
      'SALES_PHONE is not a phone number in international form; write + and country code, such as +12025550101.',
    ])
  })

  test('is told that a PIN is none, that mail lacks its server, and that an S3 store is incomplete', () => {
    const desk = defineMailbox('desk', { pin: secret('DESK_PIN'), notify: { email: ['desk@clinic.example'] } })
    const told = (environment: Record<string, string>) =>
      problemsOf({ ...COMPLETE, ...environment }, 'production', [desk])
    expect(told({ DESK_PIN: SECRET })).toEqual([
      'SMTP_URL is missing: mailbox "desk" notifies by e-mail; the mail server, such as smtps://user:password@mail.example.com.',
      'MAIL_FROM is missing: mailbox "desk" notifies by e-mail; the sender of mail, such as phones@example.com.',
      'DESK_PIN is not a PIN; write 4 to 10 digits.',
    ])
    const mail = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'phones@example.com' }
    expect(told({ ...mail, S3_BUCKET: 'voicemail', S3_ENDPOINT: 'minio:9000' })).toEqual([
      'S3_ACCESS_KEY_ID is missing: audio is kept in an S3 store when one of its variables is set.',
      'S3_SECRET_ACCESS_KEY is missing: audio is kept in an S3 store when one of its variables is set.',
      'S3_ENDPOINT is not an http(s) address.',
      'DESK_PIN is missing: mailbox "desk" needs a PIN there.',
    ])
    expect(told({ ...mail, SMTP_URL: 'mail.example.com', DESK_PIN: '4711' })).toEqual([
      'SMTP_URL is not an address that begins with smtp:// or smtps://.',
    ])
    const s3 = { S3_BUCKET: 'voicemail', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' }
    expect(told({ ...mail, ...s3, DESK_PIN: '4711' })).toEqual([])
  })

  test('is told that an account is none', () => {
    expect(problemsOf({ ...COMPLETE, TWILIO_ACCOUNT_SID: SECRET })).toEqual([
      'TWILIO_ACCOUNT_SID is not AC and 32 hex digits.',
    ])
  })

  test('is told of a file that is missing, empty or a folder, and not that the value is missing besides', async () => {
    await using folder = await temporaryFolder()
    const empty = join(folder.path, 'empty')
    await writeFile(empty, '\n')
    const { TWILIO_AUTH_TOKEN: _, ...rest } = COMPLETE
    const told = (file: string) => problemsOf({ ...rest, TWILIO_AUTH_TOKEN_FILE: file })

    expect(told('/no/such/file')).toEqual([
      'TWILIO_AUTH_TOKEN_FILE names /no/such/file, which cannot be read (ENOENT).',
    ])
    expect(told(folder.path)).toEqual([`TWILIO_AUTH_TOKEN_FILE names ${folder.path}, which cannot be read (EISDIR).`])
    expect(told(empty)).toEqual([`TWILIO_AUTH_TOKEN_FILE names ${empty}, which is empty; write the value into it.`])
  })

  test.each(['0.0.0.0', '::', '192.168.1.2', 'phones.example.com', '127.0.0.1.example.com'])(
    'is told that other machines reach the page at %s, which needs a password',
    (HOST) => {
      expect(problemsOf({ HOST }, 'development')).toEqual([
        `HOOKSWITCH_ADMIN_PASSWORD is missing: with HOST=${HOST} the page and its API can be reached from other machines, so they need a password.`,
      ])
      expect(problemsOf({ HOST, HOOKSWITCH_ADMIN_PASSWORD: SECRET }, 'development')).toEqual([])
    },
  )

  test('is never told the value of a credential', () => {
    const environment = {
      TWILIO_ACCOUNT_SID: SECRET,
      TWILIO_AUTH_TOKEN: SECRET,
      TWILIO_AUTH_TOKEN_PREVIOUS: SECRET,
      HOOKSWITCH_ADMIN_PASSWORD: SECRET,
      DATABASE_URL: SECRET,
      PUBLIC_URL: `https://me:${SECRET}@host`,
      SALES_PHONE: SECRET,
    }
    expect(problemsOf(environment).join()).not.toContain(SECRET)
  })
})

function problemsOf(
  environment: Environment,
  mode: Mode = 'production',
  mailboxes: readonly Mailbox[] = [],
): readonly string[] {
  try {
    readConfig(environment, mode, [acme], mailboxes)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
