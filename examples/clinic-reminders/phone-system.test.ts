import { ringUp } from 'hookswitch/testing'
import { expect, test } from 'vitest'
import { reminder } from './phone-system.ts'

test('who calls back without an appointment is told so, and whom to call', async () => {
  const { caller } = await ringUp(reminder)
  await caller.hears('I find no appointment under your number. Please call the front desk.')
  await expect(caller).toHaveEnded('completed')
})
