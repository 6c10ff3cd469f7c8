import { createHmac } from 'node:crypto'

export const TOKEN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
export const ACCOUNT = 'AC00000000000000000000000000000001'

/** Signed webhooks of so many calls: the call comes in, then 1 is pressed. Two turns a call, ready to be written. */
export function menuRequests(port: number, calls: number, salt: number): { first: Buffer[]; second: Buffer[] } {
  const first: Buffer[] = []
  const second: Buffer[] = []
  for (let index = 0; index < calls; index++) {
    const callSid = `CA${(salt * 10_000_000 + index).toString(16).padStart(32, '0')}`
    first.push(signed(port, '/voice/acme', { ...STANDARD, CallSid: callSid, CallStatus: 'ringing' }))
    const pressed = { ...STANDARD, CallSid: callSid, CallStatus: 'in-progress', Digits: '1', FinishedOnKey: '' }
    second.push(signed(port, '/voice/acme/welcome?turn=1', pressed))
  }
  return { first, second }
}

function signed(port: number, path: string, parameters: Readonly<Record<string, string>>): Buffer {
  const url = `http://127.0.0.1:${port}${path}`
  const text = Object.keys(parameters)
    .sort()
    .reduce((text, name) => text + name + parameters[name], url)
  const signature = createHmac('sha1', TOKEN).update(text).digest('base64')
  const body = new URLSearchParams(parameters).toString()
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
}

const STANDARD = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  Called: '+12025550100',
  CalledCity: '',
  CalledCountry: 'US',
  CalledState: 'DC',
  CalledZip: '',
  Caller: '+12025550199',
  CallerCity: 'WASHINGTON',
  CallerCountry: 'US',
  CallerState: 'DC',
  CallerZip: '20001',
  Direction: 'inbound',
  From: '+12025550199',
  FromCity: 'WASHINGTON',
  FromCountry: 'US',
  FromState: 'DC',
  FromZip: '20001',
  StirVerstat: 'TN-Validation-Passed-A',
  To: '+12025550100',
  ToCity: '',
  ToCountry: 'US',
  ToState: 'DC',
  ToZip: '',
}
