import { randomBytes } from 'node:crypto'
import type { SidSource } from '../phone/sid.ts'

/** Bytes for SIDs and tokens: unpredictable, or the same in every run for the same `seed`. */
export function createByteSource(seed?: number): SidSource {
  if (seed === undefined) return () => randomBytes(16)
  let state = seed >>> 0
  return () => Uint8Array.from({ length: 16 }, () => nextByte())

  /** mulberry32: small, well spread, and enough for names. */
  function nextByte(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff
  }
}

/** A token in the form of a UUID, as `I-Twilio-Idempotency-Token` has it. */
export function createToken(source: SidSource): string {
  const hex = Buffer.from(source()).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
