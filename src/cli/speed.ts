import { AppError } from '../app/app-error.ts'
import type { Clock } from '../clock/clock.ts'
import { createScaledClock } from '../clock/scaled-clock.ts'
import { systemClock } from '../clock/system-clock.ts'

/**
 * The clock that `--speed` asks for.
 *
 * @param speed 0.1 to 1000 as text; without it, real time
 * @throws {AppError} `ARGUMENTS_WRONG` for a speed that is none
 */
export function clockAt(speed: string | undefined): Clock {
  if (speed === undefined) return systemClock
  try {
    return createScaledClock(speed.trim() === '' ? Number.NaN : Number(speed))
  } catch (error) {
    const message = `--speed takes a number from 0.1 to 1000, not "${speed}". See hookswitch --help.`
    throw new AppError('ARGUMENTS_WRONG', message, { cause: error })
  }
}
