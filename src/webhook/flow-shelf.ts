/**
 * The shelf: every flow that answers calls, by name. Those of the phone system's file stand there from the beginning; those
 * kept in the database may be put, replaced and taken away while calls go on.
 *
 * What somebody else has changed in a shared database is noticed when the next call of that line comes in. A call that is under
 * way goes on in the new version, at the step it has come to; a step that is gone leads it to the last resort.
 */
import type { Clock } from '../clock/clock.ts'
import { checkFlow, type Flow, FlowError, type FlowFinding, flowFromJson } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'

/** What came of putting a flow on the shelf. */
export type PutFlow =
  | { readonly kind: 'put'; readonly version: number; readonly findings: readonly FlowFinding[] }
  /** It has errors, and whatever stood there stays. */
  | { readonly kind: 'refused'; readonly findings: readonly FlowFinding[] }
  /** It cannot be read as a flow, or the name is that of a flow of the file. */
  | { readonly kind: 'unusable'; readonly reason: string }

/** The flows that answer calls; see {@link createFlowShelf}. */
export interface FlowShelf {
  readonly flows: ReadonlyMap<string, Flow>
  /** Whether a flow is kept in the database. */
  isStored(name: string): boolean
  /** Reads the flows of the database; one that cannot be used is logged and left out. */
  load(): Promise<void>
  /** Looks whether somebody has changed or added this flow. Costs nothing for those of the file. Never throws. */
  refresh(name: string): Promise<void>
  /** Puts a flow from JSON text; rejects when the database does not answer. */
  put(name: string, source: string): Promise<PutFlow>
  /** Takes away one of the database; false when it has none of this name. */
  remove(name: string): Promise<boolean>
}

/** What {@link createFlowShelf} takes. */
export interface FlowShelfOptions {
  /** Those of the phone system's file. */
  readonly flows: readonly Flow[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** What is wrong with a flow that is put, given all that would be served then; default {@link checkFlow}. */
  readonly check?: (flow: Flow, all: readonly Flow[]) => readonly FlowFinding[]
}

/** The shelf of one process. */
export function createFlowShelf({ flows: own, store, clock, log, check = checkFlow }: FlowShelfOptions): FlowShelf {
  const flows = new Map(own.map((flow) => [flow.name, flow]))
  const fixed = new Set(flows.keys())
  const versions = new Map<string, number>()

  async function take(name: string): Promise<void> {
    const stored = await store.flows.find(name)
    if (stored === undefined) {
      flows.delete(name)
      versions.delete(name)
      return
    }
    versions.set(name, stored.version)
    const read = readFlow(name, stored.source)
    if (typeof read !== 'string' && !read.findings.some(isError)) flows.set(name, read.flow)
    else log.error({ flow: name, version: stored.version }, 'a flow of the database cannot be used; put it again')
  }

  return {
    flows,
    isStored: (name) => versions.has(name),
    async load() {
      for (const { name } of await store.flows.list()) if (!fixed.has(name)) await take(name)
    },
    async refresh(name) {
      if (fixed.has(name)) return
      try {
        if ((await store.flows.version(name)) !== versions.get(name)) await take(name)
      } catch (error) {
        log.warn({ flow: name, err: error }, 'whether a flow was changed is unknown; it answers as it is')
      }
    },
    async put(name, source) {
      if (fixed.has(name)) {
        return { kind: 'unusable', reason: `"${name}" is a flow of the phone system's file; change it there.` }
      }
      const read = readFlow(name, source)
      if (typeof read === 'string') return { kind: 'unusable', reason: read }
      const others = [...flows.values()].filter((flow) => flow.name !== name)
      const findings = check(read.flow, [...others, read.flow])
      if (findings.some(isError)) return { kind: 'refused', findings }
      const { version } = await store.flows.put(name, source, clock.now())
      flows.set(name, read.flow)
      versions.set(name, version)
      return { kind: 'put', version, findings }
    },
    async remove(name) {
      if (fixed.has(name) || !(await store.flows.remove(name))) return false
      flows.delete(name)
      versions.delete(name)
      return true
    },
  }
}

const isError = ({ severity }: FlowFinding) => severity === 'error'

/** The flow and what the checks say of it, or why it is none. */
function readFlow(
  name: string,
  source: string,
): { readonly flow: Flow; readonly findings: readonly FlowFinding[] } | string {
  try {
    const flow = flowFromJson(source)
    if (flow.name !== name) return `The flow is called "${flow.name}", its address "${name}". Give it one name.`
    return { flow, findings: checkFlow(flow) }
  } catch (error) {
    if (error instanceof FlowError) return error.message
    throw error
  }
}
