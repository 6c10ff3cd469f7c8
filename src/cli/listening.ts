/** Where a server of this process will listen, known before it does. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { explain } from '../app/app-error.ts'
import type { Config } from '../app/config.ts'

/** `http://127.0.0.1:3000`: the address of a server that listens as `config` says. */
export const originOf = ({ host, port }: Config): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * Chooses a free port when the configuration leaves it to the system: the network has to know the address before
 * anything listens there.
 *
 * @throws {AppError} when the host is not an address of this machine
 */
export async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const probe = createServer().listen(0, config.host)
  await once(probe, 'listening').catch((error) => {
    throw explain(error, config)
  })
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  return { ...config, port: typeof address === 'object' && address !== null ? address.port : 0 }
}
