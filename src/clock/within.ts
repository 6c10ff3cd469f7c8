import { systemClock } from './system-clock.ts'

/** What was answered, undefined when it takes longer than so many real milliseconds. Rejects when the answer does. */
export function within<T>(answer: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = systemClock.after(milliseconds, () => resolve(undefined))
    const end = () => timer.cancel()
    void answer.then(
      (value) => {
        end()
        resolve(value)
      },
      (error: unknown) => {
        end()
        reject(error)
      },
    )
  })
}
