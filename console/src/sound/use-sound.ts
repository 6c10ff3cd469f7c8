/** Makes the page sound like the line: prompts aloud, tones, ringing phones, and the microphone during a recording. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { api } from '../api/client.ts'
import { isOver } from '../feed/conversation.ts'
import { useLiveEvents } from '../feed/use-feed.ts'
import { createLineSound, type LineTone } from './line-sound.ts'
import { createMicrophone, type MicrophoneState, type Take } from './microphone.ts'
import { createVoice } from './voice.ts'

export interface Sound {
  readonly microphone: MicrophoneState
  /** How loud the microphone hears you while it records, 0 to 1. */
  readonly level: number
  readonly isMuted: boolean
  readonly isSilent: boolean
  /** Lets sound out and asks for the microphone; from a click or a key. */
  pickUp(): void
  key(key: string): void
  setMuted(isMuted: boolean): void
  setSilent(isSilent: boolean): void
}

const lineSound = createLineSound()
const microphone = createMicrophone()
const voice = createVoice()

/** @param ownCallSid the call whose caller sits at this page; others stay silent */
export function useSound(ownCallSid: string | undefined): Sound {
  const [level, setLevel] = useState(0)
  const [isMuted, setMuted] = useState(false)
  const [isSilent, setSilent] = useState(false)
  const state = useSyncExternalStore(microphone.subscribe, microphone.state)
  const stops = useRef(new Map<string, () => void>())
  const take = useRef<{ readonly recordingSid: string; readonly running: Take } | undefined>(undefined)

  function sound(name: string, tone: LineTone) {
    stops.current.get(name)?.()
    stops.current.set(name, lineSound.start(tone))
  }
  function hush(name: string) {
    stops.current.get(name)?.()
    stops.current.delete(name)
  }

  useLiveEvents((event, view) => {
    if (event.callSid === undefined || view.rootOf.get(event.callSid) !== ownCallSid) return
    const name = event.callSid
    switch (event.kind) {
      case 'prompt-started':
        if (event.prompt.kind === 'speech') voice.speak(event.prompt.text, event.prompt.language)
        return
      case 'prompt-ended':
        // A voice slower than the network's estimate may finish its last word; one cut off by a key may not.
        if (event.interrupted) voice.stop()
        return
      case 'tone-started':
        if (event.tone !== 'digits') sound(`${name}-${event.tone}`, event.tone)
        return
      case 'tone-ended':
        return hush(`${name}-${event.tone}`)
      case 'recording-started':
        return beginTake(event.callSid, event.recordingSid)
      case 'recording-ended':
        return endTake(event.callSid, event.recordingSid, event.endedBy !== 'hang-up')
      case 'call-status':
        if (event.status === 'ringing' && name !== ownCallSid) sound(`${name}-ring`, 'ring')
        else hush(`${name}-ring`)
        if (isOver(event.status) && name === ownCallSid) quieten()
    }
  })

  function beginTake(callSid: string, recordingSid: string) {
    const running = microphone.record({
      onLevel: setLevel,
      // A call that has just ended no longer wants to know.
      onSpeaking: (isSpeaking) => void api.beSpeaking(callSid, isSpeaking).catch(() => {}),
    })
    take.current = running && { recordingSid, running }
  }

  function endTake(callSid: string, recordingSid: string, isCallLive: boolean) {
    if (take.current?.recordingSid !== recordingSid) return
    const { wav, wasSpeaking } = take.current.running.stop()
    take.current = undefined
    setLevel(0)
    if (wasSpeaking && isCallLive) void api.beSpeaking(callSid, false).catch(() => {})
    // The exchange makes audio itself when none arrives; the message is not lost with the upload.
    void api.sendAudio(recordingSid, wav).catch(() => {})
  }

  function quieten() {
    voice.stop()
    for (const name of [...stops.current.keys()]) hush(name)
    microphone.release()
  }

  useEffect(() => lineSound.setVolume(isSilent ? 0 : 1), [isSilent])
  useEffect(() => voice.setMuted(isSilent), [isSilent])
  useEffect(() => microphone.setMuted(isMuted), [isMuted])

  return {
    microphone: state,
    level,
    isMuted,
    isSilent,
    pickUp() {
      lineSound.wake()
      void microphone.ask()
    },
    key: (key) => lineSound.key(key),
    setMuted,
    setSilent,
  }
}
