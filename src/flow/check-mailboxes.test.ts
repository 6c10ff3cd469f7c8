import { describe, expect, test } from 'vitest'
import { checkMailboxes } from './check-mailboxes.ts'
import { defineFlow } from './define.ts'
import { defineMailbox, type Mailbox } from './mailbox/mailbox.ts'
import { secret } from './secret.ts'
import { secretNeeds } from './secret-needs.ts'
import { transfer } from './steps/transfer.ts'
import { voicemail } from './steps/voicemail.ts'

const flow = defineFlow('office', {
  start: 'sales',
  steps: {
    sales: transfer({ to: [secret('SALES_PHONE'), { sip: secret('DESK_SIP') }], unanswered: 'message' }),
    message: voicemail({ mailbox: 'desk', maximumSeconds: 300 }),
  },
})
const told = (...mailboxes: Mailbox[]) => checkMailboxes(mailboxes, [flow]).map(({ code, at }) => `${code} ${at}`)

test('a mailbox that says everything has nothing to complain of', () => {
  const desk = defineMailbox('desk', {
    pin: secret('DESK_PIN'),
    greeting: 'Hello.',
    afterHours: { schedule: { zone: 'Europe/Paris', week: { monday: ['09:00-17:00'] } } },
    zone: 'Europe/Paris',
    notify: {
      email: ['desk@clinic.example'],
      sms: ['+12025550170', secret('DUTY_PHONE')],
      webhook: { url: 'https://crm.example/voicemail', secret: secret('CRM_SECRET') },
    },
    transcribe: { url: secret('STT_URL'), token: secret('STT_TOKEN') },
    retentionDays: 30,
    deleteAtTwilio: true,
  })
  expect(told(desk)).toEqual([])
})

describe('a mailbox is told of', () => {
  test.each<[string, Parameters<typeof defineMailbox>[1], string]>([
    ['a PIN that stands in the file', { pin: '4711' as never }, 'SECRET_IN_FLOW desk/pin'],
    [
      'a webhook secret that stands in the file',
      { notify: { webhook: { url: 'https://a.example', secret: 'abc' as never } } },
      'SECRET_IN_FLOW desk/notify.webhook.secret',
    ],
    ['a credential in its words', { greeting: `Hello ${'a1'.repeat(16)}` }, 'SECRET_IN_FLOW desk/greeting'],
    ['an address that is none', { notify: { email: ['desk'] } }, 'VALUE_UNUSABLE desk/notify.email.0'],
    ['a number that is none', { notify: { sms: ['911'] } }, 'NUMBER_MALFORMED desk/notify.sms.0'],
    ['a service without address', { transcribe: { url: 'localhost/stt' } }, 'VALUE_UNUSABLE desk/transcribe.url'],
    ['a zone that does not exist', { zone: 'Mars/Olympus' }, 'VALUE_UNUSABLE desk/zone'],
    [
      'hours that cannot be',
      { afterHours: { schedule: { zone: 'UTC', week: { monday: ['9-5'] } } } },
      'VALUE_UNUSABLE desk/afterHours.schedule.week.monday.0',
    ],
    ['no time at all to keep messages', { retentionDays: 0 }, 'OUT_OF_RANGE desk/retentionDays'],
    [
      'messages too long for the network to transcribe',
      { transcribe: 'twilio' },
      'TRANSCRIPT_MISSING office/message/maximumSeconds',
    ],
  ])('%s', (_what, options, finding) => {
    expect(told(defineMailbox('desk', options))).toEqual([finding])
  })

  test('a name that is there twice, that nobody uses, or that is none', () => {
    expect(told(defineMailbox('desk'), defineMailbox('desk'))).toEqual(['MAILBOX_TWICE desk'])
    expect(told(defineMailbox('attic'))).toEqual(['MAILBOX_UNUSED attic'])
    expect(told(defineMailbox('front desk'))).toEqual(['NAME_MALFORMED front desk', 'MAILBOX_UNUSED front desk'])
  })
})

test('where a secret stands says what it has to hold', () => {
  const desk = defineMailbox('desk', {
    pin: secret('DESK_PIN'),
    notify: { sms: [secret('DUTY_PHONE')], webhook: { url: secret('CRM_URL'), secret: secret('CRM_SECRET') } },
  })
  expect(secretNeeds([flow], [desk]).map(({ name, kind, neededBy }) => `${name}: ${kind} for ${neededBy}`)).toEqual([
    'CRM_SECRET: text for mailbox "desk"',
    'CRM_URL: text for mailbox "desk"',
    'DESK_PIN: pin for mailbox "desk"',
    'DESK_SIP: text for flow "office"',
    'DUTY_PHONE: phone-number for mailbox "desk"',
    'SALES_PHONE: phone-number for flow "office"',
  ])
})
