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
  const mortal =
    (operation: (...args: readonly unknown[]) => unknown) =>
    async (...args: readonly unknown[]) => {
      if (steps < step && !isMortal()) return operation(...args)
      steps += 1
      if (steps > step || (steps === step && !isDone)) {
        if (steps === step) onDeath()
        throw new Error('The process is dead.')
      }
      const value = await operation(...args)
      if (steps < step) return value
      if (steps === step) onDeath()
      steps = step + 1
      throw new Error('The process is dead.')
    }
  const rooms = Object.entries(store).map(([name, room]) => [
    name,
    typeof room === 'object'
      ? Object.fromEntries(Object.entries(room).map(([verb, operation]) => [verb, mortal(operation as () => unknown)])) // rooms hold functions only
      : room,
  ])
  return Object.fromEntries(rooms) as unknown as Store // the same names, the same signatures
}
