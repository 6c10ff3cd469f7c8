/** What the network does on Stop: it ends what Start began. Source: reference twiml-voice.md §4.12. */
import type { Stop } from '../../twiml/index.ts'
import { stopBeside } from '../background.ts'
import { next, type Outcome, type Performance } from '../performance.ts'

/** Of several elements the first is stopped; the others were reported when the document was read. */
export function performStop(stop: Stop, performance: Performance): Outcome {
  const [noun] = stop.children
  if (noun === undefined) return next('there was nothing to stop')
  if (stopBeside(performance.leg, noun.verb, noun.name)) return next(`the ${noun.verb} was stopped`)
  const message = `No ${noun.verb} of that name runs beside the call; Stop does nothing.`
  performance.report({ severity: 'warning', message, help: 'Stop it by the name it was started with.' }, noun)
  return next(`no such ${noun.verb} was running`)
}
