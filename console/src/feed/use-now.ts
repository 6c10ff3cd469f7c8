/** The exchange's time for components that draw it as it passes. */
import { useEffect, useState } from 'react'
import type { Instant } from '../../../src/clock/clock.ts'
import { exchangeNow } from './exchange-clock.ts'

/** Now, drawn anew every `everyMilliseconds` while `isRunning`. */
export function useNow(isRunning: boolean, everyMilliseconds: number): Instant {
  const [now, setNow] = useState(exchangeNow)
  useEffect(() => {
    if (!isRunning) return
    setNow(exchangeNow())
    const timer = setInterval(() => setNow(exchangeNow()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [isRunning, everyMilliseconds])
  return now
}
