import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'

describe('a test that fails prints what was expected, what was met, and the call so far', () => {
  test('when the caller hears something else and the call ends', async () => {
    const { caller } = await ringUp(acme)
    caller.presses(3)
    await caller.hears('Please leave a message')
    caller.hangsUp()
    await expect(caller.hears('Goodbye.')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ExpectationError: Expected: caller hears “Goodbye.”
      Instead:  heard “Welcome to Acme Corp.”, “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”, “I did not hear a choice.”, “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”, “I still did not hear anything. You can press a key on your phone at any time.”, “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”, “Let me help you another way.”, “Please leave a message after the beep.”; the call is completed

      The call so far:
       0:00.0  caller +12025550199 calls +12025550100
       0:00.0  → POST /voice/acme CallStatus=ringing
       0:00.0  caller presses 3, and nobody listens
       0:00.0  ← 200 <Response><Gather action="/voice/acme/welcome?turn=1" timeout="5" finishOnKey="" numDigits="1"><Say language="en-US">Welcome to Acme Corp.</Say><Say language="en-US">Press 1 for sales. Press 2 for support. Press 3 to leave a message.</Say></Gather><Redirect>/voice/acme/welcome?turn=1</Redirect></Response>
       0:00.0  caller: in-progress
       0:00.0  caller hears “Welcome to Acme Corp.”
       0:01.6  caller hears “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”
       0:12.2  → POST /voice/acme/welcome?turn=1 CallStatus=in-progress
       0:12.2  ← 200 <Response><Gather action="/voice/acme/welcome?turn=2" timeout="5" finishOnKey="" numDigits="1"><Say language="en-US">I did not hear a choice.</Say><Say language="en-US">Press 1 for sales. Press 2 for support. Press 3 to leave a message.</Say></Gather><Redirect>/voice/acme/welcome?turn=2</Redirect></Response>
       0:12.2  caller hears “I did not hear a choice.”
       0:14.6  caller hears “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”
       0:25.2  → POST /voice/acme/welcome?turn=2 CallStatus=in-progress
       0:25.2  ← 200 <Response><Gather action="/voice/acme/welcome?turn=3" timeout="5" finishOnKey="" numDigits="1"><Say language="en-US">I still did not hear anything. You can press a key on your phone at any time.</Say><Say language="en-US">Press 1 for sales. Press 2 for support. Press 3 to leave a message.</Say></Gather><Redirect>/voice/acme/welcome?turn=3</Redirect></Response>
       0:25.2  caller hears “I still did not hear anything. You can press a key on your phone at any time.”
       0:32.0  caller hears “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”
       0:42.6  → POST /voice/acme/welcome?turn=3 CallStatus=in-progress
       0:42.6  ← 200 <Response><Say language="en-US">Let me help you another way.</Say><Say language="en-US">Please leave a message after the beep.</Say><Record action="/voice/acme/message?turn=4" timeout="5" maxLength="120" trim="do-not-trim" recordingStatusCallback="/recordings/acme/message" recordingStatusCallbackEvent="completed absent"/></Response>
       0:42.6  caller hears “Let me help you another way.”
       0:45.0  caller hears “Please leave a message after the beep.”
       0:47.8  caller hears a beep
       0:47.8  caller: completed, the caller hung up
       0:47.8  → POST /status CallStatus=completed
       0:47.8  recording caller
       0:47.8  recorded 0 s, ended by hang up
       0:47.8  warning 16101: The recording is too short; no file is made of it.
       0:47.8  → POST /recordings/acme/message ErrorCode=16101
       0:47.8  → POST /voice/acme/message?turn=4 CallStatus=completed RecordingDuration=0 Digits=hangup
       0:47.8  ← 204
       0:47.8  ← 204
       0:47.8  ← 200 <Response/>]
    `)
  })

  test('when the caller speaks and nobody listens', async () => {
    const { caller } = await ringUp(acme)
    await caller.hears('Welcome')
    caller.says('Hello?')
    caller.presses(1)
    await expect(caller.hears('Hello yourself')).rejects.toThrow(
      'the call is completed; still wants to say “Hello?”, press 1, but nobody listens',
    )
  })

  test('when another number is dialled than expected', async () => {
    const { caller } = await ringUp(acme)
    await caller.hears('Press 1 for sales')
    caller.presses(2)
    await caller.hears('Connecting you to support.')
    expect(() => expect(caller).toHaveDialled(['+12025550101'])).toThrowErrorMatchingInlineSnapshot(`
      [Error: Expected: caller was connected to +12025550101
      Instead:  the app dialled +12025550102

      The call so far:
       0:00.0  caller +12025550199 calls +12025550100
       0:00.0  → POST /voice/acme CallStatus=ringing
       0:00.0  ← 200 <Response><Gather action="/voice/acme/welcome?turn=1" timeout="5" finishOnKey="" numDigits="1"><Say language="en-US">Welcome to Acme Corp.</Say><Say language="en-US">Press 1 for sales. Press 2 for support. Press 3 to leave a message.</Say></Gather><Redirect>/voice/acme/welcome?turn=1</Redirect></Response>
       0:00.0  caller: in-progress
       0:00.0  caller hears “Welcome to Acme Corp.”
       0:01.6  caller hears “Press 1 for sales. Press 2 for support. Press 3 to leave a message.”
       0:07.2  caller presses 2
       0:07.2  → POST /voice/acme/welcome?turn=1 CallStatus=in-progress Digits=2
       0:07.2  ← 200 <Response><Say language="en-US">Connecting you to support.</Say><Dial action="/voice/acme/support?turn=2" timeout="20"><Number>+12025550102</Number></Dial></Response>
       0:07.2  caller hears “Connecting you to support.”
       0:08.8  the network dials +12025550102
       0:08.8  +12025550102: initiated]
    `)
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
    caller.presses(3)
    await caller.hears('Please leave a message')
    caller.says('Call me back', { seconds: 7 })
    await expect(
      expect(mailbox('front-desk')).toHaveReceived({ seconds: 9 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [Error: Expected: mailbox front-desk to have one message {"seconds":9}
      Instead:  12 s from +12025550199]
    `)
    await expect(expect(mailbox('sales')).toHaveReceived()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [Error: Expected: mailbox sales to have one message {}
      Instead:  no message]
    `)
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
