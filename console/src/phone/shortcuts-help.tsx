/** The keys of the page, on `?`. */
import { Kbd, Modal } from '@mantine/core'
import styles from './shortcuts-help.module.css'

const shortcuts: readonly (readonly [readonly string[], string])[] = [
  [['0', '–', '9', '*', '#'], 'press that key of the phone'],
  [['c'], 'call'],
  [['h'], 'hang up'],
  [['/'], 'say something, Enter sends it'],
  [['Esc'], 'leave the field'],
  [['?'], 'show this'],
]

export function ShortcutsHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keys" radius="lg" centered>
      <dl className={styles.list}>
        {shortcuts.map(([keys, action]) => (
          <div key={action}>
            <dt>{keys.map((key) => (key === '–' ? <span key={key}>–</span> : <Kbd key={key}>{key}</Kbd>))}</dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
