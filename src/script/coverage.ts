/**
 * What of an app the calls have seen: where it was asked, which keys and silences each menu met, and what its documents
 * offered that nobody took.
 *
 * Which keys a menu offers is read from what it says (`press 2`), as TwiML has no other place for it.
 */
import type { JournalEvent } from '../exchange/index.ts'
import { type AnyElement, parse, plainText, rulesByVerb, type Say } from '../twiml/index.ts'

/** One address of the app. */
export interface CoveredEndpoint {
  readonly method: string
  readonly path: string
  readonly asked: number
}

/** One Gather, as all calls together met it. */
export interface CoveredMenu {
  /** Of the document it stands in. */
  readonly path: string
  readonly line: number
  /** What it speaks. */
  readonly says: string
  /** Offered in its words, in this order. */
  readonly offered: readonly string[]
  /** Pressed or said by somebody; `silence` when somebody gave no answer. */
  readonly taken: readonly string[]
  /** Offered, and taken by nobody. */
  readonly untaken: readonly string[]
}

/** What was seen, and what was not. */
export interface Coverage {
  readonly endpoints: readonly CoveredEndpoint[]
  readonly menus: readonly CoveredMenu[]
  /** Addresses that documents lead to and that were never asked, with the attribute that names them. */
  readonly neverAsked: readonly { readonly path: string; readonly by: string }[]
}

/** The coverage of calls, each given by all its events. */
export function coverageOf(calls: readonly (readonly JournalEvent[])[]): Coverage {
  const asked = new Map<string, CoveredEndpoint>()
  const menus = new Map<string, Menu>()
  const named = new Map<string, string>()
  for (const events of calls) new Reader(events, asked, menus, named).read()
  const paths = new Set([...asked.values()].map(({ path }) => path))
  return {
    endpoints: [...asked.values()].toSorted((a, b) => a.path.localeCompare(b.path)),
    menus: [...menus.values()].map(toCovered),
    neverAsked: [...named].filter(([path]) => !paths.has(path)).map(([path, by]) => ({ path, by })),
  }
}

interface Menu {
  readonly path: string
  readonly line: number
  readonly says: string
  readonly offered: ReadonlySet<string>
  readonly taken: Set<string>
}

function toCovered({ path, line, says, offered, taken }: Menu): CoveredMenu {
  const sorted = [...taken].toSorted()
  return {
    path,
    line,
    says,
    offered: [...offered],
    taken: sorted,
    untaken: [...offered].filter((key) => !taken.has(key)),
  }
}

class Reader {
  readonly #events: readonly JournalEvent[]
  readonly #asked: Map<string, CoveredEndpoint>
  readonly #menus: Map<string, Menu>
  readonly #named: Map<string, string>
  readonly #urls = new Map<string, string>()
  readonly #bodies = new Map<string, string>()

  constructor(
    events: readonly JournalEvent[],
    asked: Map<string, CoveredEndpoint>,
    menus: Map<string, Menu>,
    named: Map<string, string>,
  ) {
    this.#events = events
    this.#asked = asked
    this.#menus = menus
    this.#named = named
  }

  read(): void {
    for (const event of this.#events) {
      if (event.kind === 'request-sent') this.#request(event)
      if (event.kind === 'answer-received' && event.status < 400) this.#bodies.set(event.requestId, event.body)
      if (event.kind === 'document-started') this.#document(event.requestId)
      if (event.kind === 'verb-ended' && event.verb === 'Gather') this.#gathered(event)
    }
  }

  #request({ method, url, requestId }: Extract<JournalEvent, { kind: 'request-sent' }>): void {
    const path = pathOf(url)
    const key = `${method} ${path}`
    this.#urls.set(requestId, url)
    this.#asked.set(key, { method, path, asked: (this.#asked.get(key)?.asked ?? 0) + 1 })
  }

  #document(requestId: string): void {
    const [url, body] = [this.#urls.get(requestId), this.#bodies.get(requestId)]
    if (url === undefined || body === undefined) return
    const parsed = parse(body)
    if (parsed.kind !== 'document') return
    for (const element of within(parsed.document)) {
      for (const [name, address] of addressesIn(element)) {
        if (!URL.canParse(address, url) || new URL(address, url).origin !== new URL(url).origin) continue
        const path = pathOf(new URL(address, url).href)
        if (!this.#named.has(path))
          this.#named.set(path, `${name} of ${rulesByVerb(element.verb)?.tag ?? element.verb}`)
      }
      if (element.verb === 'gather') this.#menu(pathOf(url), parsed.positionOf(element)?.line ?? 1, spokenIn(element))
    }
  }

  #menu(path: string, line: number, says: string): Menu {
    const key = `${path}\n${line}\n${says}`
    const known = this.#menus.get(key)
    const menu = known ?? { path, line, says, offered: offeredIn(says), taken: new Set<string>() }
    this.#menus.set(key, menu)
    return menu
  }

  #gathered({ requestId, line, callSid, sequence }: Extract<JournalEvent, { kind: 'verb-ended' }>): void {
    const url = this.#urls.get(requestId)
    const menu = [...this.#menus.values()].findLast(
      (one) => url !== undefined && one.path === pathOf(url) && one.line === line,
    )
    if (menu === undefined) return
    const begun = this.#events.findLast(
      (event) => event.kind === 'verb-started' && event.requestId === requestId && event.sequence < sequence,
    )
    const met = this.#events.filter(
      (event) => event.sequence > (begun?.sequence ?? 0) && event.sequence < sequence && event.callSid === callSid,
    )
    const keys = met.flatMap((event) => (event.kind === 'key-pressed' && event.heeded ? [event.key] : []))
    const said = met.flatMap((event) => (event.kind === 'speech-heard' && event.heeded ? [`“${event.text}”`] : []))
    const isOver = met.some((event) => event.kind === 'call-status' && event.reason !== undefined)
    if (keys.length > 0) menu.taken.add(keys.join(''))
    for (const words of said) menu.taken.add(words)
    if (keys.length === 0 && said.length === 0 && !isOver) menu.taken.add('silence')
  }
}

function* within(element: object): Iterable<AnyElement> {
  const { children } = element as { readonly children?: readonly object[] } // every element that can hold others
  for (const child of children ?? []) {
    if (!('verb' in child)) continue
    yield child as AnyElement // it has a verb, so it is one
    yield* within(child)
  }
}

/** Attributes that are addresses of the app, and where a Redirect leads. */
function addressesIn(element: AnyElement): readonly (readonly [string, string])[] {
  const values = element as unknown as Readonly<Record<string, unknown>> // attributes are properties
  const rules = rulesByVerb(element.verb)
  const names = Object.entries(rules?.attributes ?? {}).flatMap(([name, rule]) => (rule.kind === 'url' ? [name] : []))
  const all = element.verb === 'redirect' ? [...names, 'text'] : names
  return all.flatMap((name) => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? [[name === 'text' ? 'address' : name, value] as const] : []
  })
}

function spokenIn(element: AnyElement): string {
  const says = [...within(element)].filter((child) => child.verb === 'say') as unknown as readonly Say[] // by that verb
  return says.map(({ text }) => plainText(text)).join(' ')
}

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** `press 1`, `dial two`, `press the star key`. */
function offeredIn(says: string): ReadonlySet<string> {
  const found = says.matchAll(/\b(?:press|dial|enter|push|key)\s+(?:the\s+)?(\d|[*#]|star|pound|hash|[a-z]+)\b/gi)
  const keys = [...found].flatMap(([, word = '']) => {
    const lower = word.toLowerCase()
    if (/^[\d*#]$/.test(lower)) return [lower]
    if (lower === 'star') return ['*']
    if (lower === 'pound' || lower === 'hash') return ['#']
    const digit = NUMBER_WORDS.indexOf(lower)
    return digit < 0 ? [] : [String(digit)]
  })
  return new Set(keys)
}

const pathOf = (url: string): string => new URL(url).pathname
