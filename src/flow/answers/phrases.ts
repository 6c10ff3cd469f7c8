/** What steps say by themselves, in the languages we speak; English where there is no other. */
interface Phrases {
  readonly silence: readonly [first: string, later: string]
  readonly mistake: readonly [first: string, later: string]
  readonly givingUp: string
  readonly confirm: (value: string) => string
  readonly unsure: (value: string) => string
  readonly halfOfDay: string
  readonly yes: readonly string[]
  readonly no: readonly string[]
  readonly endingIn: (digits: string) => string
  /** Said to a callee before he is connected. */
  readonly accept: string
}

const en: Phrases = {
  silence: ['I did not hear anything.', 'I still did not hear anything. You can use the keys of your phone.'],
  mistake: ['That did not work.', 'That did not work either. Please take your time, and use the keys of your phone.'],
  givingUp: 'Let me help you another way.',
  confirm: (value) => `I have ${value}. If that is right, press 1. To try again, press 2.`,
  unsure: (value) => `Did you mean ${value}? For yes, press 1. For no, press 2.`,
  halfOfDay: 'For the morning, press 1. For the afternoon or evening, press 2.',
  yes: ['yes', 'yeah', 'yep', 'right', 'correct', 'sure', 'ok', 'okay'],
  no: ['no', 'nope', 'wrong', 'not'],
  endingIn: (digits) => `a number ending in ${digits}`,
  accept: 'To take this call, press 1. To decline, press 2.',
}

const es: Phrases = {
  silence: ['No he oído nada.', 'Sigo sin oír nada. Puede usar las teclas de su teléfono.'],
  mistake: ['Eso no ha funcionado.', 'Eso tampoco ha funcionado. Tómese su tiempo y use las teclas de su teléfono.'],
  givingUp: 'Permítame ayudarle de otra manera.',
  confirm: (value) => `Tengo ${value}. Si es correcto, pulse 1. Para intentarlo de nuevo, pulse 2.`,
  unsure: (value) => `¿Ha querido decir ${value}? Para sí, pulse 1. Para no, pulse 2.`,
  halfOfDay: 'Para la mañana, pulse 1. Para la tarde, pulse 2.',
  yes: ['sí', 'si', 'correcto', 'vale', 'claro'],
  no: ['no', 'incorrecto'],
  endingIn: (digits) => `un número que termina en ${digits}`,
  accept: 'Para aceptar esta llamada, pulse 1. Para rechazarla, pulse 2.',
}

const fr: Phrases = {
  silence: [
    'Je n’ai rien entendu.',
    'Je n’entends toujours rien. Vous pouvez utiliser les touches de votre téléphone.',
  ],
  mistake: ['Cela n’a pas marché.', 'Cela n’a pas marché non plus. Prenez votre temps et utilisez les touches.'],
  givingUp: 'Permettez-moi de vous aider autrement.',
  confirm: (value) => `J’ai noté ${value}. Si c’est juste, tapez 1. Pour recommencer, tapez 2.`,
  unsure: (value) => `Avez-vous dit ${value} ? Pour oui, tapez 1. Pour non, tapez 2.`,
  halfOfDay: 'Pour le matin, tapez 1. Pour l’après-midi, tapez 2.',
  yes: ['oui', 'exact', 'correct', 'd’accord'],
  no: ['non', 'faux'],
  endingIn: (digits) => `un numéro qui finit par ${digits}`,
  accept: 'Pour prendre cet appel, tapez 1. Pour refuser, tapez 2.',
}

const de: Phrases = {
  silence: ['Ich habe nichts gehört.', 'Ich höre immer noch nichts. Sie können die Tasten Ihres Telefons benutzen.'],
  mistake: [
    'Das hat nicht geklappt.',
    'Auch das hat nicht geklappt. Nehmen Sie sich Zeit und benutzen Sie die Tasten.',
  ],
  givingUp: 'Ich helfe Ihnen auf andere Weise weiter.',
  confirm: (value) => `Ich habe ${value}. Wenn das stimmt, drücken Sie 1. Für einen neuen Versuch drücken Sie 2.`,
  unsure: (value) => `Meinten Sie ${value}? Für Ja drücken Sie 1. Für Nein drücken Sie 2.`,
  halfOfDay: 'Für den Vormittag drücken Sie 1. Für den Nachmittag oder Abend drücken Sie 2.',
  yes: ['ja', 'richtig', 'genau', 'stimmt'],
  no: ['nein', 'falsch', 'nicht'],
  endingIn: (digits) => `eine Nummer, die auf ${digits} endet`,
  accept: 'Um diesen Anruf anzunehmen, drücken Sie 1. Zum Ablehnen drücken Sie 2.',
}

const byTongue: Readonly<Record<string, Phrases>> = { en, es, fr, de }

/** The phrases of a BCP 47 tag. */
export const phrasesFor = (language: string): Phrases => byTongue[language.split('-')[0] ?? 'en'] ?? en

/** What is heard as yes or no, undefined for neither or both. */
export function yesOrNo(text: string, language: string): boolean | undefined {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}’]+/u)
  const { yes, no } = phrasesFor(language)
  const isYes = words.some((word) => yes.includes(word))
  const isNo = words.some((word) => no.includes(word))
  return isYes === isNo ? undefined : isYes
}
