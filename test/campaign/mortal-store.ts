/** A store of a process that dies: from one step on nothing more of it is kept, as after `kill -9`. */
import type { Store } from '../../src/store/index.ts'

export interface MortalStoreOptions {
  /** The step at which it dies, from 1. */
  readonly step: number
  /** Whether it counts its steps already; it dies in the middle of its work, not while it starts. */
  readonly isMortal: () => boolean
  /** Whether that step is still done. */
  readonly isDone: boolean
  /** Called at that moment. */
  readonly onDeath: () => void
}

/** Whoever waits for a step of it waits for nothing: it throws, and so does every later one. */
export function mortalStore(store: Store, { step, isDone, isMortal, onDeath }: MortalStoreOptions): Store {
  let steps = 0
  let isDead = false

  function die(): never {
    if (!isDead) onDeath()
    isDead = true
    throw new Error('The process is dead.')
  }

  const mortal =
    (operation: (...args: readonly unknown[]) => unknown) =>
    async (...args: readonly unknown[]) => {
      if (!isDead && isMortal()) steps += 1
      const isLast = steps === step
      if (isDead || (isLast && !isDone)) die()
      const value = await operation(...args)
      return isDead || isLast ? die() : value
    }
  const rooms = Object.entries(store).map(([name, room]) => [
    name,
    typeof room === 'object'
      ? Object.fromEntries(Object.entries(room).map(([verb, operation]) => [verb, mortal(operation as () => unknown)])) // rooms hold functions only
      : room,
  ])
  return Object.fromEntries(rooms) as unknown as Store // the same names, the same signatures
}
