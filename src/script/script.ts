/** A script as data, after it has been read and found to be without mistakes. */
import type { Duration, Instant } from '../clock/clock.ts'
import type { PartyBehaviour } from '../exchange/index.ts'
import type { StepOf, Word } from './schema.ts'

/** The app that is called. */
export interface AppUnderScript {
  /** Its voice URL. */
  readonly url: string
  /** A command that starts it; without one it runs already. */
  readonly start?: string | undefined
  /** A path that answers once it is ready. */
  readonly ready?: string | undefined
  readonly 'ready within'?: Duration | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
  readonly token?: string | undefined
  readonly fallback?: string | undefined
  readonly 'status callback'?: string | undefined
}

/** What makes the app place the call. */
export interface Outbound {
  readonly trigger: {
    readonly post?: string | undefined
    readonly get?: string | undefined
    readonly form?: Readonly<Record<string, string>> | undefined
    readonly json?: unknown
    readonly headers?: Readonly<Record<string, string>> | undefined
  }
  readonly to?: string | undefined
  readonly within?: Duration | undefined
}

/** One step, with the line of the file it stands on. */
export type Step = { readonly [W in Word]: { readonly word: W; readonly line: number; readonly says: StepOf<W> } }[Word]

/** One call of a script. */
export interface ScriptedCall {
  readonly name: string
  /** Where it stands in the file. */
  readonly line: number
  readonly from: string
  readonly to: string
  readonly at: Instant | undefined
  readonly parties: Readonly<Record<string, PartyBehaviour>>
  /** Whether an unexpected dial or message, or anything left over, fails the call. */
  readonly isStrict: boolean
  readonly outbound: Outbound | undefined
  readonly steps: readonly Step[]
}

/** A file of calls to one app. */
export interface Script {
  /** As it was named. */
  readonly file: string
  readonly source: string
  readonly app: AppUnderScript
  /** Numbers the app may show besides its line. */
  readonly verified: readonly string[]
  /** Where the network serves its API; undefined for anywhere. */
  readonly port: number | undefined
  readonly calls: readonly ScriptedCall[]
}
