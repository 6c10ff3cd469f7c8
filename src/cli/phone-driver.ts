/**
 * What a terminal phone needs of a network: one running here for any app, or the one inside a running `hookswitch dev`.
 */
import { AppError } from '../app/app-error.ts'
import { systemClock } from '../clock/system-clock.ts'
import { type JournalEvent, serveExchange } from '../exchange/index.ts'
import { createSid } from '../phone/sid.ts'

/** What the callee of a ringing leg does. */
export type Answer = 'person' | 'busy' | 'ignored' | 'voicemail'

export interface PhoneDriver {
  /** What is asked when the line is called. */
  readonly voiceUrl: string
  /** Places the call; resolves to its CallSid. */
  place(): Promise<string>
  press(callSid: string, keys: string): Promise<void>
  speak(callSid: string, text: string): Promise<void>
  hangUp(callSid: string): Promise<void>
  answer(callSid: string, as: Answer): Promise<void>
  /** Tells every event from now on. */
  follow(listener: (event: JournalEvent) => void): void
  close(): Promise<void>
}

const CALLER = '+12025550199'
const LINE = '+12025550100'

/** A network in this process, with one line whose voice URL is `url`. */
export async function driveLocally(url: string, authToken: string): Promise<PhoneDriver> {
  const { exchange, close } = await serveExchange({ accountSid: createSid('AC'), authToken, clock: systemClock })
  exchange.addLine({ number: LINE, name: 'the app', voiceUrl: url })
  const call = (callSid: string) => exchange.call(callSid)
  return {
    voiceUrl: url,
    place: async () => exchange.placeCall({ from: CALLER, to: LINE }).callSid,
    press: async (callSid, keys) => call(callSid)?.press(keys),
    speak: async (callSid, text) => call(callSid)?.speak(text),
    hangUp: async (callSid) => call(callSid)?.hangUp(),
    async answer(callSid, as) {
      if (as === 'person') call(callSid)?.answer()
      if (as === 'busy') call(callSid)?.beBusy()
      if (as === 'ignored') call(callSid)?.ignore()
      if (as === 'voicemail') call(callSid)?.takeByMachine()
    },
    follow: (listener) => void exchange.journal.subscribe(listener),
    close,
  }
}

/**
 * The network inside a running `hookswitch dev`, so that the call shows on its page, too.
 *
 * @throws {AppError} `NOTHING_RUNS` when nothing answers at `origin`
 */
export async function driveRunning(origin: string, password: string | undefined): Promise<PhoneDriver> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (password !== undefined) headers.authorization = `Basic ${Buffer.from(`terminal:${password}`).toString('base64')}`
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(origin + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => undefined)
    if (answer === undefined) throw nothingRuns(origin)
    if (!answer.ok && answer.status !== 409) throw nothingRuns(origin, answer.status)
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>)
  }
  const { lines } = (await ask('/_exchange/lines')) as { lines: { number: string; voiceUrl?: string }[] }
  const { events } = (await ask('/_exchange/journal?since=0')) as { events: JournalEvent[] }
  const since = events.at(-1)?.sequence ?? 0
  const feed = new WebSocket(`${origin.replace(/^http/, 'ws')}/_exchange/feed?since=${since}`, { headers } as never)
  const act = async (callSid: string, what: string, body: object) =>
    void (await ask(`/_exchange/calls/${callSid}/${what}`, body))
  return {
    voiceUrl: lines[0]?.voiceUrl ?? origin,
    place: async () => String((await ask('/_exchange/calls', { to: lines[0]?.number ?? LINE })).callSid),
    press: (callSid, keys) => act(callSid, 'keys', { keys }),
    speak: (callSid, text) => act(callSid, 'speech', { text }),
    hangUp: (callSid) => act(callSid, 'hang-up', {}),
    answer: (callSid, as) => act(callSid, 'answer', { as }),
    follow: (listener) => feed.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)))),
    close: async () => feed.close(),
  }
}

function nothingRuns(origin: string, status?: number): AppError {
  return new AppError(
    'NOTHING_RUNS',
    status === undefined
      ? `Nothing answers at ${origin}. Start a phone system with npm start, or name the voice URL of a running app: hookswitch call http://localhost:5000/voice`
      : `${origin} answers, but not as a Hookswitch network (${status}). Name the voice URL of the app instead, or set HOOKSWITCH_ADMIN_PASSWORD if it asks for one.`,
  )
}
