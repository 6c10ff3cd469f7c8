/** What went wrong, as a sentence with a cure that can be copied. */
import { CopyButton } from '@mantine/core'
import { WarningIcon } from './icons.tsx'
import styles from './trouble.module.css'

export interface TroubleProps {
  readonly message: string
  readonly help?: string | undefined
  /** Twilio's number of the error, where it has one. */
  readonly code?: number | undefined
  readonly severity?: 'error' | 'warning'
  readonly onClose?: (() => void) | undefined
}

export function Trouble({ message, help, code, severity = 'error', onClose }: TroubleProps) {
  return (
    <div className={styles.trouble} data-severity={severity} role={severity === 'error' ? 'alert' : 'note'}>
      <WarningIcon />
      <div className={styles.words}>
        <p className={styles.message}>
          {message}
          {code !== undefined && <span className={styles.code}> {code}</span>}
        </p>
        {help && <p className={styles.help}>{help}</p>}
        <p className={styles.actions}>
          {help && (
            <CopyButton value={help}>
              {({ copied, copy }) => (
                <button type="button" onClick={copy}>
                  {copied ? 'Copied' : 'Copy the cure'}
                </button>
              )}
            </CopyButton>
          )}
          {onClose && (
            <button type="button" onClick={onClose}>
              Close
            </button>
          )}
        </p>
      </div>
    </div>
  )
}
