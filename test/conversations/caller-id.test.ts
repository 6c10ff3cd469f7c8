/** The number a callee sees: the app may show only its own. */
import { defineFlow, secret, transfer, voicemail } from 'hookswitch/flow'
import { ringUp } from 'hookswitch/testing'
import { expect, test } from 'vitest'

const DESK = '+12025550111'

function flowShowing(callerId: string | ReturnType<typeof secret>) {
  return defineFlow('front-desk', {
    start: 'desk',
    steps: {
      desk: transfer({ to: DESK, callerId, unanswered: 'message' }),
      message: voicemail({ mailbox: 'front-desk' }),
    },
  })
}

test('a number that the environment holds is shown to the callee', async () => {
  await using line = await ringUp(flowShowing(secret('OUR_NUMBER')), { secrets: { OUR_NUMBER: '+12025550188' } })
  const desk = line.callee(DESK)
  await desk.rings()

  expect(desk.call?.from).toBe('+12025550188')
})

test('a number of somebody else makes the transfer fail, unless it was verified', async () => {
  await using line = await ringUp(flowShowing('+12025550177'))
  await line.caller.hears('Nobody is free to take your call right now.')
  await using other = await ringUp(flowShowing('+12025550177'), { verifiedNumbers: ['+12025550177'] })
  const desk = other.callee(DESK)
  await desk.rings()

  expect(desk.call?.from).toBe('+12025550177')
})
