/** `npm run api`: writes the OpenAPI document and the page's client types. */
import { writeFile } from 'node:fs/promises'
import { DOCUMENT_FILE, makeDocument, makeTypes, TYPES_FILE } from './api-document.ts'

const document = await makeDocument()
await writeFile(DOCUMENT_FILE, document)
await writeFile(TYPES_FILE, await makeTypes(document))
