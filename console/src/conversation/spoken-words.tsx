/** A prompt in words, the one being said underlined. */
import { useMemo } from 'react'
import type { SpokenLine } from '../feed/conversation.ts'
import { useNow } from '../feed/use-now.ts'
import styles from './conversation.module.css'
import { spokenWords, wordAt } from './words.ts'

export function SpokenWords({ line }: { readonly line: SpokenLine }) {
  if (line.endedAt === undefined) return <WordsBeingSaid line={line} />
  if (!line.isInterrupted) return <p className={styles.words}>{line.text}</p>
  return <WordsCutOff line={line} share={(line.endedAt - line.startedAt) / Math.max(1, line.lasts)} />
}

function WordsBeingSaid({ line }: { readonly line: SpokenLine }) {
  const words = useMemo(() => spokenWords(line.text), [line.text])
  const now = useNow(true, 60)
  const current = wordAt(words, (now - line.startedAt) / Math.max(1, line.lasts))
  return (
    <p className={styles.words}>
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of a prompt never move
        <span key={index}>
          <span data-said={index < current ? 'yes' : index === current ? 'now' : 'no'}>{word.text}</span>{' '}
        </span>
      ))}
    </p>
  )
}

/** What was said before it was cut off, and what nobody heard any more. */
function WordsCutOff({ line, share }: { readonly line: SpokenLine; readonly share: number }) {
  const words = spokenWords(line.text)
  const cut = wordAt(words, share)
  const text = (from: number, to?: number) =>
    words
      .slice(from, to)
      .map((word) => word.text)
      .join(' ')
  return (
    <p className={styles.words}>
      {text(0, cut)} <span className={styles.unheard}>{text(cut)}</span>
    </p>
  )
}
