/** What a business says of itself to register with the carriers of the United States, and what is wrong with that. */
import { z } from 'zod'
import { countryOf, isE164 } from '../phone/e164.ts'

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

const campaign = {
  description: text(40, 4096),
  messageFlow: text(40, 2048),
  messageSamples: z.array(text(20, 1024)).min(2).max(5),
  hasEmbeddedLinks: z.boolean(),
  hasEmbeddedPhone: z.boolean(),
  ageGated: z.boolean(),
  directLending: z.boolean(),
}

const common = {
  /** Names everything that is made; nothing else of the account may have this name. */
  name: text(1, 40),
  email: z.email(),
  /** The account's own profile, which is made in the console. */
  primaryProfileSid: sid('BU'),
  /** An address of the business, which is made in the console. */
  addressSid: sid('AD'),
}

/** The file `hookswitch a2p` reads. Lengths and values: reference twilio-platform.md §11.1–§11.3. */
const businessShape = z.strictObject({
  ...common,
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
  campaign: z.strictObject({ useCase: text(1, 64), ...campaign }),
  /** Numbers of the account, in E.164. */
  numbers: z.array(number).min(1),
})

/** The same of somebody without EIN: one campaign of one use case, one number (reference twilio-platform.md §11.4). */
const soleProprietorShape = z.strictObject({
  ...common,
  soleProprietor: z.strictObject({
    firstName: text(1, 64),
    lastName: text(1, 64),
    email: z.email(),
    phone: number,
    brandName: text(1, 255),
    industry: text(1, 64),
    /** Gets the one-time password; of his own, not one of the account. */
    mobile: number.refine(
      (mobile) => ['US', 'CA'].includes(countryOf(mobile) ?? ''),
      'write a mobile number of the United States or Canada',
    ),
  }),
  campaign: z.strictObject({
    useCase: z.literal('SOLE_PROPRIETOR', 'a sole proprietor has one use case, SOLE_PROPRIETOR'),
    ...campaign,
  }),
  numbers: z.array(number).length(1, 'a sole proprietor has one number'),
})

/** The facts of a business with an EIN, as they were checked. */
export type BusinessFacts = z.infer<typeof businessShape>
/** The facts of somebody without. */
export type SoleProprietorFacts = z.infer<typeof soleProprietorShape>
export type Facts = BusinessFacts | SoleProprietorFacts

/** The facts, or every mistake in them, a sentence each; no sentence repeats what was written. */
export function readFacts(
  value: unknown,
): { readonly kind: 'read'; readonly facts: Facts } | { readonly kind: 'wrong'; readonly mistakes: readonly string[] } {
  const isSole = typeof value === 'object' && value !== null && 'soleProprietor' in value
  const read = (isSole ? soleProprietorShape : businessShape).safeParse(value)
  const mistakes = read.success
    ? mistakesBetween(read.data)
    : read.error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}.`)
  return read.success && mistakes.length === 0 ? { kind: 'read', facts: read.data } : { kind: 'wrong', mistakes }
}

function mistakesBetween(facts: Facts): readonly string[] {
  if (!('soleProprietor' in facts)) return listedWithoutTicker(facts)
  const { soleProprietor, numbers } = facts
  if (!numbers.includes(soleProprietor.mobile)) return []
  return ['soleProprietor.mobile: write the owner’s own mobile number; one of the account cannot answer the password.']
}

function listedWithoutTicker({ business }: BusinessFacts): readonly string[] {
  if (business.companyType !== 'public') return []
  return (['stockExchange', 'stockTicker'] as const)
    .filter((name) => business[name] === undefined)
    .map((name) => `business.${name}: a public company names its stock exchange and ticker.`)
}
