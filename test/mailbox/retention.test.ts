/** What is forgotten when: old messages, those that somebody has deleted, and recordings that became nothing. */

import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineMailbox, type Effect, newSession } from 'hookswitch/flow'
import { hours } from 'hookswitch/testing'
import { expect, test } from 'vitest'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import type { Mailbox } from '../../src/flow/index.ts'
import { fileStorage } from '../../src/mailbox/file-storage.ts'
import { mailboxTasks } from '../../src/mailbox/mailbox-tasks.ts'
import { armRetention } from '../../src/mailbox/retention.ts'
import { createTwilioClient } from '../../src/outbound/twilio-client.ts'
import { freshStore } from '../../src/testing/store-pool.ts'
import { createWorker } from '../../src/work/worker.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'

const DAY = hours(24)
const sid = (digit: number) => `RE${String(digit).repeat(32)}`

/** A store with messages, and a worker that forgets. */
async function world(...mailboxes: Mailbox[]) {
  const folder = await temporaryFolder()
  const store = await freshStore()
  const clock = createVirtualClock()
  const log = { warn() {}, error: (fields: object, line: string) => void errors.push({ fields, line }) }
  const errors: object[] = []
  const storage = fileStorage(folder.path)
  const handlers = mailboxTasks({
    store,
    mailboxes: new Map(mailboxes.map((mailbox) => [mailbox.name, mailbox])),
    storage,
    clock,
    reveal: () => undefined,
    mailer: undefined,
    pageUrl: undefined,
    client: createTwilioClient({
      apiUrl: 'http://127.0.0.1:1',
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'the-token',
      clock,
      random: () => 0.5,
    }),
  })
  const worker = createWorker({ tasks: store.tasks, clock, log, handlers })
  const keep = async (digit: number) => {
    await writeFile(join(folder.path, `${sid(digit)}.wav`), 'RIFF')
    await store.recordings.keep(sid(digit), `${sid(digit)}.wav`, 4)
  }
  return {
    store,
    clock,
    worker,
    errors,
    files: () => readdir(folder.path),
    async leave(digit: number, mailbox: string) {
      const callSid = `CA${String(digit).repeat(32)}`
      await store.messages.report({ mailbox, callSid, recordingSid: sid(digit), seconds: 7, at: clock.now() })
      await keep(digit)
    },
    keep,
    async [Symbol.asyncDispose]() {
      await worker.stop()
      await store.close()
      await store.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

test('messages older than their mailbox keeps them are forgotten with their audio; others stay', async () => {
  await using here = await world(defineMailbox('short', { retentionDays: 10 }), defineMailbox('long'))
  await here.leave(1, 'short')
  await here.leave(2, 'long')
  await armRetention(here.store, here.clock)
  here.worker.wake()
  await here.clock.advance(9 * DAY)
  expect(await here.files()).toHaveLength(2)
  await here.clock.advance(2 * DAY)
  expect(await here.files()).toEqual([`${sid(2)}.wav`])
  expect((await here.store.messages.list()).map(({ mailbox }) => mailbox)).toEqual(['long'])
  // A callback that comes very late brings nothing back.
  await here.store.messages.report({
    mailbox: 'short',
    callSid: `CA${'1'.repeat(32)}`,
    recordingSid: sid(1),
    seconds: 7,
    at: 0,
  })
  expect(await here.store.messages.list({ mailbox: 'short' })).toEqual([])
  expect(here.errors).toEqual([])
})

test('a message that somebody has deleted keeps its audio for seven days, and then is forgotten', async () => {
  await using here = await world(defineMailbox('desk'))
  await here.leave(1, 'desk')
  await here.leave(2, 'desk')
  await armRetention(here.store, here.clock)
  here.worker.wake()
  const [first] = await here.store.messages.list()
  await here.store.messages.remove(first?.id ?? '', here.clock.now())
  await here.clock.advance(6 * DAY)
  expect(await here.files()).toHaveLength(2)
  await here.clock.advance(3 * DAY)
  expect(await here.files()).toHaveLength(1)
  expect(await here.store.messages.list()).toHaveLength(1)
})

test('a greeting that nobody kept is removed after a day; one that was kept stays, and so does a recorded conversation', async () => {
  await using here = await world(defineMailbox('desk'))
  const { store, clock } = here
  await here.leave(1, 'desk')
  await recorded(here, 2, [{ kind: 'recording-announced', recordingSid: sid(2) }])
  await recorded(here, 3, [
    { kind: 'recording-announced', recordingSid: sid(3) },
    { kind: 'greeting-kept', mailbox: 'desk', greeting: 'standard', recordingSid: sid(3) },
  ])
  await store.recordings.announce(sid(4), `CA${'4'.repeat(32)}`, clock.now())
  await here.keep(4)
  await armRetention(store, clock)
  here.worker.wake()
  await clock.advance(hours(20))
  expect(await here.files()).toHaveLength(4)
  await clock.advance(2 * DAY)
  expect(await here.files()).toEqual([1, 3, 4].map((digit) => `${sid(digit)}.wav`))
})

async function recorded(here: Awaited<ReturnType<typeof world>>, digit: number, effects: readonly Effect[]) {
  const at = here.clock.now()
  const arrival = { callSid: `CA${String(digit).repeat(32)}`, from: '+12025550111', to: '+12025550100', at }
  const session = { ...newSession('box', 'box', 'en-US', arrival), turn: 1 }
  await here.store.turns.commit({ session, step: 'box', answer: '', at, isNewCall: true, effects })
  await here.keep(digit)
}
