/** Payments by key: reference twiml-voice.md §4.13. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { ExchangeSettings, PaymentConnector } from './index.ts'
import { type Script, startWorld } from './scripted-app.fixture.ts'

const still = { legs: [], timers: 0, recordings: [], work: [] }
const visa = '4111111111111111'
const amex = '378282246310005'
const mastercard = '5555555555554444'
const maestro = '6759649826438453'

const cards = '<Pay action="/paid" statusCallback="/progress"/>'
const progress = { status: 204 }

/** A caller whose line leads to a document with this Pay. */
async function startPayment(pay: string, script: Script = {}, settings: Partial<ExchangeSettings> = {}) {
  const world = await startWorld(
    { '/voice': `${pay}<Say>Next verb</Say>`, '/paid': '<Say>Thank you</Say>', '/progress': progress, ...script },
    { exchange: { settings } },
  )
  return {
    ...world,
    /** Enters items one after the other, each with `#` at its end, as soon as it is asked for. */
    async enters(call: { press(keys: string): void }, ...items: readonly string[]) {
      for (const item of items) {
        call.press(`${item}#`)
        await world.clock.settle()
      }
    },
    /** Everything the exchange has written down. */
    written: () => JSON.stringify(world.exchange.journal.events),
  }
}

describe('a card', () => {
  test('is asked for item by item, and the app gets a token and nothing that could be used again', async () => {
    await using world = await startPayment(cards)
    const call = await world.ringUp()

    await world.enters(call, visa, '1227', '123', '94105')
    await world.clock.advance(seconds(4))

    expect(world.heard(call.callSid)).toEqual([
      'Please enter your card number, followed by the pound key.',
      'Please enter the expiration date, two digits for the month and two for the year.',
      'Please enter the security code of your card.',
      'Please enter your postal code, followed by the pound key.',
      'Please wait while your payment is processed.',
      'Thank you',
    ])
    expect(world.app.asked('/paid')[0]).toMatchObject({
      CallSid: call.callSid,
      CallStatus: 'in-progress',
      Result: 'success',
      PaymentMethod: 'credit-card',
      PaymentCardNumber: 'xxxx-xxxx-xxxx-1111',
      PaymentCardType: 'visa',
      ExpirationDate: '1227',
      SecurityCode: '***',
      PaymentCardPostalCode: '94105',
      PaymentToken: expect.stringMatching(/^tok_[0-9a-f]{32}$/),
      ProfileId: expect.stringMatching(/^cus_[0-9a-f]{32}$/),
    })
    expect(world.app.asked('/paid')[0]).not.toHaveProperty('PaymentConfirmationCode')
    await world.clock.advance(seconds(5))
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('of American Express has a code of four digits and is masked in its own groups', async () => {
    await using world = await startPayment('<Pay action="/paid" postalCode="false"/>')
    const call = await world.ringUp()

    await world.enters(call, amex, '1227', '123')
    expect(world.heard(call.callSid).at(-1)).toBe(
      'That security code is not valid. Please enter the security code of your card.',
    )
    await world.enters(call, '1234')
    await world.clock.advance(seconds(4))

    const [paid] = world.app.asked('/paid')
    expect(paid).toMatchObject({
      PaymentCardNumber: 'xxxx-xxxxxx-x0005',
      PaymentCardType: 'amex',
      SecurityCode: '****',
    })
    expect(paid).not.toHaveProperty('PaymentCardPostalCode')
  })

  test('is charged when there is an amount, and the app gets a confirmation in place of a token', async () => {
    await using world = await startPayment(
      '<Pay action="/paid" chargeAmount="20.45" securityCode="false" postalCode="94105"/>',
    )
    const call = await world.ringUp()

    await world.enters(call, mastercard, '0130')
    await world.clock.advance(seconds(4))

    const [paid] = world.app.asked('/paid')
    expect(paid).toMatchObject({
      Result: 'success',
      PaymentConfirmationCode: expect.stringMatching(/^ch_/),
      PaymentCardPostalCode: '94105',
    })
    expect(paid).not.toHaveProperty('PaymentToken')
    expect(paid).not.toHaveProperty('SecurityCode')
  })

  test.each([
    ['a wrong check digit', cards, ['4111111111111112'], 'invalid-card-number'],
    ['too few digits', cards, ['411111'], 'invalid-card-number'],
    ['a kind that is not accepted', '<Pay action="/paid" validCardTypes="visa"/>', [amex], 'invalid-card-type'],
    ['a kind that is not accepted by default', cards, [maestro], 'invalid-card-type'],
    ['a month there is not', cards, [visa, '1327'], 'invalid-date'],
    ['the month before this one', cards, [visa, '1225'], 'invalid-date'],
    ['too short a code', cards, [visa, '1227', '12'], 'invalid-security-code'],
    [
      'too short a postal code',
      '<Pay action="/paid" minPostalCodeLength="5"/>',
      [visa, '1227', '123', '9410'],
      'invalid-postal-code',
    ],
  ])('with %s is refused, and after the second time the action is told', async (_what, pay, items, error) => {
    await using world = await startPayment(pay)
    const call = await world.ringUp()

    await world.enters(call, ...items)
    expect(world.app.asked('/paid')).toEqual([])
    await world.enters(call, items.at(-1) ?? '')

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'too-many-failed-attempts', PaymentError: error })
    expect(world.heard(call.callSid).at(-1)).toBe('Thank you')
  })

  test('of this month is good to its end', async () => {
    await using world = await startPayment('<Pay action="/paid" securityCode="false" postalCode="false"/>')
    const call = await world.ringUp()

    await world.enters(call, visa, '0126')
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'success', ExpirationDate: '0126' })
  })

  test('of every kind is told from its number', async () => {
    const numbers = {
      visa,
      amex,
      mastercard,
      maestro,
      discover: '6011111111111117',
      jcb: '3530111333300000',
      'diners-club': '36148900647913',
      enroute: '201400000000009',
    }
    const types = Object.keys(numbers).join(' ')
    const pay = `<Pay action="/paid" validCardTypes="${types}" securityCode="false" postalCode="false"/>`
    for (const [type, number] of Object.entries(numbers)) {
      await using world = await startPayment(pay)
      const call = await world.ringUp()
      await world.enters(call, number, '1227')
      await world.clock.advance(seconds(4))
      expect([type, world.app.asked('/paid')[0]?.PaymentCardType]).toEqual([type, type])
    }
  })
})

describe('a bank account', () => {
  const account = '<Pay action="/paid" statusCallback="/progress" paymentMethod="ach-debit"/>'

  test('is its routing number and its own, of which the app sees the last two digits', async () => {
    await using world = await startPayment(account)
    const call = await world.ringUp()

    await world.enters(call, '121181976', '508862392')
    await world.clock.advance(seconds(4))

    const [paid] = world.app.asked('/paid')
    expect(paid).toMatchObject({
      Result: 'success',
      PaymentMethod: 'ach-debit',
      BankRoutingNumber: '121181976',
      BankAccountNumber: '*******92',
      BankAccountType: 'consumer-checking',
    })
    expect(paid).not.toHaveProperty('PaymentCardNumber')
    expect(world.written()).not.toContain('508862392')
  })

  test.each([
    [['121181977'], 'invalid-bank-routing-number'],
    [['12118197'], 'invalid-bank-routing-number'],
    [['121181976', '508'], 'invalid-bank-account-number'],
  ])('of %j is refused', async (items, error) => {
    await using world = await startPayment(account)
    const call = await world.ringUp()

    await world.enters(call, ...items, items.at(-1) ?? '')

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'too-many-failed-attempts', PaymentError: error })
  })
})

describe('a caller who enters nothing', () => {
  test('is asked once more after the timeout, and then the action is told what is missing', async () => {
    await using world = await startPayment('<Pay action="/paid" timeout="3" statusCallback="/progress"/>')
    const call = await world.ringUp()
    const question = seconds(4)

    await world.clock.advance(question + seconds(3) - 1)
    expect(world.heard(call.callSid)).toHaveLength(1)
    await world.clock.advance(1)
    expect(world.heard(call.callSid).at(-1)).toBe(
      'Nothing was entered. Please enter your card number, followed by the pound key.',
    )
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/paid')[0]).toMatchObject({
      Result: 'too-many-failed-attempts',
      PaymentError: 'invalid-card-number',
    })
    expect(
      world.app.asked('/progress').map(({ For, ErrorType, Attempt, Result }) => [For, ErrorType, Attempt, Result]),
    ).toEqual([
      ['payment-card-number', undefined, '1', undefined],
      ['payment-card-number', 'input-timeout', '2', undefined],
      ['payment-card-number', 'input-timeout', undefined, 'too-many-failed-attempts'],
    ])
  })

  test('goes on to the next verb when the network is set to do so', async () => {
    await using world = await startPayment('<Pay action="/paid" maxAttempts="1"/>', {}, { payMaxAttempts: 'nextVerb' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(10))

    expect(world.app.asked('/paid')).toEqual([])
    expect(world.heard(call.callSid).at(-1)).toBe('Next verb')
  })

  test('has as many attempts as the document gives', async () => {
    await using world = await startPayment('<Pay action="/paid" maxAttempts="3"/>')
    const call = await world.ringUp()

    await world.enters(call, '1', '2')
    expect(world.app.asked('/paid')).toEqual([])
    await world.enters(call, '3')

    expect(world.app.asked('/paid')).toHaveLength(1)
  })

  test('who stops keying has entered what he keyed', async () => {
    await using world = await startPayment('<Pay action="/paid" securityCode="false" postalCode="false"/>')
    const call = await world.ringUp()

    call.press(visa)
    await world.clock.advance(seconds(5) - 1)
    expect(world.heard(call.callSid)).toHaveLength(1)
    await world.clock.advance(1)
    expect(world.heard(call.callSid)).toHaveLength(2)
  })
})

describe('a payment that is called off', () => {
  test('by hanging up is told to the action, whose answer nobody hears', async () => {
    await using world = await startPayment(cards)
    const call = await world.ringUp()

    await world.enters(call, visa)
    call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/paid')[0]).toMatchObject({
      Result: 'caller-hung-up',
      CallStatus: 'completed',
      PaymentCardNumber: 'xxxx-xxxx-xxxx-1111',
    })
    expect(world.heard(call.callSid)).not.toContain('Thank you')
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('by the star while it is processed is never charged', async () => {
    await using world = await startPayment('<Pay action="/paid" securityCode="false" postalCode="false"/>')
    const call = await world.ringUp()

    await world.enters(call, visa, '1227')
    call.press('*')
    await world.clock.settle()

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'caller-interrupted-with-star' })
    expect(world.app.asked('/paid')[0]).not.toHaveProperty('PaymentToken')
  })

  test('through the API is not told to the action', async () => {
    await using world = await startPayment(cards)
    const call = await world.ringUp()
    await world.enters(call, visa)

    world.exchange.updateCall(call.callSid, { document: { twiml: '<Response><Say>Elsewhere</Say></Response>' } })
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/paid')).toEqual([])
    expect(world.heard(call.callSid).at(-1)).toBe('Elsewhere')
    expect(world.exchange.leftovers()).toEqual(still)
  })
})

describe('the words of a payment', () => {
  const own = `<Pay action="/paid" maxAttempts="3" securityCode="true" postalCode="false">
    <Prompt for="payment-card-number"><Say>Card, please</Say></Prompt>
    <Prompt for="payment-card-number" errorType="timeout invalid-card-type"><Say>Another card, please</Say></Prompt>
    <Prompt for="payment-card-number" attempt="3" errorType="timeout"><Say>Last chance</Say></Prompt>
    <Prompt for="security-code" cardType="visa mastercard"><Say>Three digits on the back</Say></Prompt>
    <Prompt for="security-code" cardType="amex"><Say>Four digits on the front</Say></Prompt>
    <Prompt for="payment-processing"><Say>Paying</Say></Prompt>
  </Pay>`

  test('are those of the document, the one that says most about the moment', async () => {
    await using world = await startPayment(own)
    const call = await world.ringUp()
    await world.clock.advance(seconds(1) + seconds(5))
    await world.clock.advance(seconds(2) + seconds(5))
    await world.enters(call, amex, '1227')
    await world.enters(call, '1234')
    await world.clock.advance(seconds(2))

    expect(world.heard(call.callSid)).toEqual([
      'Card, please',
      'Another card, please',
      'Last chance',
      'Please enter the expiration date, two digits for the month and two for the year.',
      'Four digits on the front',
      'Paying',
      'Thank you',
    ])
  })

  test('stop when the first key comes', async () => {
    await using world = await startPayment(cards)
    const call = await world.ringUp()

    await world.clock.advance(seconds(1))
    call.press('4')
    await world.clock.settle()

    const ended = world.exchange.journal.events.findLast((event) => event.kind === 'prompt-ended')
    expect(ended).toMatchObject({ interrupted: true })
  })

  const twice = `<Pay action="/paid" paymentMethod="ach-debit">
    <Prompt for="bank-account-number" requireMatchingInputs="true"><Say>Account, please</Say></Prompt>
  </Pay>`

  test('may ask for the same thing twice, and two that differ are none', async () => {
    await using world = await startPayment(twice)
    const call = await world.ringUp()

    await world.enters(call, '121181976', '508862392', '508862393')
    expect(world.heard(call.callSid).slice(1)).toEqual([
      'Account, please',
      'Please enter it once more, followed by the pound key.',
      'Account, please',
    ])
    await world.enters(call, '508862392', '508862392')
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'success', BankAccountNumber: '*******92' })
  })

  test('are English in every language', async () => {
    await using world = await startPayment('<Pay action="/paid" language="fr-FR"/>')
    await world.ringUp()

    const prompt = world.exchange.journal.events.find((event) => event.kind === 'prompt-started')
    expect(prompt).toMatchObject({ prompt: { language: 'en-US' }, line: 1 })
  })
})

test('the status callback tells every step, with what was entered so far and how it ended', async () => {
  await using world = await startPayment(cards)
  const call = await world.ringUp()

  await world.enters(call, '4111', visa, '1227', '123', '94105')
  await world.clock.advance(seconds(4))

  const told = world.app.asked('/progress')
  expect(told.map(({ For, ErrorType, Attempt, Result }) => [For, ErrorType, Attempt, Result])).toEqual([
    ['payment-card-number', undefined, '1', undefined],
    ['payment-card-number', 'invalid-card-number', '2', undefined],
    ['expiration-date', undefined, '1', undefined],
    ['security-code', undefined, '1', undefined],
    ['postal-code', undefined, '1', undefined],
    ['payment-processing', undefined, '1', undefined],
    [undefined, undefined, undefined, 'success'],
  ])
  expect(told[5]).toMatchObject({
    CallSid: call.callSid,
    PaymentMethod: 'credit-card',
    PaymentCardNumber: 'xxxxxxxxxxxx1111',
    PaymentCardType: 'visa',
    ExpirationDate: '1227',
    SecurityCode: '***',
    PaymentCardPostalCode: '94105',
  })
  expect(told[1]).not.toHaveProperty('PaymentCardNumber')
  expect(world.app.requests.every(({ isSigned }) => isSigned)).toBe(true)
})

describe('a connector', () => {
  const charge = '<Pay action="/paid" chargeAmount="5" currency="EUR" securityCode="false" postalCode="false"/>'
  const token = '<Pay action="/paid" securityCode="false" postalCode="false"/>'

  test.each<[string, string, PaymentConnector, object]>([
    [
      'declines a card',
      charge,
      { kind: 'declines' },
      { PayErrorCode: '64012', PaymentError: 'card is declined', ConnectorError: 'card_declined' },
    ],
    ['fails', token, { kind: 'errors' }, { PayErrorCode: '64002' }],
    [
      'fails in its own words',
      token,
      { kind: 'errors', code: 64009, message: 'authorization was revoked' },
      { PayErrorCode: '64009', ConnectorError: 'authorization was revoked' },
    ],
  ])('that %s is told to the action with what it said', async (_what, pay, connector, told) => {
    await using world = await startPayment(pay)
    world.exchange.setPaymentConnector('Default', connector)
    const call = await world.ringUp()

    await world.enters(call, visa, '1227')
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'payment-connector-error', ...told })
    expect(world.app.asked('/paid')[0]).not.toHaveProperty('PaymentToken')
    expect(world.findings().filter(({ severity }) => severity === 'error')).toHaveLength(1)
  })

  test.each<[string, string, PaymentConnector, string]>([
    ['currency', charge, { kind: 'accepts', currencies: ['usd'] }, '64011'],
    ['charge', charge, { kind: 'accepts', charges: false }, '64007'],
    ['token', token, { kind: 'accepts', tokenTypes: [] }, '64005'],
    ['type of token', token, { kind: 'accepts', tokenTypes: ['one-time'] }, '64006'],
    ['method', token, { kind: 'accepts', paymentMethods: ['ach-debit'] }, '64013'],
    ['missing name', token, { kind: 'accepts', needs: ['AVSName'] }, '64014'],
    ['missing Parameter', token, { kind: 'accepts', needs: ['invoice'] }, '64015'],
  ])('that cannot do the %s says so before anybody is asked', async (_what, pay, connector, code) => {
    await using world = await startPayment(pay)
    world.exchange.setPaymentConnector('Default', connector)
    const call = await world.ringUp()

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'payment-connector-error', PayErrorCode: code })
    expect(world.heard(call.callSid)).toEqual(['Thank you'])
  })

  test('takes what it needs from the Parameters', async () => {
    await using world = await startPayment(
      '<Pay action="/paid" paymentConnector="Shop" securityCode="false" postalCode="false"><Parameter name="invoice" value="7"/></Pay>',
    )
    world.exchange.setPaymentConnector('Shop', { kind: 'accepts', needs: ['invoice'], currencies: ['USD'] })
    const call = await world.ringUp()

    await world.enters(call, visa, '1227')
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/paid')[0]?.Result).toBe('success')
  })

  test('of a name that nobody set up is an error of the document', async () => {
    await using world = await startPayment('<Pay action="/paid" paymentConnector="Nobody"/>')
    await world.ringUp()

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'validation-error', PayErrorCode: '64004' })
  })
})

describe('a document that is wrong', () => {
  test.each([
    ['an amount below nothing', '<Pay action="/paid" chargeAmount="-0.5"/>', '64003'],
    ['a bank account on a card', '<Pay action="/paid" bankAccountType="consumer-savings"/>', '64017'],
  ])('with %s is told to its action, and nobody is asked for a card', async (_what, pay, code) => {
    await using world = await startPayment(pay)
    const call = await world.ringUp()

    expect(world.app.asked('/paid')[0]).toMatchObject({ Result: 'validation-error', PayErrorCode: code })
    expect(world.heard(call.callSid)).toEqual(['Thank you'])
    expect(world.findings().filter((finding) => String(finding.code) === code)).toHaveLength(1)
  })

  test('with an action in the clear elsewhere is an application error', async () => {
    await using world = await startPayment('<Pay action="http://app.example/paid"/>')
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
    expect(world.findings().map(({ code, severity }) => [code, severity])).toContainEqual([64016, 'error'])
  })

  test.each([
    ['an absolute', (host = '') => `http://${host}/paid`],
    ['a relative', () => '/paid'],
  ])('with %s action in the clear on this machine is performed with one warning', async (_what, action) => {
    await using world = await startPayment('', {
      '/voice': ({ headers }) => `<Pay action="${action(headers.host)}"/>`,
    })
    const call = await world.ringUp()
    call.press('*')
    await world.clock.settle()

    const found = world.findings().filter(({ code }) => code === 64016)
    expect(found.map(({ severity }) => severity)).toEqual(['warning'])
    expect(world.app.asked('/paid')).toHaveLength(1)
  })
})

describe('what a caller keys in a payment', () => {
  test('is nowhere in the journal, in any request or in any error', async () => {
    await using world = await startPayment(cards, {
      '/paid': '<Pause length="9"/><Gather action="/menu" numDigits="1"/>',
      '/menu': '',
    })
    const call = await world.ringUp()
    await world.enters(call, visa, '1227', '987', '94105')
    // Who has not noticed that it is over keys on.
    await world.clock.advance(seconds(6))
    call.press(visa)
    call.speak('four one one one one one one one', { seconds: 1 })
    await world.clock.advance(seconds(10))
    call.press('7')
    await world.clock.settle()

    const keys = world.exchange.journal.events.flatMap((event) => (event.kind === 'key-pressed' ? [event.key] : []))
    expect(new Set(keys.slice(0, -1))).toEqual(new Set(['•']))
    expect(keys.at(-1)).toBe('7')
    expect(world.written()).not.toMatch(/4111|"987"|987#/)
    expect(JSON.stringify(world.app.requests)).not.toMatch(/4111|987[^0-9a-f]/)
  })

  test('is not kept for the next Gather by a network that keeps keys', async () => {
    await using world = await startPayment(
      '<Pay action="/paid" securityCode="false" postalCode="false"/>',
      { '/paid': '<Gather action="/menu" timeout="2"/>', '/menu': '' },
      { typeAhead: 'buffer' },
    )
    const call = await world.ringUp()
    await world.enters(call, visa, '1227')
    call.press('55')
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/paid')).toHaveLength(1)
    expect(world.app.asked('/menu')).toEqual([])
  })

  test('stays secret when the payment is taken by an application that was dialled', async () => {
    const applicationSid = `AP${'1'.repeat(32)}`
    await using world = await startWorld({
      '/voice': `<Dial><Application>${applicationSid}</Application></Dial>`,
      '/shop': '<Pay action="/paid"/>',
      '/paid': '',
    })
    world.exchange.addApplication({ sid: applicationSid, voiceUrl: `${world.app.url}/shop` })
    const call = await world.ringUp()
    call.press(visa)
    await world.clock.settle()

    expect(JSON.stringify(world.exchange.journal.events)).not.toContain('"key":"4"')
    expect(call.snapshot().awaiting).toBe('keys')
  })

  test('and what he says there is kept from a transcription beside the call', async () => {
    await using world = await startPayment(
      '<Start><Transcription statusCallbackUrl="http://127.0.0.1:9/text"/></Start><Pay action="/paid"/>',
    )
    const call = await world.ringUp()
    call.speak('four one one one', { seconds: 1 })
    await world.clock.advance(seconds(2))

    expect(world.written()).not.toContain('four one')
  })
})
