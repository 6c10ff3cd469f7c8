/**
 * Writes the pages of what is emulated and of the network's error codes: `node src/exchange/docs/write.ts`.
 */
import { writeFileSync } from 'node:fs'
import { emulatedPage, emulatedPageFile } from './emulated-page.ts'
import { networkErrorsPage, networkErrorsPageFile } from './network-errors-page.ts'

writeFileSync(emulatedPageFile, emulatedPage())
writeFileSync(networkErrorsPageFile, networkErrorsPage())
