/**
 * The sounds of a telephone line, made by the browser: keys, ringback, busy, the beep, and a phone that rings.
 *
 * Frequencies and cadences are those of North American networks. Nothing sounds before the first gesture on the
 * page, because browsers allow none.
 */

/** What a line can sound like until it is stopped. */
export type LineTone = 'ringback' | 'busy' | 'not-in-service' | 'beep' | 'ring'

export interface LineSound {
  /** Lets sound out; to be called from a click or a key. */
  wake(): void
  setVolume(volume: number): void
  /** The two tones of a key, for 120 ms. */
  key(key: string): void
  /** Sounds `tone` until the returned function is called. */
  start(tone: LineTone): () => void
}

const rows = [697, 770, 852, 941]
const columns = [1209, 1336, 1477, 1633]
const keypad = ['123A', '456B', '789C', '*0#D']

/** `on` and `off` in seconds, repeated; `off` of 0 sounds on. */
const tones: Readonly<
  Record<LineTone, { readonly hertz: readonly number[]; readonly on: number; readonly off: number }>
> = {
  ringback: { hertz: [440, 480], on: 2, off: 4 },
  busy: { hertz: [480, 620], on: 0.5, off: 0.5 },
  'not-in-service': { hertz: [913, 1370], on: 0.3, off: 0.2 },
  beep: { hertz: [1000], on: 1, off: 0 },
  ring: { hertz: [659, 831], on: 0.9, off: 2.1 },
}

/** The two frequencies of a key, in hertz, or undefined for what is no key. */
export function keyFrequencies(key: string): readonly [number, number] | undefined {
  const row = keypad.findIndex((keys) => keys.includes(key))
  const [low, high] = [rows[row], columns[keypad[row]?.indexOf(key) ?? -1]]
  return low === undefined || high === undefined || key === '' ? undefined : [low, high]
}

export function createLineSound(): LineSound {
  let context: AudioContext | undefined
  let output: GainNode | undefined
  let volume = 1

  function open(): { context: AudioContext; output: GainNode } | undefined {
    if (!context || !output) return undefined
    return { context, output }
  }

  return {
    wake() {
      if (!context) {
        context = new AudioContext()
        output = context.createGain()
        output.gain.value = volume
        output.connect(context.destination)
      }
      // Refused by some browsers until a later gesture; the captions say everything meanwhile.
      void context.resume().catch(() => {})
    },
    setVolume(next) {
      volume = next
      if (context && output) output.gain.setTargetAtTime(next, context.currentTime, 0.01)
    },
    key(key) {
      const opened = open()
      const hertz = keyFrequencies(key)
      if (opened && hertz) play(opened, hertz, 0.12, 0)
    },
    start(tone) {
      const opened = open()
      if (!opened) return () => {}
      const { hertz, on, off } = tones[tone]
      const stops = [play(opened, hertz, on, 0)]
      const again =
        off > 0 ? setInterval(() => stops.splice(0, 1, play(opened, hertz, on, 0)), (on + off) * 1000) : undefined
      return () => {
        clearInterval(again)
        for (const stop of stops) stop()
      }
    },
  }
}

function play(
  { context, output }: { context: AudioContext; output: GainNode },
  hertz: readonly number[],
  seconds: number,
  delay: number,
): () => void {
  const start = context.currentTime + delay
  const envelope = context.createGain()
  envelope.gain.setValueAtTime(0, start)
  envelope.gain.linearRampToValueAtTime(0.09, start + 0.008)
  envelope.gain.setValueAtTime(0.09, start + seconds - 0.02)
  envelope.gain.linearRampToValueAtTime(0, start + seconds)
  envelope.connect(output)
  const oscillators = hertz.map((frequency) => {
    const oscillator = context.createOscillator()
    oscillator.frequency.value = frequency
    oscillator.connect(envelope)
    oscillator.start(start)
    oscillator.stop(start + seconds)
    return oscillator
  })
  return () => {
    const now = context.currentTime
    envelope.gain.cancelScheduledValues(now)
    envelope.gain.setTargetAtTime(0, now, 0.01)
    for (const oscillator of oscillators) oscillator.stop(now + 0.06)
  }
}
