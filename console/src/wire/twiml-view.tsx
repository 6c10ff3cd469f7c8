/** An answer as the network reads it: coloured, each verb explained, the running one marked, findings at their line. */
import { Fragment, useMemo } from 'react'
import type { Finding, VerbRun, WireRow } from '../feed/conversation.ts'
import { Trouble } from '../phone/trouble.tsx'
import { type TwimlLine, twimlLines } from './twiml-lines.ts'
import styles from './wire.module.css'

export function TwimlView({ row }: { readonly row: WireRow }) {
  const body = row.answer?.body ?? ''
  const lines = useMemo(() => twimlLines(body), [body])
  const runs = useMemo(() => runsByVerb(lines, row.verbs), [lines, row.verbs])
  if (body.trim() === '') {
    return <p className={styles.nothing}>The app answered {row.answer?.status} with nothing to do.</p>
  }
  const loose = row.findings.filter((finding) => !lines.some((line) => line.sourceLine === finding.line))
  return (
    <div className={styles.twiml}>
      <ol className={styles.code} aria-label="The app’s answer">
        {lines.map((line, index) => {
          const run = line.verbIndex === undefined ? undefined : runs.get(line.verbIndex)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes
            <Fragment key={index}>
              {line.isVerbStart && run && <Explanation run={run} />}
              <li className={styles.codeLine} data-state={run?.state}>
                <code style={{ paddingLeft: `${line.depth * 1.25}rem` }}>
                  {line.tokens.map((token, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes
                    <span key={place} data-token={token.kind}>
                      {token.text}
                    </span>
                  ))}
                </code>
              </li>
              <FindingsAt findings={row.findings} line={line} next={lines[index + 1]} />
            </Fragment>
          )
        })}
      </ol>
      {loose.map((finding) => (
        <Trouble key={finding.message} {...troubleOf(finding)} />
      ))}
    </div>
  )
}

function Explanation({ run }: { readonly run: VerbRun }) {
  return (
    <li className={styles.explanation} data-state={run.state}>
      <span className={styles.lamp} aria-hidden="true" />
      <p>
        {run.explanation}
        {run.state === 'running' && <strong> Running now.</strong>}
      </p>
    </li>
  )
}

/** Below the last line shown of the source line a finding is about: a document on one line has them all at its end. */
function FindingsAt(props: {
  readonly findings: readonly Finding[]
  readonly line: TwimlLine
  readonly next: TwimlLine | undefined
}) {
  const { findings, line, next } = props
  if (findings.length === 0 || next?.sourceLine === line.sourceLine) return null
  const here = findings.filter((finding) => finding.line === line.sourceLine)
  return here.map((finding) => (
    <li key={finding.message}>
      <Trouble {...troubleOf(finding)} />
    </li>
  ))
}

function troubleOf({ message, help, code, severity }: Finding) {
  return { message, help, code, severity }
}

/** Which run belongs to the n-th verb of the body: in order, skipping elements the network did not take for verbs. */
function runsByVerb(lines: readonly TwimlLine[], verbs: readonly VerbRun[]): ReadonlyMap<number, VerbRun> {
  const runs = new Map<number, VerbRun>()
  let next = 0
  for (const line of lines) {
    if (!line.isVerbStart || line.verbIndex === undefined) continue
    const element = line.tokens.find((token) => token.kind === 'element')?.text
    const run = verbs[next]
    if (!run || run.verb.toLowerCase() !== element?.toLowerCase()) continue
    runs.set(line.verbIndex, run)
    next++
  }
  return runs
}
