/**
 * One entry by keys: from the first word of its prompt to `#`, or to a silence.
 *
 * Knows digits and time, and nothing of what they mean.
 */
import type { Duration, Timer } from '../../clock/clock.ts'
import type { Performance } from '../performance.ts'

/** How an entry ended: with what was keyed, or because nothing ever was. */
export type Entered = { readonly kind: 'digits'; readonly digits: string } | { readonly kind: 'silence' }

/** What keys go to while an entry is made. */
export interface KeyEntry {
  key(key: string): void
}

/**
 * Waits for digits; undefined after a cut.
 *
 * @param timeout from the last key, or from the end of the prompts when none came; what was keyed by then counts
 * @param prompts lets the caller hear what to key; cut by the first key
 * @param open is given the entry that takes the keys from now on
 */
export function awaitKeys(
  performance: Performance,
  timeout: Duration,
  prompts: (within: Performance) => Promise<void>,
  open: (entry: KeyEntry | undefined) => void,
): Promise<Entered | undefined> {
  const { clock, journal } = performance.network
  const { callSid } = performance.leg
  return performance.scope.until<Entered>((report) => {
    const heard = performance.scope.inner()
    let digits = ''
    let silence: Timer | undefined
    let isListening = false
    const wait = () => {
      if (!isListening) journal.append({ kind: 'listening-started', callSid, accepts: ['keys'], lasts: timeout })
      isListening = true
      silence?.cancel()
      silence = clock.after(timeout, () => report(digits === '' ? { kind: 'silence' } : { kind: 'digits', digits }))
    }
    const key = (pressed: string) => {
      heard.cut()
      if (pressed === '#') return report({ kind: 'digits', digits })
      if (/\d/.test(pressed)) digits += pressed
      wait()
    }
    open({ key })
    void prompts(performance.within(heard)).then(() => {
      if (heard.isCut) return
      heard.cut()
      wait()
    })
    return () => {
      open(undefined)
      silence?.cancel()
      heard.cut()
    }
  })
}
