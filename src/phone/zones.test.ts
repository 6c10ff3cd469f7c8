import { expect, test } from 'vitest'
import { zonesOf } from './zones.ts'

test.each([
  ['+12025550123', ['America/New_York']],
  ['+18505550123', ['America/New_York', 'America/Chicago']],
  ['+19075550123', ['America/Anchorage', 'America/Adak']],
  ['+14165550123', ['America/Toronto']],
  ['+4930123456', ['Europe/Berlin', 'Europe/Busingen']],
  ['+819012345678', ['Asia/Tokyo']],
])('%s may be in %j', (number, zones) => expect(zonesOf(number)).toEqual(zones))

test('a number without a place may be anywhere in its country, or on earth', () => {
  expect(zonesOf('+18005550123')).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']))
  expect(zonesOf('anonymous')).toEqual(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
})
