/**
 * A stretch of a call in which something is waited for, and which can be cut short.
 *
 * A leg's life is one; the prompts inside a Gather are another within it. Cutting a scope ends every wait in it and in
 * the scopes within, at once and in order of beginning; a wait that begins after the cut ends immediately.
 */
export class Scope {
  /** What ends each wait, and each scope within with the scope it belongs to; in order of beginning. */
  readonly #cuts = new Map<() => void, Scope | undefined>()
  #leaveOuter: (() => void) | undefined
  #isCut = false

  get isCut(): boolean {
    return this.#isCut
  }

  /** How many waits are under way, here and in the scopes within. */
  get waits(): number {
    let total = 0
    for (const inner of this.#cuts.values()) total += inner?.waits ?? 1
    return total
  }

  /** A scope that is cut with this one at the latest. Cut it yourself when its work is done. */
  inner(): Scope {
    const inner = new Scope()
    if (this.#isCut) inner.#isCut = true
    const cut = () => inner.cut()
    this.#cuts.set(cut, inner)
    inner.#leaveOuter = () => this.#cuts.delete(cut)
    return inner
  }

  /** Ends every wait. Doing it twice does nothing. */
  cut(): void {
    if (this.#isCut) return
    this.#isCut = true
    this.#leaveOuter?.()
    for (const cut of [...this.#cuts.keys()]) cut()
    this.#cuts.clear()
  }

  /**
   * Waits for what `begin` reports, or for the cut, whichever is first.
   *
   * @param begin starts the wait; what it returns is called once at the end, at the very moment of the report or of
   *   the cut, with the reported value or undefined
   * @returns what was reported; undefined after a cut
   */
  until<T>(
    begin: (report: (value: T) => void) => ((value: T | undefined) => void) | undefined,
  ): Promise<T | undefined> {
    if (this.#isCut) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      let isDone = false
      let hasBegun = false
      let result: T | undefined
      let finish: ((value: T | undefined) => void) | undefined
      const settle = (value: T | undefined) => {
        if (isDone) return
        isDone = true
        result = value
        this.#cuts.delete(cut)
        if (hasBegun) finish?.(value)
        resolve(value)
      }
      const cut = () => settle(undefined)
      this.#cuts.set(cut, undefined)
      finish = begin(settle)
      hasBegun = true
      if (isDone) finish?.(result)
    })
  }
}
