/**
 * Plays one call of a script: a network of its own, virtual time, real HTTP to the app.
 */
import type { Duration } from '../clock/clock.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { type JournalEvent, serveExchange } from '../exchange/index.ts'
import { endsQuietly } from '../testing/ends-quietly.ts'
import { ExpectationError } from '../testing/expectation-error.ts'
import type { LineUnderTest } from '../testing/line-under-test.ts'
import { Player } from './player.ts'
import type { Script, ScriptedCall } from './script.ts'

/** What came of a call. */
export interface CallResult {
  readonly name: string
  readonly line: number
  readonly failure?: Failure
  /** How long the call took on the network's clock. */
  readonly lasted: Duration
  /** Everything that happened. */
  readonly events: readonly JournalEvent[]
}

/** Why a call failed. */
export interface Failure {
  /** Of the file: where the step stands that did not come true. */
  readonly line: number
  /** Expected, instead, the call so far, and the document that led there. */
  readonly message: string
}

/** Who the network is to the app. */
export interface NetworkIdentity {
  readonly accountSid: string
  readonly authToken: string
  /** Where it serves its API; 0 for anywhere. */
  readonly port: number
}

/**
 * Places the call, or lets the app place it, and goes through its steps. Never throws for what the app does.
 *
 * @throws what Node says of a port that cannot be had
 */
export async function playCall(script: Script, call: ScriptedCall, identity: NetworkIdentity): Promise<CallResult> {
  const clock = createVirtualClock(call.at === undefined ? {} : { startsAt: call.at })
  const { accountSid, authToken, port } = identity
  const verifiedNumbers = script.verified
  // Without a seed: an app that runs for long must not meet the same CallSid twice.
  const served = await serveExchange({ accountSid, authToken, clock, verifiedNumbers }, port)
  const line: LineUnderTest = { exchange: served.exchange, clock, names: new Map(), expected: new Set() }
  addLine(line, script, call)
  const startedAt = clock.now()
  let at = call.line
  try {
    const player = new Player(line, script, call)
    await player.begin()
    for (const step of call.steps) {
      at = step.line
      await player.play(step)
    }
    at = call.line
    await player.finish()
    if (call.isStrict) {
      await endsQuietly(line)
      player.refuseUnmentioned()
    }
    return { ...told(), lasted: clock.now() - startedAt }
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error
    const message = error.message + whyNothingWasHeard(line, script)
    return { ...told(), lasted: clock.now() - startedAt, failure: { line: at, message } }
  } finally {
    await served.close()
  }

  function told() {
    return { name: call.name, line: call.line, events: [...served.exchange.journal.events] }
  }
}

function addLine({ exchange }: LineUnderTest, { app }: Script, { to, parties }: ScriptedCall): void {
  exchange.addLine({
    number: to,
    name: 'line',
    voiceUrl: app.url,
    ...(app.fallback !== undefined && { fallbackUrl: new URL(app.fallback, app.url).href }),
    ...(app['status callback'] !== undefined && { statusCallback: new URL(app['status callback'], app.url).href }),
  })
  for (const [number, behaviour] of Object.entries(parties)) exchange.setParty(number, behaviour)
}

/** What a beginner meets first: the app does not run, or checks another token. */
function whyNothingWasHeard({ exchange }: LineUnderTest, { app }: Script): string {
  const first = exchange.journal.events.find(({ kind }) => kind === 'request-failed' || kind === 'answer-received')
  if (first?.kind === 'request-failed') {
    return `\n\nNothing answers at ${app.url}. Start the app, or let the script start it: app: { url: …, start: a command }.`
  }
  if (first?.kind === 'answer-received' && (first.status === 401 || first.status === 403)) {
    return `\n\nThe app refuses the first request (${first.status}). If it checks signatures, give this command its token: TWILIO_AUTH_TOKEN.`
  }
  return ''
}
