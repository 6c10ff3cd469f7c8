/** The feed for components: the snapshot, the conversation on show, and the live events. */
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Feed, FeedSnapshot, LiveListener } from './feed-client.ts'

export const FeedContext = createContext<Feed | undefined>(undefined)

export function useFeed(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('A component that listens to the feed stands outside its <FeedContext>.')
  return feed
}

export function useFeedSnapshot(): FeedSnapshot {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, feed.snapshot)
}

/** Runs `listener` at each event as it happens; the newest closure is the one called. */
export function useLiveEvents(listener: LiveListener): void {
  const feed = useFeed()
  const newest = useRef(listener)
  newest.current = listener
  useEffect(() => feed.onLiveEvent((event, view) => newest.current(event, view)), [feed])
}
