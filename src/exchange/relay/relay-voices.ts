/**
 * Which voices and models go with which provider. Every voice of every vendor is not known here: a pair is refused
 * only when the voice or model plainly belongs to another one.
 *
 * Source: reference twiml-voice.md §5.12, documented that such pairs end the session; how they are told is ours.
 */
import { type ConversationRelay, conversationRelayDefaults, type Language } from '../../twiml/index.ts'

/** What is wrong with the first bad pair; undefined when there is none. */
export function objectionToVoices(relay: ConversationRelay): string | undefined {
  const own: Settings = {
    code: relay.ttsLanguage ?? relay.language ?? conversationRelayDefaults.language,
    heardCode: relay.transcriptionLanguage ?? relay.language ?? conversationRelayDefaults.language,
    ttsProvider: relay.ttsProvider ?? conversationRelayDefaults.ttsProvider,
    voice: relay.voice,
    transcriptionProvider: relay.transcriptionProvider ?? conversationRelayDefaults.transcriptionProvider,
    speechModel: relay.speechModel,
  }
  const languages = relay.children.filter((child) => child.verb === 'language')
  return [own, ...languages.map((language) => inherit(language, own))].map(objectionTo).find((found) => found)
}

interface Settings {
  readonly code: string
  readonly heardCode: string
  readonly ttsProvider: 'Google' | 'Amazon' | 'ElevenLabs'
  readonly voice: string | undefined
  readonly transcriptionProvider: 'Google' | 'Deepgram'
  readonly speechModel: string | undefined
}

/** A voice or model is inherited only together with its provider. */
function inherit(language: Language, own: Settings): Settings {
  const { code, ttsProvider = own.ttsProvider, transcriptionProvider = own.transcriptionProvider } = language
  const voice = language.voice ?? (ttsProvider === own.ttsProvider ? own.voice : undefined)
  const isSameModel = transcriptionProvider === own.transcriptionProvider
  const speechModel = language.speechModel ?? (isSameModel ? own.speechModel : undefined)
  return { code, heardCode: code, ttsProvider, voice, transcriptionProvider, speechModel }
}

function objectionTo(settings: Settings): string | undefined {
  const { code, heardCode, ttsProvider, voice, transcriptionProvider, speechModel } = settings
  if (code === 'multi' && ttsProvider !== 'ElevenLabs') return 'Language "multi" needs the ttsProvider ElevenLabs.'
  if (heardCode === 'multi' && transcriptionProvider !== 'Deepgram') {
    return 'Language "multi" needs the transcriptionProvider Deepgram.'
  }
  const vendor = voice === undefined ? undefined : vendorOf(voice)
  if (vendor !== undefined && vendor !== ttsProvider) return `The voice is one of ${vendor}, not of ${ttsProvider}.`
  const maker = speechModel === undefined ? undefined : makerOf(speechModel)
  if (maker !== undefined && maker !== transcriptionProvider) {
    return `The speechModel is one of ${maker}, not of ${transcriptionProvider}.`
  }
  return undefined
}

function vendorOf(voice: string): Settings['ttsProvider'] | undefined {
  if (/^[a-z]{2,3}-[A-Z]{2}-/.test(voice)) return 'Google'
  if (/^[A-Z][a-z]+-(Neural|Generative|Standard|Long-form)$/.test(voice)) return 'Amazon'
  return /^[A-Za-z0-9]{20}(-|$)/.test(voice) ? 'ElevenLabs' : undefined
}

function makerOf(model: string): Settings['transcriptionProvider'] | undefined {
  if (/^(nova|flux)/.test(model)) return 'Deepgram'
  return /^(telephony|chirp|latest_|long$|short$)/.test(model) ? 'Google' : undefined
}
