/** The command line: reads arguments, runs one command, and turns what went wrong into one clear sentence. */
import { parseArgs } from 'node:util'
import { AppError } from '../app/app-error.ts'
import { ConfigError } from '../app/config.ts'
import { FlowError } from '../flow/index.ts'
import { StoreError } from '../store/index.ts'
import { version } from './version.ts'

const HELP = `Hookswitch ${version}: phone systems in TypeScript.

  hookswitch init NAME [FOLDER]  a phone system to begin with: acme, clinic, clinic-reminders,
                             support-line, hotline, survey
  hookswitch dev [FILE]      app, emulated network and page on this machine; prints one address  --speed 4
  hookswitch serve [FILE]    the app alone, for Twilio; credentials come from the environment
  hookswitch check [FILE]    what is wrong with the flows of FILE          --json, --schema
  hookswitch reminders import FILE|plan|outcomes|metrics|waitlist|pause|resume|stop|rehearse FILE   a campaign of appointments
                             --system FILE, --dry-run, --region US, --zone America/New_York, --map phone=Mobile,
                             --consent "source: words", --csv FILE, --ics FILE, --at MOMENT, --json
  hookswitch graph [FILE]    the flows as pictures                         --format mermaid|svg|json, --flow NAME
  hookswitch exchange        the network alone, for an app in any language --app URL, --line NUMBER=URL,
                             --party NUMBER=answers|busy|…, --port 4100, --speed 4, --seed 1, --json
  hookswitch test FILE…      plays call scripts to any app in virtual time  --filter NAME, --bail, --coverage,
                             --junit FILE, --json, --token-file FILE, --schema
  hookswitch consent ACTION  who may be reached: import FILE, export, show NUMBER, stop NUMBER, allow NUMBER
                             --status stop|agreed|do-not-call, --list NAME, --country US, --by NAME, --json
  hookswitch a2p [FILE]      registers a business for messages to the United States: init [FILE]; then
                             again and again until all is approved          --watch, --again, --json
  hookswitch record FILE [URL]  a call made from this terminal, saved as a call script
  hookswitch call [URL]      call an app from this terminal                --token-file FILE, --json
  hookswitch --version, --help

FILE exports flows; default phone-system.ts in this folder, else the Acme example.
`

async function main(): Promise<number> {
  const { values, positionals } = readArguments()
  const [command, target] = positionals
  if (values.version) return print(`${version}\n`)
  if (values.help) return print(HELP)
  switch (command) {
    case 'init':
      return (await import('./init.ts')).init(target, positionals[2])
    case 'dev':
      return (await import('./dev.ts')).dev(target, process.env, values)
    case 'serve':
      await (await import('./serve.ts')).serve(target, process.env)
      return 0
    case 'check':
      return (await import('./check.ts')).check(target, values)
    case 'consent':
      return (await import('./consent.ts')).consent(positionals.slice(1), values, process.env)
    case 'reminders':
      return (await import('./reminders/reminders.ts')).reminders(positionals.slice(1), values, process.env)
    case 'a2p':
      return (await import('./a2p.ts')).a2p(positionals.slice(1), values, process.env)
    case 'graph':
      return (await import('./graph.ts')).graph(target, values)
    case 'exchange':
      return (await import('./exchange.ts')).exchange(values, process.env)
    case 'test':
      return (await import('./test.ts')).test(positionals.slice(1), values, process.env)
    case 'record':
      return (await import('./record.ts')).record(target, positionals[2], values, process.env)
    case 'call':
      return (await import('./call.ts')).call(target, values, process.env)
    case undefined:
      return print(HELP)
    default:
      process.stderr.write(`There is no command "${command}".\n\n${HELP}`)
      return 2
  }
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
  json: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  speed: { type: 'string' },
  format: { type: 'string' },
  flow: { type: 'string' },
  campaign: { type: 'string' },
  system: { type: 'string' },
  region: { type: 'string' },
  zone: { type: 'string' },
  map: { type: 'string', multiple: true },
  consent: { type: 'string' },
  csv: { type: 'string' },
  ics: { type: 'string' },
  at: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  port: { type: 'string' },
  status: { type: 'string' },
  list: { type: 'string' },
  country: { type: 'string' },
  by: { type: 'string' },
  app: { type: 'string' },
  line: { type: 'string', multiple: true },
  party: { type: 'string', multiple: true },
  seed: { type: 'string' },
  junit: { type: 'string' },
  coverage: { type: 'boolean', default: false },
  bail: { type: 'boolean', default: false },
  filter: { type: 'string' },
  schema: { type: 'boolean', default: false },
  token: { type: 'string' },
  'token-file': { type: 'string' },
} as const

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new AppError('ARGUMENTS_WRONG', `${mistakeIn(error)} See hookswitch --help.`, { cause: error })
  }
}

/** What Node says of arguments it cannot read, its first sentence only: the second is about quoting. */
function mistakeIn(error: unknown): string {
  const [first = ''] = error instanceof Error ? error.message.split(/(?<=')\. |\n/) : []
  return `${first.replace(/\.$/, '')}.`
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

/** Mistakes of the person are told in a sentence; our own keep their stack. */
function tell(error: unknown): void {
  const isExpected =
    error instanceof AppError ||
    error instanceof ConfigError ||
    error instanceof FlowError ||
    error instanceof StoreError
  process.stderr.write(
    isExpected ? `${(error as Error).message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  )
}

try {
  process.exitCode = await main()
} catch (error) {
  tell(error)
  process.exitCode = error instanceof AppError && error.code === 'ARGUMENTS_WRONG' ? 2 : 1
}
