/** Numbers and lengths of time as people write them. */

/** `+12025550100` as `+1 202 555 0100`; numbers of other countries as they come. */
export function formatNumber(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3')
}

/** Minutes and seconds, as on a phone: `0:07`, `12:30`. Below zero counts as zero. */
export function formatTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How long it takes to say a text, in whole seconds of at least one: people say about five words in two seconds. */
export function secondsToSay(text: string): number {
  const words = text.split(/\s+/).filter((word) => word !== '').length
  return Math.max(1, Math.round(words / 2.5))
}
