import { expect, test } from 'vitest'
import { createVoiceActivity } from './voice-activity.ts'

const loud = new Float32Array(160).fill(0.2)
const soft = new Float32Array(160).fill(0.001)
const fan = new Float32Array(160).fill(0.01)

test('a voice is heard at once and missed half a second after it ceases', () => {
  const activity = createVoiceActivity()
  expect(activity.hear(soft, 20)).toBe(false)
  expect(activity.hear(loud, 20)).toBe(true)
  expect(activity.hear(soft, 480)).toBe(true)
  expect(activity.hear(soft, 20)).toBe(false)
})

test('a steady hum of the room is no voice', () => {
  const activity = createVoiceActivity()
  for (let i = 0; i < 100; i++) activity.hear(fan, 20)
  expect(activity.hear(new Float32Array(160).fill(0.02), 20)).toBe(false)
  expect(activity.hear(loud, 20)).toBe(true)
})
