import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AppError } from '../app/app-error.ts'
import { type CampaignDefinition, isCampaign } from '../campaign/define.ts'
import { isPolicy, type PolicyDefinition } from '../consent/index.ts'
import {
  type Flow,
  FlowError,
  flowFromJson,
  isLimits,
  isQueue,
  type LimitsDefinition,
  type Mailbox,
  type QueueDefinition,
} from '../flow/index.ts'

/** The file that is taken when none is named. */
const NAMES = ['phone-system.ts', 'phone-system.js', 'phone-system.mjs', 'phone-system.json']

/** What a file holds. */
export interface LoadedFlows {
  readonly flows: readonly Flow[]
  /** Exported beside the flows; a JSON file has none. */
  readonly mailboxes: readonly Mailbox[]
  readonly queues: readonly QueueDefinition[]
  /** Absent: none are set. */
  readonly limits?: LimitsDefinition
  readonly policy?: PolicyDefinition
  readonly campaigns: readonly CampaignDefinition[]
  readonly path: string
}

/**
 * The flows of a file, and the mailboxes, queues and limits beside them: all that a module exports, or the flow of a JSON file.
 *
 * @param file default: `phone-system.ts` (or `.js`, `.mjs`, `.json`) in the working folder, else the Acme example
 * @throws {AppError} `NO_FLOW` when there is none
 */
export async function loadFlows(file: string | undefined): Promise<LoadedFlows> {
  const path = file === undefined ? defaultFile() : resolve(file)
  if (!existsSync(path))
    throw new AppError('NO_FLOW', `There is no file ${path}. Name the file that exports your flow.`)
  const exported = extname(path) === '.json' ? [await jsonIn(path)] : await exportedFrom(path)
  const flows = exported.filter(isFlow)
  if (flows.length === 0) {
    throw new AppError(
      'NO_FLOW',
      `${path} exports no flow. Export what defineFlow gives you: export const acme = defineFlow('acme', …).`,
    )
  }
  const [limits, more] = exported.filter(isLimits)
  if (more !== undefined) {
    throw new AppError(
      'FLOW_UNLOADABLE',
      `${path} exports limits more than once. One defineLimits holds for all its lines.`,
    )
  }
  const [policy, otherPolicy] = exported.filter(isPolicy)
  if (otherPolicy !== undefined) {
    throw new AppError(
      'FLOW_UNLOADABLE',
      `${path} exports a policy more than once. One definePolicy holds for everything.`,
    )
  }
  return {
    flows,
    mailboxes: exported.filter(isMailbox),
    queues: exported.filter(isQueue),
    campaigns: exported.filter(isCampaign),
    ...(limits !== undefined && { limits }),
    ...(policy !== undefined && { policy }),
    path,
  }
}

function defaultFile(): string {
  const here = NAMES.map((name) => resolve(name)).find((path) => existsSync(path))
  if (here !== undefined) return here
  const example = fileURLToPath(new URL(`../../examples/acme/phone-system${extname(import.meta.url)}`, import.meta.url))
  return example
}

async function jsonIn(path: string): Promise<Flow> {
  const text = await readFile(path, 'utf8')
  try {
    return flowFromJson(text)
  } catch (error) {
    if (!(error instanceof FlowError)) throw error
    throw new AppError('FLOW_UNLOADABLE', `${path} cannot be loaded. ${error.message}`, { cause: error })
  }
}

async function exportedFrom(path: string): Promise<readonly unknown[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href).catch((error: unknown) => {
    // Its stack says where in that file; ours would only bury it.
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new AppError('FLOW_UNLOADABLE', `${path} cannot be loaded; mend it and start again.\n${what}`, {
      cause: error,
    })
  })
  return [...new Set(Object.values(module))]
}

function isFlow(value: unknown): value is Flow {
  return typeof value === 'object' && value !== null && 'name' in value && 'start' in value && 'steps' in value
}

function isMailbox(value: unknown): value is Mailbox {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'mailbox' && 'name' in value
}
