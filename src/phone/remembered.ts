/**
 * What a pure function said of a text, kept: the same few numbers are read in every turn.
 *
 * @param most so many are kept; the oldest is forgotten for a new one
 */
export function remembered<T>(read: (text: string) => T, most = 1_000): (text: string) => T {
  const known = new Map<string, { readonly value: T }>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found.value
    const value = read(text)
    const [oldest] = known.keys()
    if (known.size >= most && oldest !== undefined) known.delete(oldest)
    known.set(text, { value })
    return value
  }
}
