/**
 * For tests: the app in a process of its own, on a database that others share. It waits for word over IPC, says where it
 * listens, and kills itself with SIGKILL at the step it was told, as if the machine had been switched off there.
 */

import { createApp } from '../../src/app/app.ts'
import { readConfig } from '../../src/app/config.ts'
import { defineCampaign } from '../../src/campaign/index.ts'
import type { Clock } from '../../src/clock/clock.ts'
import { createScaledClock } from '../../src/clock/scaled-clock.ts'
import { STRICT } from '../../src/consent/index.ts'
import { defineFlow, findReminder, hangUp } from '../../src/flow/index.ts'
import { openDataFolder, openStore, type Store } from '../../src/store/index.ts'

/** Where to die: at a call of a method of the store, before or after it is done. */
export interface Death {
  readonly room: keyof Store & string
  readonly method: string
  readonly when: 'before' | 'after'
}

/** What the parent says. */
export interface Word {
  readonly death?: Death
  /** What time it is. */
  readonly at: number
}

/**
 * Time runs so many times as fast. What the app relies on has to stay true on a busy machine: a request that is on its way ends
 * before 20 s of this time are over, and an attempt is made within its lease of two minutes.
 */
export const SPEED = 10

const LINE = '+12025550100'
const flow = defineFlow('clinic-call', {
  start: 'who',
  steps: {
    who: findReminder({ found: 'reminder', none: 'nothing' }),
    reminder: hangUp('You have an appointment tomorrow.'),
    nothing: hangUp('We have no appointment for you.'),
  },
})

export const campaign = defineCampaign('clinic', {
  flow: flow.name,
  from: LINE,
  offsets: [{ before: '24h', channel: 'call' }],
  pacing: { atOnce: 10, callsPerSecond: 1 },
})

/** Without quiet hours: a day goes by in a quarter of an hour. */
const policy = { ...STRICT, purposes: { ...STRICT.purposes, reminder: STRICT.purposes.conversational } }

// The parent reads the campaign here, too.
if (process.env.DYING_APP !== undefined) process.once('message', (word: Word) => void start(word))

async function start({ death, at }: Word): Promise<void> {
  const { env } = process
  const store = await openStore({ kind: 'postgres', url: env.DATABASE_URL ?? '' })
  const app = await createApp({
    config: readConfig(env, 'development', []),
    credentials: { accountSid: env.ACCOUNT ?? '', authToken: env.TOKEN ?? '' },
    flows: [flow],
    campaigns: [campaign],
    policy,
    clock: clockFrom(at),
    log: { info() {}, warn() {}, error: (fields, line) => process.stderr.write(`${line} ${JSON.stringify(fields)}\n`) },
    secrets: new Map(),
    system: {
      name: 'Hookswitch',
      version: 'test',
      mode: 'production',
      hasExchange: false,
      lines: [],
      callees: [],
      callerNumber: '',
    },
    store: death === undefined ? store : dying(store, death),
    dataFolder: await openDataFolder(env.DATA_DIR ?? ''),
  })
  process.send?.({ origin: await app.listen() })
}

/** The parent's time, which goes on from `at`. */
function clockFrom(at: number): Clock {
  const clock = createScaledClock(SPEED)
  const ahead = at - clock.now()
  return { ...clock, now: () => clock.now() + ahead }
}

function dying(store: Store, { room, method, when }: Death): Store {
  const part: object = store[room]
  const own: unknown = Reflect.get(part, method)
  if (typeof own !== 'function') throw new TypeError(`The store has no ${room}.${method}.`)
  const last = async (...args: unknown[]) => {
    if (when === 'after') await Reflect.apply(own, part, args)
    process.kill(process.pid, 'SIGKILL')
    // The signal may take a moment.
    return new Promise(() => {})
  }
  return { ...store, [room]: { ...part, [method]: last } }
}
