/** Run by kit.test.ts with `node --test`: the test kit in another runner. */
import 'hookswitch/testing/node-test'
import { test } from 'node:test'
import { defineFlow, transfer, voicemail } from 'hookswitch/flow'
import { expectThat, ringUp } from 'hookswitch/testing'

const flow = defineFlow('desk', {
  start: 'desk',
  steps: {
    desk: transfer({ announce: 'One moment.', to: '+12025550101', unanswered: 'message' }),
    message: voicemail({ greeting: 'Please leave a message.', mailbox: 'desk' }),
  },
})

test('a caller whom nobody answers leaves a message', async () => {
  const { caller, callee, mailbox } = await ringUp(flow)
  callee('+12025550101').doesNotAnswer()
  await caller.hears('Please leave a message.')
  caller.says('Call me back', { seconds: 4 })
  caller.hangsUp()
  await expectThat(mailbox('desk')).toHaveReceived({ seconds: 4 })
})

test('a test that does not mention the desk', async () => {
  const { caller } = await ringUp(flow)
  await caller.hears('One moment.')
})
