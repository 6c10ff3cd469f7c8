/**
 * The REST interface: operations a second and core, over HTTP, 32 at a time. What counts is the processor time of the
 * network's process, because the client needs about as much as the network does.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { Pool } from 'undici'

const accountSid = `AC${'0'.repeat(32)}`
const authToken = 'token of a bench'
const connections = 32
const requests = 4000

/** Prints operations a second and core, for each kind. */
export async function benchRest(): Promise<void> {
  const network = fork(resolve(import.meta.dirname, 'rest-network.ts'), {
    env: { ...process.env, ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken },
  })
  const [{ port }] = (await once(network, 'message')) as [AddressInfo]
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections })
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const account = `/2010-04-01/Accounts/${accountSid}`
  const ask = async (path: string, form?: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await pool.request({
      path,
      method: form === undefined ? 'GET' : 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: form === undefined ? null : new URLSearchParams(form).toString(),
    })
    const body = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${path} was answered by ${answer.statusCode}: ${body}`)
    return body
  }
  const call = {
    From: '+12025550100',
    To: '+12025550199',
    Twiml: '<Response><Say>Good day.</Say></Response>',
  }
  const { sid } = JSON.parse(await ask(`${account}/Calls.json`, call))
  const kinds: Readonly<Record<string, () => Promise<string>>> = {
    'a call is fetched': () => ask(`${account}/Calls/${sid}.json`),
    'a call is placed': () => ask(`${account}/Calls.json`, call),
    'fifty calls are listed': () => ask(`${account}/Calls.json?PageSize=50`),
  }
  for (const [name, act] of Object.entries(kinds)) {
    await many(requests / 4, act) // warmed up
    const before = await processorTime(network)
    await many(requests, act)
    const perSecond = requests / ((await processorTime(network)) - before)
    console.log(`${name.padEnd(24)}${perSecond.toFixed(0).padStart(6)} a second and core`)
  }
  await pool.close()
  network.disconnect()
}

async function many(count: number, act: () => Promise<unknown>): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await act()
    }),
  )
}

/** Of another process so far, in seconds; it answers any message with its `process.cpuUsage()`. */
export async function processorTime(child: ReturnType<typeof fork>): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return (user + system) / 1e6
}
