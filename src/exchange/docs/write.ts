/**
 * Writes the page of what is emulated: `node src/exchange/docs/write.ts`.
 */
import { writeFileSync } from 'node:fs'
import { emulatedPage, emulatedPageFile } from './emulated-page.ts'

writeFileSync(emulatedPageFile, emulatedPage())
