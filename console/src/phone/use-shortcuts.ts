/** The keyboard of the page: keys dial, letters act. */
import { useEffect, useRef, useState } from 'react'
import { phoneKeys } from './keypad.tsx'

export interface ShortcutActions {
  readonly press: (key: string) => void
  readonly call: () => void
  readonly hangUp: () => void
  readonly speak: () => void
  readonly help: () => void
}

/**
 * Listens to the keyboard, except while somebody types or a dialogue is open.
 *
 * @returns the key of the phone that is down
 */
export function useShortcuts(actions: ShortcutActions): string | undefined {
  const [downKey, setDownKey] = useState<string>()
  const newest = useRef(actions)
  newest.current = actions
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return
      const { press, call, hangUp, speak, help } = newest.current
      if (phoneKeys.includes(event.key)) {
        setDownKey(event.key)
        press(event.key)
      } else if (event.key === 'c') call()
      else if (event.key === 'h') hangUp()
      else if (event.key === '?') help()
      else if (event.key === '/') {
        event.preventDefault()
        speak()
      }
    }
    const up = () => setDownKey(undefined)
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', up)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', up)
    }
  }, [])
  return downKey
}

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role="dialog"]') !== null
}
