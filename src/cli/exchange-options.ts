/** What the command line of `hookswitch exchange` says, read and judged. */
import { AppError } from '../app/app-error.ts'
import type { Line, PartyBehaviour } from '../exchange/index.ts'
import { isE164 } from '../phone/e164.ts'
import { partyWords, readParty } from '../script/party.ts'
import { fictional } from './fictional.ts'
import type { TokenOptions } from './token.ts'

/** The options as they stand on the command line. */
export interface ExchangeCommandOptions extends TokenOptions {
  /** Where the network listens; default 4100, 0 for any that is free. */
  readonly port?: string | undefined
  /** The app's voice URL; addresses of lines are relative to it. */
  readonly app?: string | undefined
  /** `+12025550100=http://localhost:5000/voice`, or `+12025550100=/voice` below the app. */
  readonly line?: readonly string[] | undefined
  /** `+12025550101=answers:3s`. */
  readonly party?: readonly string[] | undefined
  /** How many times as fast as real time calls go, 0.1 to 1000; default 1. */
  readonly speed?: string | undefined
  /** A whole number that makes SIDs the same in every run. */
  readonly seed?: string | undefined
  readonly json: boolean
}

/** Somebody at the end of a number. */
export interface KnownParty {
  readonly number: string
  readonly behaviour: PartyBehaviour
  /** As it was said. */
  readonly word: string
}

const wrong = (message: string) => new AppError('ARGUMENTS_WRONG', message)

/** The lines; one with a fictional number when only the app is named. */
export function linesOf({ app, line = [] }: ExchangeCommandOptions): readonly Line[] {
  if (app !== undefined && !isHttpUrl(app)) {
    throw wrong(`--app takes the address of your app in full, such as http://localhost:5000/voice, not "${app}".`)
  }
  if (line.length === 0 && app === undefined) {
    throw wrong('Name the app to be called: hookswitch exchange --app http://localhost:5000/voice')
  }
  if (line.length === 0 && app !== undefined) return [{ number: fictional(0), name: 'the app', voiceUrl: app }]
  return line.map((said) => {
    const [number, address] = numberAnd(said, '--line', '+12025550100=http://localhost:5000/voice')
    const voiceUrl = absolute(address, app)
    if (voiceUrl !== undefined) return { number, voiceUrl }
    throw wrong(
      `The line ${number} needs the address of your app in full, or --app and a path; "${address}" is neither.`,
    )
  })
}

/** Who is at the end of which number. */
export function partiesOf({ party = [] }: ExchangeCommandOptions): readonly KnownParty[] {
  return party.map((said) => {
    const [number, word] = numberAnd(said, '--party', '+12025550101=answers')
    const behaviour = readParty(word)
    if (behaviour !== undefined) return { number, behaviour, word }
    throw wrong(`"${word}" is not what a party does. One of: ${partyWords.join(', ')}; answers:3s picks up after 3 s.`)
  })
}

/** The port as text, as an environment would have it. */
export function portOf({ port = '4100' }: ExchangeCommandOptions): string {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return port
  throw wrong(`--port takes a whole number from 0 to 65535, not "${port}".`)
}

/** What SIDs are made from; undefined for unpredictable ones. */
export function seedOf({ seed }: ExchangeCommandOptions): number | undefined {
  if (seed === undefined || /^\d{1,15}$/.test(seed)) return seed === undefined ? undefined : Number(seed)
  throw wrong(`--seed takes a whole number, not "${seed}".`)
}

function numberAnd(said: string, option: string, example: string): readonly [string, string] {
  const at = said.indexOf('=')
  const [number, rest] = [said.slice(0, at).trim(), said.slice(at + 1).trim()]
  if (at < 0 || rest === '') throw wrong(`${option} takes a number and what it is, such as ${example}, not "${said}".`)
  if (isE164(number)) return [number, rest]
  throw wrong(`"${number}" is not a phone number in international form; write + and country code: ${option} ${example}`)
}

function absolute(address: string, app: string | undefined): string | undefined {
  if (isHttpUrl(address)) return address
  return app !== undefined && address.startsWith('/') ? new URL(address, app).href : undefined
}

const isHttpUrl = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text)
