/**
 * What is looked at: one request, or one verb of its answer, lit in every column at once.
 *
 * Kept outside of React's tree so that pointing at a line redraws that line and its counterparts, not the page.
 */
import { useSyncExternalStore } from 'react'

export interface Pointed {
  readonly requestId: string
}

let pointed: Pointed | undefined
const listeners = new Set<() => void>()

/** Lights everything that belongs to a request; undefined puts the light out. */
export function pointAt(requestId: string | undefined): void {
  if (pointed?.requestId === requestId) return
  pointed = requestId === undefined ? undefined : { requestId }
  for (const listener of listeners) listener()
}

/** True while what belongs to `requestId` is lit. */
export function useIsPointedAt(requestId: string | undefined): boolean {
  return useSyncExternalStore(subscribe, () => requestId !== undefined && pointed?.requestId === requestId)
}

/** The request that is lit. */
export function usePointedAt(): string | undefined {
  return useSyncExternalStore(subscribe, () => pointed?.requestId)
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
