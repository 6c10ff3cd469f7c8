/** Chance that is the same in every run. */
import { createByteSource } from '../../src/exchange/random.ts'

export interface Random {
  /** A whole number from 0 to below `limit`, at most 65536. */
  below(limit: number): number
}

export function createRandom(seed: number): Random {
  const bytes = createByteSource(seed)
  return {
    below(limit) {
      const [high = 0, low = 0] = bytes()
      return Math.floor(((high * 256 + low) / 65536) * limit)
    },
  }
}
