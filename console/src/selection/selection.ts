/**
 * What is looked at: one request and its answer, lit in every column at once.
 *
 * Kept outside of React's tree so that pointing at a line redraws that line and its counterparts, not the page.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react'

let pointedAt: string | undefined
const listeners = new Set<() => void>()
const choiceListeners = new Set<(requestId: string) => void>()

/** Lights everything that belongs to a request; undefined puts the light out. */
function pointAt(requestId: string | undefined): void {
  if (pointedAt === requestId) return
  pointedAt = requestId
  for (const listener of listeners) listener()
}

/** Brings a request into sight on the wire, open. */
export function choose(requestId: string): void {
  for (const listener of choiceListeners) listener(requestId)
}

/** True while what belongs to `requestId` is lit. */
export function useIsPointedAt(requestId: string | undefined): boolean {
  return useSyncExternalStore(subscribe, () => requestId !== undefined && pointedAt === requestId)
}

/** The request that is lit. */
export function usePointedAt(): string | undefined {
  return useSyncExternalStore(subscribe, () => pointedAt)
}

/** Runs `show` when somebody chooses `requestId`. */
export function useWhenChosen(requestId: string, show: () => void): void {
  const newest = useRef(show)
  newest.current = show
  useEffect(() => {
    const listener = (chosen: string) => chosen === requestId && newest.current()
    choiceListeners.add(listener)
    return () => void choiceListeners.delete(listener)
  }, [requestId])
}

/** What an element needs to light its request when the pointer or the focus is on it. */
export function pointing(requestId: string | undefined) {
  if (requestId === undefined) return {}
  const on = () => pointAt(requestId)
  const off = () => pointAt(undefined)
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
