/** Whether a request that was answered so may work later: too many, too slow, or broken on the other side. */
export const isWorthAnother = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500
