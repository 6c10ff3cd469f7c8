/**
 * Advice about whole documents: what the network does without a word, and an author hardly ever means.
 *
 * Not part of what the network reports; for people who write documents. `check` and `parse` say what is wrong.
 *
 * Source: reference twiml-voice.md §1.5 and §12.
 */
import type { TwimlDocument, Verb } from './document.ts'
import { rulesByVerb } from './elements.ts'
import type { Finding } from './finding.ts'
import { gatherDefaults } from './verbs/gather.ts'

/** The codes of advice. */
export type AdviceCode =
  /** A verb stands where the call never gets to. */
  | 'TWIML_UNREACHABLE'
  /** A caller who stays silent is cut off without a word. */
  | 'TWIML_SILENT_END'
  /** The document asks for itself, with what was entered. */
  | 'TWIML_ASKS_ITSELF'
  /** A Reject that comes too late to refuse the call. */
  | 'TWIML_LATE_REJECT'
  /** Something is started, and the call ends at once. */
  | 'TWIML_STARTS_AND_ENDS'
  /** Keys travel in an address, where logs and caches keep them. */
  | 'TWIML_KEYS_IN_ADDRESS'

/** Advice about a document, in its order; empty when there is none to give. */
export function advise({ children }: TwimlDocument): readonly Finding[] {
  const findings: Finding[] = []
  const give = (code: AdviceCode, index: number, message: string, help: string) =>
    findings.push({ code, severity: 'warning', message, help, at: pathOf(children, index) })
  let end: Verb | undefined
  for (const [index, verb] of children.entries()) {
    if (end !== undefined) {
      const message = `<${tagOf(verb)}> is never reached: <${tagOf(end)}> before it does not come back.`
      give('TWIML_UNREACHABLE', index, message, 'Delete it, or move it into the document that is asked for next.')
      break
    }
    adviseOn(verb, index, index === children.length - 1, (code, message, help) => give(code, index, message, help))
    if (leaves(verb)) end = verb
  }
  return findings
}

type Give = (code: AdviceCode, message: string, help: string) => void

function adviseOn(verb: Verb, index: number, isLast: boolean, give: Give): void {
  switch (verb.verb) {
    case 'gather': {
      const { action, method, actionOnEmptyResult = gatherDefaults.actionOnEmptyResult } = verb
      if (!action)
        give('TWIML_ASKS_ITSELF', '<Gather> has no action, so this document is asked for again.', toldBy('Digits'))
      if (isLast && !actionOnEmptyResult) {
        const help = 'Put a <Redirect> or a goodbye after it, or set actionOnEmptyResult.'
        give('TWIML_SILENT_END', 'A caller who enters nothing is cut off after <Gather>.', help)
      }
      if (method === 'GET') {
        const message = '<Gather> sends what was entered in the address, where logs and caches keep it.'
        give('TWIML_KEYS_IN_ADDRESS', message, 'Leave method out, so that POST is used.')
      }
      return
    }
    case 'record':
      if (verb.action) return
      give('TWIML_ASKS_ITSELF', '<Record> has no action, so this document is asked for again.', toldBy('RecordingUrl'))
      return
    case 'reject':
      if (index === 0) return
      give(
        'TWIML_LATE_REJECT',
        '<Reject> is not the first verb, so it just hangs up.',
        'Put it first, or use <Hangup>.',
      )
      return
    case 'start':
      if (!isLast) return
      give(
        'TWIML_STARTS_AND_ENDS',
        'Nothing follows <Start>, so the call ends at once.',
        'Put what the caller hears after it.',
      )
      return
    default:
      return
  }
}

function toldBy(parameter: string): string {
  return `Name an action; otherwise the app has to tell the two requests apart by ${parameter}.`
}

/** Whether nothing after the verb can run. Source: reference twiml-voice.md §1.5. */
function leaves(verb: Verb): boolean {
  switch (verb.verb) {
    case 'record':
    case 'redirect':
    case 'reject':
    case 'hangup':
    case 'pay':
    case 'echo':
      return true
    case 'gather':
      return verb.actionOnEmptyResult === true
    case 'dial':
    case 'enqueue':
    case 'refer':
    case 'sms':
      return verb.action !== undefined
    case 'connect':
      return verb.action !== undefined || verb.children[0]?.verb === 'virtualAgent'
    default:
      return false
  }
}

function tagOf({ verb }: Verb): string {
  return rulesByVerb(verb)?.tag ?? verb
}

function pathOf(children: readonly Verb[], index: number): string {
  const verb = children[index]
  if (verb === undefined) return 'Response'
  const before = children.slice(0, index + 1).filter((child) => child.verb === verb.verb)
  return `Response/${tagOf(verb)}[${before.length}]`
}
