/**
 * The microphone: asked for once, heard only while a recording runs.
 *
 * Where there is none, or it may not be used, `ask` says so and the page offers a text field instead.
 */
import recorderAddress from './recorder-worklet.ts?worker&url'
import { createVoiceActivity, rootMeanSquare } from './voice-activity.ts'
import { atTelephoneRate, encodeWav } from './wav.ts'

export type MicrophoneState = 'unasked' | 'asking' | 'ready' | 'refused' | 'missing'

export interface Take {
  /** Ends the take: the WAV file of what was said, at the telephone's rate, and whether a voice was cut off. */
  stop(): { readonly wav: Blob; readonly wasSpeaking: boolean }
}

export interface Microphone {
  state(): MicrophoneState
  subscribe(listener: () => void): () => void
  /** Asks the person for the microphone, unless that was settled before. */
  ask(): Promise<MicrophoneState>
  /** Begins to keep what is said; undefined when there is no microphone. */
  record(listeners: TakeListeners): Take | undefined
  setMuted(isMuted: boolean): void
  /** Lets go of the microphone; the browser's red dot goes out. */
  release(): void
}

interface TakeListeners {
  /** A voice began or ceased. */
  readonly onSpeaking: (isSpeaking: boolean) => void
  /** How loud it is, 0 to 1, about twenty times a second. */
  readonly onLevel: (level: number) => void
}

export function createMicrophone(): Microphone {
  let state: MicrophoneState = navigator.mediaDevices ? 'unasked' : 'missing'
  let stream: MediaStream | undefined
  let context: AudioContext | undefined
  let node: AudioWorkletNode | undefined
  const listeners = new Set<() => void>()

  function become(next: MicrophoneState): MicrophoneState {
    state = next
    for (const listener of listeners) listener()
    return next
  }

  async function open(): Promise<MicrophoneState> {
    become('asking')
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
      })
      context = new AudioContext()
      await context.audioWorklet.addModule(recorderAddress)
      node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 })
      context.createMediaStreamSource(stream).connect(node)
      return become('ready')
    } catch (error) {
      release()
      return become(error instanceof DOMException && error.name === 'NotFoundError' ? 'missing' : 'refused')
    }
  }

  function release() {
    for (const track of stream?.getTracks() ?? []) track.stop()
    void context?.close()
    stream = undefined
    context = undefined
    node = undefined
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ask: async () => (state === 'unasked' ? open() : state),
    record: (heard) => (node && context ? startTake(node, context.sampleRate, heard) : undefined),
    setMuted(isMuted) {
      for (const track of stream?.getTracks() ?? []) track.enabled = !isMuted
    },
    release() {
      release()
      if (state === 'ready') become('unasked')
    },
  }
}

function startTake(node: AudioWorkletNode, rate: number, { onSpeaking, onLevel }: TakeListeners): Take {
  const blocks: Float32Array[] = []
  const activity = createVoiceActivity()
  let isSpeaking = false
  node.port.onmessage = (message: MessageEvent<Float32Array>) => {
    const block = message.data
    blocks.push(block)
    onLevel(Math.min(1, rootMeanSquare(block) * 6))
    const speaks = activity.hear(block, (block.length / rate) * 1000)
    if (speaks !== isSpeaking) onSpeaking(speaks)
    isSpeaking = speaks
  }
  return {
    stop() {
      node.port.onmessage = null
      const wav = new Blob([encodeWav(atTelephoneRate(joined(blocks), rate))], { type: 'audio/wav' })
      return { wav, wasSpeaking: isSpeaking }
    },
  }
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(blocks.reduce((length, block) => length + block.length, 0))
  let at = 0
  for (const block of blocks) {
    whole.set(block, at)
    at += block.length
  }
  return whole
}
