/** Prompts spoken aloud by the browser's own voices; where it has none, the captions stand alone. */

export interface Voice {
  /** Speaks `text`; a prompt that still sounds is cut off. `language` is a BCP 47 tag such as `en-US`. */
  speak(text: string, language: string): void
  stop(): void
  setMuted(isMuted: boolean): void
}

export function createVoice(): Voice {
  let isMuted = false
  const synthesis = 'speechSynthesis' in window ? window.speechSynthesis : undefined
  return {
    speak(text, language) {
      if (!synthesis || isMuted) return
      synthesis.cancel()
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.lang = language
      const voice = bestVoice(synthesis.getVoices(), language)
      if (voice) utterance.voice = voice
      synthesis.speak(utterance)
    },
    stop: () => synthesis?.cancel(),
    setMuted(next) {
      isMuted = next
      if (next) synthesis?.cancel()
    },
  }
}

/** A voice of this machine in the prompt's language, then any of that language: words need not leave the machine. */
function bestVoice(voices: readonly SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | undefined {
  const isOfLanguage = (voice: SpeechSynthesisVoice) => voice.lang.replace('_', '-').startsWith(language.slice(0, 2))
  const local = voices.filter((voice) => isOfLanguage(voice) && voice.localService)
  return local.find((voice) => voice.lang === language) ?? local[0] ?? voices.find(isOfLanguage)
}
