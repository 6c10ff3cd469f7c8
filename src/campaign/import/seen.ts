/**
 * Which texts have been seen, in 16 bytes each: a million ids of a file in 32 MB. Two texts are taken for the same once in some
 * ten billion; then a row is called a duplicate that is none, and the report says so.
 */
export class Seen {
  #slots = new Float64Array(1024)
  #size = 0

  /** Whether it is new; from now on it is not. */
  add(text: string): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow()
    const isNew = put(this.#slots, hash(text))
    if (isNew) this.#size++
    return isNew
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2)
    for (const value of this.#slots) if (value !== 0) put(larger, value)
    this.#slots = larger
  }
}

function put(slots: Float64Array, value: number): boolean {
  for (let slot = value % slots.length; ; slot = (slot + 1) % slots.length) {
    if (slots[slot] === value) return false
    if (slots[slot] === 0) {
      slots[slot] = value
      return true
    }
  }
}

/** 53 bits, never 0. */
function hash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0) + 1
}
