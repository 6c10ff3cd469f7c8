/**
 * Writes the pages of all verbs: `node src/twiml/docs/write.ts`.
 */
import { writeFileSync } from 'node:fs'
import { pages, pagesFolder } from './pages.ts'

for (const [file, page] of pages()) writeFileSync(new URL(file, pagesFolder), page)
