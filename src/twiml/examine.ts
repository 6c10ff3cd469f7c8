/**
 * What is wrong with a finished element as a whole: what is missing, what does not go together, what is too long.
 *
 * Source: reference twiml-voice.md §4, §5 and §11; the section stands beside each rule.
 */
import { type AnyRules, rulesByTag } from './elements.ts'
import { contentOf, contextOf, type Problem, problem } from './judge.ts'
import { plainText } from './plain-text.ts'
import type { AnyElement } from './rules.ts'
import type { Words } from './verbs/ssml.ts'

/** Receives each problem of the element. */
export type Report = (found: Problem) => void

/** An element whose attributes are looked at by name. */
type Attributed = AnyElement & { readonly [name: string]: unknown }

type Examination = (element: Attributed, parent: string, report: Report) => void

/** Reports what is wrong with the element, apart from single attributes and from its children. */
export function examine(element: AnyElement, rules: AnyRules, parent: AnyRules | undefined, report: Report): void {
  // Every element is a plain object, so a name that it lacks reads as undefined.
  const attributed = element as Attributed
  const context = contextOf(rules, parent)
  for (const name of requiredOf(rules)) reportMissing(attributed, rules, name, report)
  for (const name of context?.required ?? []) reportMissing(attributed, rules, name, report)
  const special = examinations.get(rules.verb)
  if (special !== undefined) special(attributed, parent?.tag ?? '', report)
  else if (contentOf(rules, context) === 'text' && isBlank(element.text)) {
    report(problem(12200, `<${rules.tag}> has no text.`))
  }
}

const required = new Map<AnyRules, readonly string[]>()

function requiredOf(rules: AnyRules): readonly string[] {
  const known = required.get(rules)
  if (known !== undefined) return known
  const names = Object.keys(rules.attributes).filter((name) => rules.attributes[name]?.required === true)
  required.set(rules, names)
  return names
}

function reportMissing(element: Attributed, rules: AnyRules, name: string, report: Report): void {
  if (element[name] !== undefined) return
  // A missing attribute that must be there is an error (reference §15.1).
  report({ ...problem(12200, `<${rules.tag}> needs the attribute "${name}".`), severity: 'error' })
}

function isBlank(text: AnyElement['text']): boolean {
  return text === undefined || (typeof text === 'string' && text.trim() === '')
}

const examinations: ReadonlyMap<string, Examination> = new Map<string, Examination>([
  ['response', examineResponse],
  ['say', examineSay],
  ['play', examinePlay],
  ['gather', examineGather],
  ['record', examineRecord],
  ['dial', examineDial],
  ['enqueue', examineEnqueue],
  ['connect', oneChild(12200)],
  ['start', oneChild(12200)],
  ['stop', oneChild(12200)],
  ['refer', oneChild(12200)],
  ['annotate', oneChild(13110, 13111)],
  ['pay', examinePay],
  ['prompt', notInResponse],
  ['queue', examineQueue],
  ['number', examineNumber],
  ['client', textOr('identity', 'Identity')],
  ['sip', examineSip],
  ['application', textOr('applicationSid', 'ApplicationSid')],
  ['conference', examineConference],
  ['billingReferenceTag', examineBillingReferenceTag],
  ['stream', examineStream],
  ['task', examineTask],
])

// §1.1: what makes a version unacceptable is not published; these are the ones ever in use.
const versions: readonly unknown[] = [undefined, '1', '1.0', '2008-08-01', '2010-04-01']

function examineResponse({ version }: Attributed, _parent: string, report: Report): void {
  if (versions.includes(version)) return
  report(problem(12101, 'The version of <Response> is none that was ever in use.', 'Leave the attribute out.'))
}

/**
 * Characters that one Say may hold, by the make of its voice. Source: reference §4.1.
 *
 * `basic`: `man`, `woman` and `alice`; `Polly`: without markup; `Google`: markup and blanks count.
 */
export const SAY_LIMITS = { basic: 4096, Polly: 3000, Google: 5000 } as const

function examineSay({ text, voice }: Attributed, _parent: string, report: Report): void {
  // Only Say's own text gets here: words, with or without markup.
  const words = (text ?? '') as Words
  if (isBlank(text)) {
    report(problem(13520, '<Say> has nothing to say; it is skipped.'))
    return
  }
  const make = typeof voice === 'string' ? voice.split('.')[0] : undefined
  const limit = make === 'Polly' || make === 'Google' ? SAY_LIMITS[make] : SAY_LIMITS.basic
  const length = typeof words === 'string' ? words.length : lengthOf(words, make === 'Google')
  if (length > limit) {
    report(
      problem(
        13521,
        `<Say> holds ${length} characters, and its voice says at most ${limit}; it is skipped.`,
        'Split it into several <Say>.',
      ),
    )
  }
  if (typeof words !== 'string' && (voice === 'man' || voice === 'woman')) {
    report(
      problem(12200, `<Say> holds markup, which the voice "${voice}" does not read.`, 'Use a Polly or Google voice.'),
    )
  }
}

function lengthOf(words: Words, countsMarkup: boolean): number {
  if (!countsMarkup) return plainText(words).length
  if (typeof words === 'string') return words.length
  let length = 0
  for (const piece of words) {
    // Two tags, with their brackets; attributes are left out of the estimate.
    if (typeof piece === 'string') length += piece.length
    else length += 2 * piece.verb.length + 5 + ('text' in piece ? lengthOf(piece.text, true) : 0)
  }
  return length
}

function examinePlay({ text, digits }: Attributed, parent: string, report: Report): void {
  if (isBlank(text) && digits === undefined) {
    report(problem(12200, '<Play> has neither an address nor digits.'))
  } else if (!isBlank(text) && digits !== undefined) {
    report(problem(12200, '<Play> has both an address and digits; only the digits are played.'))
  }
  if (digits !== undefined && parent === 'Gather') {
    report(problem(12200, '<Play> may not play digits within <Gather>.'))
  }
}

/** How many hints a Gather takes and how long each may be. Source: reference §4.4. */
const hintLimits = { phrases: 500, characters: 100 }

function examineGather({ speechTimeout, speechModel, hints }: Attributed, _parent: string, report: Report): void {
  if (speechTimeout === 'auto' && speechModel !== undefined) {
    report(
      problem(
        13335,
        'Gather: speechTimeout "auto" does not go together with a speechModel.',
        'Give speechTimeout in seconds, or leave speechModel out.',
      ),
    )
  }
  if (typeof hints !== 'string') return
  const phrases = hints.split(',')
  if (phrases.length > hintLimits.phrases || phrases.some((phrase) => phrase.trim().length > hintLimits.characters)) {
    const { phrases: most, characters } = hintLimits
    report(problem(13330, `Gather: hints may be at most ${most} phrases of at most ${characters} characters.`))
  }
}

function examineRecord({ transcribe, transcribeCallback, maxLength }: Attributed, _: string, report: Report): void {
  if (transcribe === true && typeof maxLength === 'number' && maxLength > 120) {
    report(
      problem(13615, `Record: maxLength ${maxLength} is too long for a transcription.`, 'Use at most 120 seconds.'),
    )
  }
  if (transcribe !== true && transcribeCallback !== undefined) {
    report(problem(12200, 'Record: transcribeCallback has no effect without transcribe.', 'Set transcribe to true.'))
  }
}

/** How many targets one Dial rings. Source: reference §4.6. */
const mostTargets = 10

function examineDial({ text, children = [] }: Attributed, _parent: string, report: Report): void {
  if (isBlank(text) && children.length === 0) {
    report(problem(13223, '<Dial> has nobody to dial; it fails.', 'Give it a number, or a noun such as <Number>.'))
  } else if (typeof text === 'string' && children.length === 0) {
    if (!isDialable(text)) report(malformedNumber('Dial'))
  } else if (!isBlank(text)) report(problem(13215, '<Dial> has both text and nouns; the text is ignored.'))
  if (children.length > mostTargets) {
    report(problem(13250, `<Dial> has ${children.length} targets; at most ${mostTargets} are rung.`))
  }
  if (children.length < 2) return
  for (const verb of ['conference', 'queue', 'application']) {
    if (!children.some((child) => child.verb === verb)) continue
    const tag = rulesByTag(verb[0]?.toUpperCase() + verb.slice(1))?.tag ?? verb
    report(problem(verb === 'conference' ? 13000 : 13215, `<${tag}> may not be dialled together with others.`))
  }
}

function examineNumber({ text }: Attributed, _parent: string, report: Report): void {
  if (typeof text !== 'string' || !isDialable(text)) report(malformedNumber('Number'))
}

function malformedNumber(tag: string): Problem {
  return problem(13223, `The text of <${tag}> is no phone number; dialling it fails.`, 'Write it as +12025550123.')
}

// E.164, or a US number however it is set: digits with blanks, dots, dashes and parentheses. Short codes pass too.
function isDialable(text: string): boolean {
  return /^\+?[\d().\- ]{3,30}$/.test(text) && /^\+?\d{3,15}$/.test(text.replace(/[().\- ]/g, ''))
}

function examineEnqueue({ text, workflowSid }: Attributed, _parent: string, report: Report): void {
  if (workflowSid !== undefined) {
    if (!isBlank(text)) report(problem(12200, '<Enqueue> has a workflowSid, so it may not name a queue.'))
    return
  }
  const length = typeof text === 'string' ? text.length : 0
  if (length === 0) report(problem(14204, '<Enqueue> names no queue.', 'Give the name as text, or a workflowSid.'))
  if (length > 64) report(problem(14205, `<Enqueue> names a queue with ${length} characters; at most 64 are allowed.`))
}

function examineQueue(element: Attributed, parent: string, report: Report): void {
  if (parent === 'Response') notInResponse(element, parent, report)
  if (element.reservationSid !== undefined) return
  const length = typeof element.text === 'string' ? element.text.length : 0
  if (length === 0) report(problem(14212, '<Queue> names no queue.'))
  if (length > 64) report(problem(14213, `<Queue> names a queue with ${length} characters; at most 64 are allowed.`))
}

function notInResponse({ verb }: Attributed, parent: string, report: Report): void {
  if (parent !== 'Response') return
  const [tag, home] = verb === 'queue' ? ['Queue', 'Dial'] : ['Prompt', 'Pay']
  report(problem(12200, `<${tag}> does nothing directly in <Response>; it is skipped.`, `Put it into <${home}>.`))
}

function oneChild(tooFew: number, tooMany = tooFew): Examination {
  return ({ verb, children = [] }, _parent, report) => {
    const tag = verb[0]?.toUpperCase() + verb.slice(1)
    if (children.length === 0) report(problem(tooFew, `<${tag}> holds nothing; it needs one element.`))
    if (children.length > 1)
      report(problem(tooMany, `<${tag}> holds ${children.length} elements; only one is allowed.`))
  }
}

function textOr(verb: string, tag: string): Examination {
  return ({ verb: own, text, children = [] }, _parent, report) => {
    if (!isBlank(text) || children.some((child) => child.verb === verb)) return
    const ownTag = own[0]?.toUpperCase() + own.slice(1)
    report(problem(12200, `<${ownTag}> has neither text nor <${tag}>.`))
  }
}

function examinePay({ action, paymentMethod, bankAccountType }: Attributed, _parent: string, report: Report): void {
  if (typeof action === 'string' && /^http:/i.test(action)) {
    report(problem(64016, 'Pay: the address of action is not https.'))
  }
  if (bankAccountType !== undefined && paymentMethod !== 'ach-debit') {
    report(problem(64017, 'Pay: bankAccountType goes only with the paymentMethod "ach-debit".'))
  }
}

function examineSip({ text, children = [] }: Attributed, _parent: string, report: Report): void {
  if (isBlank(text)) {
    if (children.some(({ verb }) => verb === 'uri')) return
    report(problem(13243, '<Sip> has no address.'))
    return
  }
  const [address = '', headers = ''] = String(text).split('?')
  if (!/^sips?:[^\s@]+@[^\s@]+$/i.test(address) && !/^sips?:[^\s@]+$/i.test(address)) {
    report(problem(13243, 'The text of <Sip> is no SIP address.', 'It begins with sip: or sips:.'))
  }
  if (address.length > 254) report(problem(13243, 'The address of <Sip> is longer than 254 characters.'))
  if (headers.length > 1023) report(problem(13253, 'The headers of <Sip> are longer than 1023 characters.'))
}

function examineConference({ text, participantLabel }: Attributed, _parent: string, report: Report): void {
  const length = typeof text === 'string' ? text.length : 0
  if (length < 1 || length > 128) {
    report(problem(13237, `The name of the <Conference> has ${length} characters; 1 to 128 are allowed.`))
  }
  if (typeof participantLabel === 'string' && /\/|^CA[0-9a-f]{32}$/i.test(participantLabel)) {
    report(problem(16023, 'Conference: participantLabel holds a "/" or has the form of a CallSid.'))
  }
}

function examineBillingReferenceTag({ text }: Attributed, _parent: string, report: Report): void {
  if (isBlank(text)) report(problem(12200, '<BillingReferenceTag> has no text.'))
  if (typeof text === 'string' && text.length > 128) {
    report(problem(13120, `<BillingReferenceTag> holds ${text.length} characters; at most 128 are allowed.`))
  }
}

function examineStream({ url, children = [] }: Attributed, _parent: string, report: Report): void {
  if (typeof url === 'string' && url.includes('?')) {
    report(problem(31922, 'Stream: url may hold no query.', 'Pass values with <Parameter>.'))
  }
  for (const child of children as readonly Attributed[]) {
    if (String(child.name ?? '').length + String(child.value ?? '').length < 500) continue
    report(problem(12200, 'A <Parameter> of <Stream> holds 500 characters or more, name and value together.'))
  }
}

function examineTask({ text }: Attributed, _parent: string, report: Report): void {
  if (isJsonObject(String(text ?? ''))) return
  report(problem(14221, 'The text of <Task> is no JSON object.'))
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
