/** Whether a spoken text has these words in it; case and white space do not matter. */
export function matches(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? plain(text).includes(plain(words)) : words.test(text)
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
