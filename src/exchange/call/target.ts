/**
 * Who can be rung by a Dial, and at which address: a number, an app or browser by its identity, a SIP address, a
 * WhatsApp user.
 *
 * Source: reference twiml-voice.md §5.1–5.3 and §5.7.
 */
import type { Client, NumberNoun, Sip, WhatsApp } from '../../twiml/index.ts'
import { dialledNumber } from './dialled-number.ts'

export type TargetNoun = NumberNoun | Client | Sip | WhatsApp

export interface Target {
  readonly noun: TargetNoun
  /** `+1…`, `client:…`, `sip:…` or `whatsapp:+1…`; as it was written when nothing can be reached under it. */
  readonly address: string
  readonly isReachable: boolean
  /** What the device at the other end is given: parameters of a Client, headers of a Sip. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
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

/** Of several addresses the one with the lowest priority counts; the others are not tried. */
function sipTarget(noun: Sip): Target {
  const uris = noun.children.filter((child) => child.verb === 'uri')
  const [first] = uris.toSorted((one, other) => (one.priority ?? 0) - (other.priority ?? 0))
  const [address = '', query = ''] = (noun.text?.trim() || (first?.text ?? '')).split('?')
  const headers = noun.children.flatMap((child) => (child.verb === 'headers' ? child.children : []))
  const parameters = [
    ...[...new URLSearchParams(query)].map(([name, value]) => [name, value] as const),
    ...headers.map(({ name, value }) => [name, value] as const),
  ]
  return { noun, address, isReachable: /^sips?:[^\s@]+(@[^\s@]+)?$/i.test(address), parameters }
}
