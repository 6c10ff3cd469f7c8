import { defineFlow, hangUp } from 'hookswitch/flow'
import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'

const hello = defineFlow('hello', { start: 'hello', steps: { hello: hangUp('Hello.') } })

describe('a test that fails prints what was expected, what was met, and the call so far', () => {
  test('when the caller hears something else and the call ends', async () => {
    const { caller } = await ringUp(hello)
    await expect(caller.hears('Bonjour')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ExpectationError: Expected: caller hears “Bonjour”
      Instead:  heard “Hello.”; the call is completed

      The call so far:
       0:00.0  caller +12025550199 calls +12025550100
       0:00.0  → POST /voice/hello CallStatus=ringing
       0:00.0  ← 200 <Response><Say language="en-US">Hello.</Say><Hangup/></Response>
       0:00.0  caller: in-progress
       0:00.0  caller hears “Hello.”
       0:01.0  caller: completed, the document hung up
       0:01.0  → POST /status CallStatus=completed
       0:01.0  ← 204

      The document of POST /voice/hello, at its <Hangup>:
          1  <?xml version="1.0" encoding="UTF-8"?>
          2  <Response>
          3    <Say language="en-US">Hello.</Say>
      >   4    <Hangup/>
          5  </Response>]
    `)
  })

  test('when the caller wants to speak and nobody ever listens', async () => {
    const { caller } = await ringUp(hello)
    caller.says('Who is there?')
    caller.presses(1)
    await expect(caller.hears('A friend.')).rejects.toThrow(
      'Instead:  heard “Hello.”; the call is completed; still wants to say “Who is there?”, press 1, but nobody listens',
    )
  })

  test('when another number is dialled than expected', async () => {
    const { caller, callee } = await ringUp(acme)
    callee('+12025550102', 'support')
    await caller.hears('Press 1 for sales')
    caller.presses(2)
    await caller.hears('Connecting you to support.')
    expect(() => expect(caller).toHaveDialled(['+12025550101'])).toThrow(
      'Expected: caller was connected to +12025550101\nInstead:  the app dialled +12025550102\n\nThe call so far:\n',
    )
  })

  test('when the two do not talk', async () => {
    const { caller, callee } = await ringUp(acme)
    const sales = callee('+12025550101', 'sales')
    sales.isBusy()
    await caller.hears('Press 1 for sales')
    caller.presses(1)
    caller.hangsUp()
    await expect(expect(caller).toBeTalkingTo(sales)).rejects.toThrow(
      'Expected: caller is talking to sales\nInstead:  the call is completed\n\nThe call so far:\n',
    )
  })

  test('when the mailbox holds something else, or nothing', async () => {
    const { caller, mailbox } = await ringUp(acme)
    await caller.hears('Press 1 for sales')
    caller.presses(3)
    await caller.hears('Please leave a message')
    caller.says('Call me back', { seconds: 7 })
    caller.hangsUp()
    await expect(expect(mailbox('front-desk')).toHaveReceived({ seconds: 9 })).rejects.toThrow(
      'Expected: mailbox front-desk to have one message {"seconds":9}\nInstead:  7 s from +12025550199',
    )
    await expect(expect(mailbox('sales')).toHaveReceived()).rejects.toThrow(
      'Expected: mailbox sales to have one message {}\nInstead:  no message',
    )
  })

  test('when somebody acts who was never called', async () => {
    const { callee } = await ringUp(acme)
    const support = callee('+12025550102', 'support')
    expect(() => support.presses(1)).toThrow('Expected: support can press 1\nInstead:  support is not on the phone')
    await expect(support.rings()).rejects.toThrow(
      'Expected: support rings\nInstead:  nobody dialled +12025550102\n\nThe call so far:\n',
    )
  })

  test('when the call has another ending', async () => {
    const { caller } = await ringUp(acme)
    await caller.staysSilent(seconds(1))
    caller.hangsUp()
    await expect(expect(caller).toHaveEnded('busy')).rejects.toThrow(
      'Expected: caller has ended as busy\nInstead:  the call is completed',
    )
  })
})
