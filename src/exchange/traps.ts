/**
 * Traps: documents that are valid and will still surprise their author.
 *
 * Those that only a call can walk into are reported where it does. Source: reference twiml-voice.md §12.
 */
import type { TwimlDocument, Verb } from '../twiml/index.ts'
import type { Performance } from './performance.ts'
import { tagOf } from './verbs/perform-verb.ts'

/** Reports what in `document` will not do what it seems to. */
export function reportTraps(document: TwimlDocument, performance: Performance): void {
  for (const look of looks) look(document.children, performance)
}

/**
 * Watches for keys that are pressed while `verb` is heard although only the Gather after it would take them; call what
 * is returned when the verb is over. Row 24.
 */
export function watchForEarlyKeys(verb: Verb, following: Verb | undefined, performance: Performance): () => void {
  if (following?.verb !== 'gather' || !isHeard(verb)) return () => undefined
  let isReported = false
  return performance.leg.observe({
    pressedInVain() {
      if (isReported) return
      isReported = true
      const message = `A key was pressed during ${tagOf(verb)}, before Gather: it is lost.`
      const help = `Put ${tagOf(verb)} into the Gather, which then takes keys from its first word on.`
      performance.report({ severity: 'warning', message, help }, verb)
    },
  })
}

type Look = (children: readonly Verb[], performance: Performance) => void

/** Row 2. */
const lostVerb: Look = (children, performance) => {
  const ending = children.findIndex(neverGoesOn)
  const lost = ending === -1 ? undefined : children[ending + 1]
  if (lost === undefined) return
  const message = `${tagOf(lost)} can never run: ${tagOf(children[ending] as Verb)} before it does not go on.` // found above
  performance.report({ severity: 'warning', message, help: 'Move it before, or into the next document.' }, lost)
}

/** Row 3. */
const silentEnd: Look = (children, performance) => {
  const last = children.at(-1)
  if (last?.verb !== 'gather' || last.actionOnEmptyResult || performance.source.kind !== 'call') return
  const message = 'Nothing follows Gather: a silent caller is cut off.'
  const help = 'Put a Redirect or a goodbye after it, or set actionOnEmptyResult.'
  performance.report({ severity: 'warning', message, help }, last)
}

/** Row 28. */
const loneStart: Look = (children, performance) => {
  const last = children.at(-1)
  if (last?.verb !== 'start' || performance.source.kind !== 'call') return
  const message = 'Nothing follows Start: the call ends, and with it what was started.'
  performance.report({ severity: 'warning', message, help: 'Put what the caller hears after it.' }, last)
}

/** Row 1. */
const asksItself: Look = (children, performance) => {
  for (const verb of children) {
    if ((verb.verb !== 'gather' && verb.verb !== 'record' && verb.verb !== 'pay') || verb.action) continue
    const message = `${tagOf(verb)} has no action: its result goes to this document's own address.`
    performance.report({ severity: 'warning', message, help: 'Give it an action.' }, verb)
  }
}

/** Row 33. */
const keysInAddress: Look = (children, performance) => {
  for (const verb of children) {
    if (verb.verb !== 'gather' || verb.method !== 'GET') continue
    const message =
      'Gather asks its action by GET: what was entered stands in the address, where logs and caches keep it.'
    performance.report({ severity: 'warning', message, help: 'Leave method out, so that POST is used.' }, verb)
  }
}

/** Row 23; what can never run is reported as that. */
const lateReject: Look = (children, performance) => {
  const place = children.findIndex(({ verb }) => verb === 'reject')
  const reject = children[place]
  if (reject === undefined || place === 0 || children.slice(0, place).some(neverGoesOn)) return
  const message = 'Reject is not the first verb: a call that was answered is hung up, and billed.'
  performance.report({ severity: 'warning', message, help: 'Put it first, alone.' }, reject)
}

/** Row 22. */
const paidHangup: Look = ([first], performance) => {
  const { leg, source } = performance
  if (first?.verb !== 'hangup' || leg.isAnswered || source.kind !== 'call') return
  const message = 'Hangup answers the call first, and so it is billed.'
  performance.report({ severity: 'warning', message, help: 'Refuse a call by Reject.' }, first)
}

/** Row 16. */
const comesHome: Look = (children, performance) => {
  const { leg, source } = performance
  const home = leg.line?.voiceUrl
  if (home === undefined || source.kind !== 'call') return
  for (const verb of children) {
    if (verb.verb !== 'dial' || verb.action === undefined) continue
    const action = performance.resolve(verb.action)
    if (action === undefined || withoutFragment(action) !== withoutFragment(new URL(home).href)) continue
    const message = 'The action of Dial is the voice URL of the line: after the conversation the call begins anew.'
    performance.report({ severity: 'warning', message, help: 'Give it an address of its own.' }, verb)
  }
}

/** Row 25. */
const lostOverrides: Look = (children, performance) => {
  const { leg, source } = performance
  const [bare, overrides] = (leg.line?.voiceUrl ?? '').split('#')
  if (!overrides || source.url === '' || bare !== withoutFragment(source.url)) return
  for (const verb of children) {
    const address = addressOf(verb)
    if (!address || address.includes('#') || URL.canParse(address)) continue
    const message = `The connection overrides of the voice URL do not hold for what ${tagOf(verb)} leads to.`
    performance.report({ severity: 'warning', message, help: 'Repeat the fragment on every address.' }, verb)
  }
}

/** Row 11. */
const heardOnce: Look = (children, performance) => {
  const last = children.at(-1)
  if (last === undefined || last.verb === 'redirect' || performance.source.kind !== 'conference-wait') return
  const message = 'What is heard before a conference is heard once; then there is silence.'
  performance.report({ severity: 'warning', message, help: 'End it with a Redirect to itself.' }, last)
}

const looks: readonly Look[] = [
  lostVerb,
  silentEnd,
  loneStart,
  asksItself,
  keysInAddress,
  lateReject,
  paidHangup,
  comesHome,
  lostOverrides,
  heardOnce,
]

const isHeard = ({ verb }: Verb): boolean => verb === 'say' || verb === 'play' || verb === 'pause'

const withoutFragment = (url: string): string => url.replace(/#.*$/, '')

function addressOf(verb: Verb): string | undefined {
  if (verb.verb === 'redirect') return verb.text
  return 'action' in verb ? verb.action : undefined
}

/** Source: reference twiml-voice.md §1.5. */
function neverGoesOn(verb: Verb): boolean {
  if (verb.verb === 'dial' || verb.verb === 'enqueue' || verb.verb === 'refer' || verb.verb === 'sms') {
    return verb.action !== undefined
  }
  if (verb.verb === 'connect') return verb.action !== undefined || verb.children[0]?.verb === 'virtualAgent'
  return ['record', 'pay', 'redirect', 'reject', 'hangup', 'echo'].includes(verb.verb)
}
