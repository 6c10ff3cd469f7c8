/** What a business says of itself to register with the carriers of the United States, and what is wrong with that. */
import { z } from 'zod'
import { isE164 } from '../phone/e164.ts'

const text = (from: number, to: number) => z.string().min(from).max(to)
const number = z.string().refine(isE164, 'write + and country code')
const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `write ${prefix} and 32 hex digits`)

const businessTypes = [
  'Sole Proprietorship',
  'Partnership',
  'Limited Liability Corporation',
  'Co-operative',
  'Limited Liability Partnership',
  'Corporation',
  'Non-profit',
] as const
const positions = ['Director', 'GM', 'VP', 'CEO', 'CFO', 'General Counsel', 'Other'] as const
const regions = ['AFRICA', 'ASIA', 'EUROPE', 'LATIN_AMERICA', 'USA_AND_CANADA'] as const

/** The file `hookswitch a2p` reads. Lengths and values: reference twilio-platform.md §11.1–§11.3. */
const shape = z.strictObject({
  /** Names everything that is made; nothing else of the account may have this name. */
  name: text(1, 40),
  email: z.email(),
  /** The account's own profile, which is made in the console. */
  primaryProfileSid: sid('BU'),
  /** An address of the business, which is made in the console. */
  addressSid: sid('AD'),
  business: z.strictObject({
    legalName: text(1, 255),
    type: z.enum(businessTypes),
    industry: text(1, 64),
    ein: z.string().regex(/^\d{2}-?\d{7}$/, 'write the nine digits of the EIN'),
    regions: z.array(z.enum(regions)).min(1),
    website: z.url({ protocol: /^https?$/ }),
    companyType: z.enum(['private', 'public', 'non-profit', 'government']),
    stockExchange: z.string().optional(),
    stockTicker: z.string().optional(),
  }),
  representative: z.strictObject({
    firstName: text(1, 64),
    lastName: text(1, 64),
    email: z.email(),
    phone: number,
    title: text(1, 64),
    position: z.enum(positions),
  }),
  /** True spares the vetting: a low-volume standard brand. */
  lowVolume: z.boolean(),
  campaign: z.strictObject({
    useCase: text(1, 64),
    description: text(40, 4096),
    messageFlow: text(40, 2048),
    messageSamples: z.array(text(20, 1024)).min(2).max(5),
    hasEmbeddedLinks: z.boolean(),
    hasEmbeddedPhone: z.boolean(),
    ageGated: z.boolean(),
    directLending: z.boolean(),
  }),
  /** Numbers of the account, in E.164. */
  numbers: z.array(number).min(1),
})

/** The facts of a business, as they were checked. */
export type BusinessFacts = z.infer<typeof shape>

/** The facts, or every mistake in them, a sentence each; no sentence repeats what was written. */
export function readFacts(
  value: unknown,
):
  | { readonly kind: 'read'; readonly facts: BusinessFacts }
  | { readonly kind: 'wrong'; readonly mistakes: readonly string[] } {
  const read = shape.safeParse(value)
  const mistakes = read.success
    ? listedWithoutTicker(read.data)
    : read.error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}.`)
  return read.success && mistakes.length === 0 ? { kind: 'read', facts: read.data } : { kind: 'wrong', mistakes }
}

function listedWithoutTicker({ business }: BusinessFacts): readonly string[] {
  if (business.companyType !== 'public') return []
  return (['stockExchange', 'stockTicker'] as const)
    .filter((name) => business[name] === undefined)
    .map((name) => `business.${name}: a public company names its stock exchange and ticker.`)
}
