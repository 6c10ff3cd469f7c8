/** Twelve keys with their letters. */
import { memo } from 'react'
import styles from './keypad.module.css'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

/** Every key of a phone. */
export const phoneKeys: readonly string[] = keys.map(([key]) => key)

export interface KeypadProps {
  /** The key that is down on the keyboard. */
  readonly downKey: string | undefined
  readonly onPress: (key: string) => void
}

export const Keypad = memo(function Keypad({ downKey, onPress }: KeypadProps) {
  return (
    <fieldset className={styles.keypad} aria-label="Keys">
      {keys.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          className={styles.key}
          aria-label={key}
          data-down={downKey === key || undefined}
          onClick={() => onPress(key)}
        >
          {/* The letters are drawn by the style sheet: they are no part of the key's name. */}
          <span className={styles.digit} data-symbol={key === '*' || undefined} data-letters={letters || undefined}>
            {key}
          </span>
        </button>
      ))}
    </fieldset>
  )
})
