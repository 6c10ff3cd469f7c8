/**
 * Who can be rung by a Dial, and at which address: a number, an app or browser by its identity, a SIP address, a
 * WhatsApp user, a TwiML application. A SIM card has none.
 *
 * Source: reference twiml-voice.md §5.1–5.3, §5.6 and §5.7.
 */
import type { Application, Client, NumberNoun, Sim, Sip, WhatsApp } from '../../twiml/index.ts'
import { dialledNumber } from './dialled-number.ts'

export type TargetNoun = NumberNoun | Client | Sip | WhatsApp | Application | Sim

export interface Target {
  readonly noun: TargetNoun
  /** `+1…`, `client:…`, `sip:…`, `whatsapp:+1…` or `AP…`; as it was written when nothing can be reached under it. */
  readonly address: string
  readonly isReachable: boolean
  /** What the other end is given: parameters of a Client or an Application, headers of a Sip. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Only of an Application. */
  readonly applicationSid?: string
  /** What is dialled when no way to this one is found. */
  readonly instead?: Target
}

/** Reads where a noun leads to. */
export function targetOf(noun: TargetNoun): Target {
  switch (noun.verb) {
    case 'number': {
      const number = dialledNumber(noun.text)
      return { noun, address: number ?? noun.text, isReachable: number !== undefined, parameters: [] }
    }
    case 'whatsApp': {
      const number = dialledNumber(noun.text.replace(/^whatsapp:/, ''))
      const address = `whatsapp:${number ?? noun.text}`
      return { noun, address, isReachable: number !== undefined, parameters: [] }
    }
    case 'client':
      return clientTarget(noun)
    case 'sip':
      return sipTarget(noun)
    case 'application':
      return applicationTarget(noun)
    case 'sim':
      return { noun, address: noun.text, isReachable: false, parameters: [] }
    default:
      return noun satisfies never
  }
}

function clientTarget(noun: Client): Target {
  let identity = noun.text?.trim() ?? ''
  const parameters: [string, string][] = []
  for (const child of noun.children) {
    if (child.verb === 'identity') identity = child.text.trim()
    else parameters.push([child.name, child.value])
  }
  return { noun, address: `client:${identity}`, isReachable: identity !== '', parameters }
}

function applicationTarget(noun: Application): Target {
  let sid = noun.text?.trim() ?? ''
  const parameters: [string, string][] = []
  for (const child of noun.children) {
    if (child.verb === 'applicationSid') sid = child.text.trim()
    else parameters.push([child.name, child.value])
  }
  return { noun, address: sid, isReachable: sid !== '', parameters, applicationSid: sid }
}

/** Of several addresses the one with the lowest priority comes first; weights change nothing. */
function sipTarget(noun: Sip): Target {
  const uris = noun.children.filter((child) => child.verb === 'uri')
  const addresses = uris.toSorted((one, other) => (one.priority ?? 0) - (other.priority ?? 0)).map(({ text }) => text)
  const text = noun.text?.trim()
  const [first = '', ...others] = text ? [text] : addresses
  return sipChain(noun, first, others)
}

function sipChain(noun: Sip, text: string, others: readonly string[]): Target {
  const [address = '', query = ''] = text.split('?')
  const headers = noun.children.flatMap((child) => (child.verb === 'headers' ? child.children : []))
  const parameters = [
    ...[...new URLSearchParams(query)].map(([name, value]) => [name, value] as const),
    ...headers.map(({ name, value }) => [name, value] as const),
  ]
  const isReachable = /^sips?:[^\s@]+(@[^\s@]+)?$/i.test(address)
  const [next, ...rest] = others
  return { noun, address, isReachable, parameters, ...(next !== undefined && { instead: sipChain(noun, next, rest) }) }
}
