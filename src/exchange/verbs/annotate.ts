/** What the network does on Annotate: nothing that is heard. Source: reference twiml-voice.md §4.14, inferred. */
import { next, type Outcome } from '../performance.ts'

export const performAnnotate = (): Outcome => next('the mark is on the bill')
