/**
 * What the checks say of mailboxes, and of everything that holds between flows and mailboxes.
 */
import { isE164 } from '../phone/e164.ts'
import { checkFlow } from './check-flow.ts'
import type { FlowFinding } from './checks/rule.ts'
import { secretsIn } from './checks/secret-in-flow.ts'
import { type Flow, stepNamed } from './define.ts'
import { didYouMean } from './did-you-mean.ts'
import { mistakeInZone, mistakesIn } from './hours/mistakes.ts'
import type { Mailbox } from './mailbox/mailbox.ts'
import { isSecret } from './secret.ts'

/** Everything that is wrong with flows and mailboxes that are served together. Never throws. */
export function checkSystem(flows: readonly Flow[], mailboxes: readonly Mailbox[] = []): readonly FlowFinding[] {
  return [...flows.flatMap(checkFlow), ...checkMailboxes(mailboxes, flows)]
}

/** Everything that is wrong with mailboxes, by themselves and with the flows that use them; empty when nothing is. */
export function checkMailboxes(mailboxes: readonly Mailbox[], flows: readonly Flow[]): readonly FlowFinding[] {
  const used = new Set(flows.flatMap(mailboxesIn))
  const isAnyNamedByData = flows.some(({ steps }) =>
    Object.values(steps).some((step) => step.kind === 'voicemail' && step.mailboxFrom !== undefined),
  )
  return [
    ...mailboxes.flatMap((mailbox, index) => [
      ...inMailbox(mailbox),
      ...(mailboxes.findIndex(({ name }) => name === mailbox.name) === index ? [] : [twice(mailbox)]),
      ...(used.has(mailbox.name) || isAnyNamedByData ? [] : [unused(mailbox, [...used])]),
    ]),
    ...flows.flatMap((flow) => inFlow(flow, mailboxes, flows)),
  ]
}

/** The names of the mailboxes a flow uses. */
function mailboxesIn(flow: Flow): readonly string[] {
  return Object.values(flow.steps).flatMap((step) =>
    step.kind === 'voicemail' || step.kind === 'inbox' ? [step.mailbox] : [],
  )
}

function inMailbox(mailbox: Mailbox): readonly FlowFinding[] {
  const { name, notify = {}, afterHours, zone, transcribe, language } = mailbox
  const at = (place: string) => `${name}/${place}`
  const urls: readonly (readonly [string, unknown])[] = [
    ['notify.webhook.url', notify.webhook?.url],
    ['transcribe.url', typeof transcribe === 'object' ? transcribe.url : undefined],
  ]
  return [
    ...(/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name) ? [] : [misnamed(name)]),
    ...literals(mailbox),
    ...(afterHours === undefined ? [] : mistakesIn(afterHours.schedule)).map((mistake) =>
      unusable(at(`afterHours.schedule.${mistake.at}`), mistake.message, mistake.help),
    ),
    ...(language === undefined || isLanguage(language) ? [] : [unusable(at('language'), ...NO_LANGUAGE)]),
    ...(zone === undefined ? [] : mistakeInZone(zone)).map(({ message, help }) => unusable(at('zone'), message, help)),
    ...(notify.email ?? []).flatMap((address, index) =>
      /^[^\s@]+@[^\s@]+$/.test(address) ? [] : [unusable(at(`notify.email.${index}`), ...NO_ADDRESS)],
    ),
    ...(notify.sms ?? []).flatMap((number, index) =>
      isSecret(number) || isE164(number) ? [] : [noNumber(at(`notify.sms.${index}`))],
    ),
    ...urls.flatMap(([place, url]) =>
      url === undefined || isSecret(url) || isUrl(url) ? [] : [unusable(at(place), ...NO_URL)],
    ),
    ...days(mailbox),
    ...secretsIn(mailbox, name),
  ]
}

const NO_LANGUAGE = ['This is no language.', 'Use a BCP 47 tag such as es-US.'] as const

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** Secrets that stand in the file itself, which only a cast or plain JavaScript can bring about. */
function literals({ name, pin, notify, transcribe }: Mailbox): readonly FlowFinding[] {
  const token = typeof transcribe === 'object' ? transcribe.token : undefined
  const secrets = { pin, 'notify.webhook.secret': notify?.webhook?.secret, 'transcribe.token': token }
  return Object.entries(secrets).flatMap(([place, value]) =>
    value === undefined || isSecret(value)
      ? []
      : [
          {
            code: 'SECRET_IN_FLOW' as const,
            severity: 'error' as const,
            at: `${name}/${place}`,
            message: 'This stands in the file, where everybody who reads it can see it.',
            help: 'Put it into an environment variable and write secret("NAME") here. Choose another one: it has been seen.',
          },
        ],
  )
}

function days({ name, retentionDays }: Mailbox): readonly FlowFinding[] {
  if (retentionDays === undefined) return []
  if (Number.isInteger(retentionDays) && retentionDays >= 1 && retentionDays <= 3650) return []
  return [
    {
      code: 'OUT_OF_RANGE',
      severity: 'error',
      at: `${name}/retentionDays`,
      message: `retentionDays is ${retentionDays}.`,
      help: 'Use a whole number from 1 to 3650.',
    },
  ]
}

function inFlow(flow: Flow, mailboxes: readonly Mailbox[], flows: readonly Flow[]): readonly FlowFinding[] {
  return Object.entries(flow.steps).flatMap(([name, step]): readonly FlowFinding[] => {
    const at = `${flow.name}/${name}`
    if (step.kind === 'inbox') return inbox(`${at}/mailbox`, step.mailbox, mailboxes)
    if (step.kind === 'override')
      return override(
        at,
        step.hours,
        flows.find((one) => one.name === (step.flow ?? flow.name)),
      )
    const mailbox = step.kind === 'voicemail' ? mailboxes.find((one) => one.name === step.mailbox) : undefined
    const isTooLong = step.kind === 'voicemail' && (step.maximumSeconds ?? 0) > 120
    return mailbox?.transcribe === 'twilio' && isTooLong ? [tooLong(`${at}/maximumSeconds`)] : []
  })
}

function inbox(at: string, name: string, mailboxes: readonly Mailbox[]): readonly FlowFinding[] {
  const mailbox = mailboxes.find((one) => one.name === name)
  if (mailbox?.pin !== undefined) return []
  const names = mailboxes.map((one) => one.name)
  const message =
    mailbox === undefined
      ? `There is no mailbox "${name}" to listen to.${didYouMean(name, names)}`
      : `Mailbox "${name}" has no PIN, so nobody can listen to it by phone.`
  const help = `Export it beside the flow: export const box = defineMailbox('${name}', { pin: secret('NAME_PIN') }).`
  return [{ code: 'MAILBOX_CLOSED', severity: 'error', at, message, help }]
}

function override(at: string, hours: string, flow: Flow | undefined): readonly FlowFinding[] {
  const step = flow && stepNamed(flow, hours)
  if (step?.kind === 'hours' && step.mayBeOverridden !== false) return []
  const names = Object.entries(flow?.steps ?? {}).flatMap(([name, { kind }]) => (kind === 'hours' ? [name] : []))
  return [
    {
      code: 'TARGET_MISSING',
      severity: 'error',
      at: `${at}/${flow === undefined ? 'flow' : 'hours'}`,
      message: `"${hours}" is no step with opening hours that may be set aside.${didYouMean(hours, names)}`,
      help: 'Name a step made with hours() that has not set mayBeOverridden to false, and its flow when it is another one.',
    },
  ]
}

const twice = ({ name }: Mailbox): FlowFinding => ({
  code: 'MAILBOX_TWICE',
  severity: 'error',
  at: name,
  message: `There are two mailboxes "${name}".`,
  help: 'Give one of them another name.',
})

const unused = ({ name }: Mailbox, used: readonly string[]): FlowFinding => ({
  code: 'MAILBOX_UNUSED',
  severity: 'warning',
  at: name,
  message: `No flow uses the mailbox "${name}".${didYouMean(name, used)}`,
  help: 'Name it in a voicemail step, or delete it.',
})

const misnamed = (name: string): FlowFinding => ({
  code: 'NAME_MALFORMED',
  severity: 'error',
  at: name,
  message: `"${name}" cannot stand in an address.`,
  help: 'Use letters, digits and "-" only.',
})

const noNumber = (at: string): FlowFinding => ({
  code: 'NUMBER_MALFORMED',
  severity: 'error',
  at,
  message: 'This is not a phone number in international form.',
  help: 'Write it as + and country code, such as +12025550101, or use secret("NAME").',
})

const tooLong = (at: string): FlowFinding => ({
  code: 'TRANSCRIPT_MISSING',
  severity: 'warning',
  at,
  message: 'The network transcribes messages of at most 120 seconds; longer ones come without text.',
  help: 'Set maximumSeconds to 120, or transcribe with a service of your own.',
})

const unusable = (at: string, message: string, help: string): FlowFinding => ({
  code: 'VALUE_UNUSABLE',
  severity: 'error',
  at,
  message,
  help,
})

const NO_ADDRESS = ['This is no e-mail address.', 'Write it as name@example.com.'] as const
const NO_URL = ['This is no http(s) address.', 'Write it as https://example.com/path, or use secret("NAME").'] as const

const isUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
