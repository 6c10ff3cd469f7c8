/** Which number a callee may be shown, and WhatsApp, which asks for one of its own: twiml-voice.md §4.6 and §5.7. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { line, sales, startWorld } from './scripted-app.fixture.ts'

describe('the caller id of a Dial', () => {
  const noun = {
    number: `<Number>${sales}</Number>`,
    client: '<Client>alice</Client>',
    sip: '<Sip>sip:desk@example.com</Sip>',
    whatsApp: `<WhatsApp>${sales}</WhatsApp>`,
  }
  const verified = '+12025550188'
  const stranger = '+12025550177'
  const phone = '+12025550199'
  const device = 'sip:alice@office.example.com'
  const browser = 'client:alice'

  async function dialFrom(from: string, kind: keyof typeof noun, callerId: string | undefined, isChecked = true) {
    const shown = callerId === undefined ? '' : ` callerId="${callerId}"`
    const world = await startWorld(
      { '/voice': `<Dial action="/dialled"${shown}>${noun[kind]}</Dial>`, '/dialled': '' },
      { exchange: { verifiedNumbers: [verified], settings: { checkCallerId: isChecked } } },
    )
    world.exchange.placeCall({ from, to: line })
    await world.clock.settle()
    const callee = world.exchange.calls.find((call) => call.snapshot().direction === 'outbound-dial')
    return { world, callee }
  }

  test.each<[string, string, keyof typeof noun, string | undefined, string]>([
    ['the caller, when nothing is said', phone, 'number', undefined, phone],
    ['the caller', phone, 'number', phone, phone],
    ['the line that was called', phone, 'number', line, line],
    ['the line, written without a plus', phone, 'number', '2025550100', line],
    ['a verified number', phone, 'number', verified, verified],
    ['a line, for a SIP device', device, 'number', line, line],
    ['a verified number, for a client', browser, 'number', verified, verified],
    ['a client, to a client', phone, 'client', 'client:desk', 'client:desk'],
    ['any number, to a client', phone, 'client', stranger, stranger],
    ['the calling client, to a client', browser, 'client', undefined, browser],
    ['any name, to a SIP device', phone, 'sip', 'front-desk_1', 'front-desk_1'],
    ['the calling SIP address, to a SIP device', device, 'sip', undefined, device],
    ['a WhatsApp sender, to a WhatsApp user', phone, 'whatsApp', `whatsapp:${line}`, `whatsapp:${line}`],
  ])('may be %s', async (_what, from, kind, callerId, shown) => {
    const { world, callee } = await dialFrom(from, kind, callerId)
    await using _ = world

    expect(callee).toMatchObject({ from: shown, status: 'ringing' })
    expect(world.findings()).toEqual([])
  })

  test.each<[string, string, keyof typeof noun, string | undefined, number, string]>([
    ['a number of somebody else', phone, 'number', stranger, 13214, 'warning'],
    ['a name, to a number', phone, 'number', 'Acme', 13214, 'warning'],
    ['a client, to a number', phone, 'number', 'client:desk', 13214, 'warning'],
    ['nothing, for a SIP device', device, 'number', undefined, 13247, 'error'],
    ['a number of somebody else, for a SIP device', device, 'number', stranger, 13214, 'warning'],
    ['nothing, for a client', browser, 'number', undefined, 13247, 'error'],
    ['a name, to a client', phone, 'client', 'desk', 13214, 'warning'],
    ['a client, to a SIP device', phone, 'sip', 'client:desk', 13214, 'warning'],
    ['a plain number, to a WhatsApp user', phone, 'whatsApp', line, 13214, 'warning'],
    ['nothing, to a WhatsApp user', phone, 'whatsApp', undefined, 13214, 'warning'],
    ['endless', phone, 'sip', 'x'.repeat(300), 13248, 'warning'],
  ])('may not be %s, and the dial fails', async (_what, from, kind, callerId, code, severity) => {
    const { world, callee } = await dialFrom(from, kind, callerId)
    await using _ = world

    expect(callee?.status).toBe('failed')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' })
    expect(world.findings().map((finding) => [finding.code, finding.severity])).toEqual([[code, severity]])
  })

  test('may be anything when the exchange is set not to look', async () => {
    const { world, callee } = await dialFrom(phone, 'number', stranger, false)
    await using _ = world

    expect(callee).toMatchObject({ from: stranger, status: 'ringing' })
  })

  test('is looked at for each of several: the others go on ringing', async () => {
    await using world = await startWorld({
      '/voice': `<Dial callerId="client:desk" callReason="A question">${noun.number}${noun.client}</Dial>`,
    })
    await world.ringUp()

    expect(world.callee(sales).status).toBe('failed')
    expect(world.callee('client:alice').status).toBe('ringing')
  })
})

test('a WhatsApp user rings, talks and hangs up as anybody else does', async () => {
  await using world = await startWorld({
    '/voice': `<Dial callerId="whatsapp:${line}" action="/dialled"><WhatsApp url="/screen">${sales}</WhatsApp></Dial>`,
    '/screen': '',
    '/dialled': '',
  })
  world.exchange.setParty(`whatsapp:${sales}`, { kind: 'answers', hangsUpAfterSeconds: 10 })
  await world.ringUp()
  await world.clock.advance(seconds(12))

  expect(world.app.asked('/screen')[0]).toMatchObject({ To: `whatsapp:${sales}`, From: `whatsapp:${line}` })
  expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '10' })
  expect(world.exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
})
