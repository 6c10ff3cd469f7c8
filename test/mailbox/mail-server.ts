/** A real SMTP server in the process, which takes or refuses mail as a test wants. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface MailServer extends AsyncDisposable {
  readonly url: string
  /** Every mail that was taken, as it came. */
  readonly mails: { readonly to: readonly string[]; readonly raw: string }[]
  /** How often somebody wanted to hand over a mail. */
  readonly tries: () => number
  /** What is answered to the next mails, one after the other; then they are taken. */
  readonly refusals: number[]
}

export const startMailServer = (...refusals: number[]): Promise<MailServer> => startMailServerAt(0, refusals)

/** The same at a port of this machine. */
export async function startMailServerAt(port: number, refusals: number[] = []): Promise<MailServer> {
  const mails: MailServer['mails'] = []
  let tries = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo(_address, _session, done) {
      tries += 1
      const code = refusals.shift()
      if (code === undefined) return done()
      done(Object.assign(new Error('not now, desk@clinic.example'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('latin1'),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const address = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refusals,
    tries: () => tries,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}
