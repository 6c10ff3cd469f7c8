/** Types: nobody is called or written to without a permit, and a permit comes from `mayContact` alone. */
import type { Dialer } from '../outbound/dialer.ts'
import type { Messenger } from '../outbound/messenger.ts'
import { mayContact, type Permit, type Person } from './index.ts'

declare const dialer: Dialer
declare const messenger: Messenger
declare const person: Person
const order = { key: 'a', url: 'https://a.example/voice', statusUrl: 'https://a.example/status' }
const text = { key: 'a', text: 'Hello', statusUrl: 'https://a.example/status' }
const from = { number: '+12025550100', registration: 'registered' } as const

const verdict = mayContact(person, { channel: 'call', from }, 'reminder', 0)
// @ts-expect-error a verdict is no permit: it may be a no
void dialer.call(verdict, order)
if (verdict.kind === 'allowed') {
  void dialer.call(verdict.permit, order)
  // @ts-expect-error leave to call is no leave to write
  void messenger.send(verdict.permit, text)
  // @ts-expect-error a permit is for the person it was given for
  verdict.permit.to = '+12025550101'
  // @ts-expect-error a copy with another person is no permit
  const forged: Permit<'call'> = { ...verdict.permit, to: '+12025550101', at: 0, nothing: true }
  void forged
}
// @ts-expect-error nobody but mayContact can write one down
const written: Permit<'call'> = { to: '+1', from: '+1', channel: 'call', purpose: 'reminder', at: 0, content: 'text' }
void written
// @ts-expect-error a number is no permit
void dialer.call('+12025550101', order)

const letter = mayContact(person, { channel: 'sms', from }, 'conversational', 0)
if (letter.kind === 'allowed') void messenger.send(letter.permit, text)
