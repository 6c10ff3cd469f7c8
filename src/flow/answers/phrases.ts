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
  /** Before a menu asks again. */
  readonly noChoice: readonly [first: string, later: string]
  readonly wrongKey: readonly [first: string, later: string]
  /** `label` reads as after "For", or begins with what it does, as "to leave a message". */
  readonly press: (label: string, key: string) => string
  readonly hearAgain: (key: string) => string
  readonly goBack: (key: string) => string
  readonly star: string
  readonly pound: string
  readonly nobodyFree: string
  readonly oneMoment: string
  readonly goodbye: string
  readonly mayBeRecorded: string
  readonly mayWeRecord: string
  /** Asks for a name in a directory. */
  readonly whom: string
  readonly nobodyFound: string
  readonly connecting: (name: string) => string
  /** Asks a caller who he is, and tells it to the callee. */
  readonly whoCalls: string
  readonly callFrom: (name: string) => string
  readonly withoutName: string
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
  noChoice: [
    'I did not hear a choice.',
    'I still did not hear anything. You can press a key on your phone at any time.',
  ],
  wrongKey: [
    'That key is not one of the choices.',
    'That key does not lead anywhere either. Please listen to the choices, then press one key.',
  ],
  press: (label, key) => `${label.startsWith('to ') ? capitalised(label) : `For ${label}`}, press ${key}.`,
  hearAgain: (key) => `To hear this again, press ${key}.`,
  goBack: (key) => `To go back, press ${key}.`,
  star: 'star',
  pound: 'pound',
  nobodyFree: 'Nobody is free to take your call right now.',
  oneMoment: 'One moment, please.',
  goodbye: 'Goodbye.',
  mayBeRecorded: 'This call may be recorded.',
  mayWeRecord: 'We would like to record this call. To agree, press 1. To go on without a recording, press 2.',
  whom: 'Enter an extension or the first letters of a last name, then press pound. Or say the name.',
  nobodyFound: 'I did not find anybody like that.',
  connecting: (name) => `Connecting you to ${name}.`,
  whoCalls: 'Please say your name.',
  callFrom: (name) => `Call from ${name}.`,
  withoutName: 'somebody who gave no name',
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
  noChoice: ['No he oído ninguna opción.', 'Sigo sin oír nada. Puede pulsar una tecla en cualquier momento.'],
  wrongKey: [
    'Esa tecla no es una de las opciones.',
    'Esa tecla tampoco lleva a ninguna parte. Escuche las opciones y pulse una tecla.',
  ],
  press: (label, key) => `${label.startsWith('para ') ? capitalised(label) : `Para ${label}`}, pulse ${key}.`,
  hearAgain: (key) => `Para escuchar esto de nuevo, pulse ${key}.`,
  goBack: (key) => `Para volver, pulse ${key}.`,
  star: 'asterisco',
  pound: 'almohadilla',
  nobodyFree: 'En este momento nadie puede atender su llamada.',
  oneMoment: 'Un momento, por favor.',
  goodbye: 'Adiós.',
  mayBeRecorded: 'Esta llamada puede ser grabada.',
  mayWeRecord: 'Nos gustaría grabar esta llamada. Para aceptar, pulse 1. Para seguir sin grabación, pulse 2.',
  whom: 'Marque una extensión o las primeras letras de un apellido y pulse almohadilla. O diga el nombre.',
  nobodyFound: 'No he encontrado a nadie así.',
  connecting: (name) => `Le paso con ${name}.`,
  whoCalls: 'Por favor, diga su nombre.',
  callFrom: (name) => `Llamada de ${name}.`,
  withoutName: 'alguien que no ha dicho su nombre',
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
  noChoice: [
    'Je n’ai pas entendu de choix.',
    'Je n’entends toujours rien. Vous pouvez appuyer sur une touche à tout moment.',
  ],
  wrongKey: [
    'Cette touche ne fait pas partie des choix.',
    'Cette touche ne mène nulle part non plus. Écoutez les choix, puis appuyez sur une touche.',
  ],
  press: (label, key) => `${label.startsWith('pour ') ? capitalised(label) : `Pour ${label}`}, tapez ${key}.`,
  hearAgain: (key) => `Pour réécouter, tapez ${key}.`,
  goBack: (key) => `Pour revenir, tapez ${key}.`,
  star: 'étoile',
  pound: 'dièse',
  nobodyFree: 'Personne n’est disponible pour prendre votre appel en ce moment.',
  oneMoment: 'Un instant, s’il vous plaît.',
  goodbye: 'Au revoir.',
  mayBeRecorded: 'Cet appel peut être enregistré.',
  mayWeRecord:
    'Nous aimerions enregistrer cet appel. Pour accepter, tapez 1. Pour continuer sans enregistrement, tapez 2.',
  whom: 'Composez un numéro de poste ou les premières lettres d’un nom, puis dièse. Ou dites le nom.',
  nobodyFound: 'Je n’ai trouvé personne de ce nom.',
  connecting: (name) => `Je vous passe ${name}.`,
  whoCalls: 'Dites votre nom, s’il vous plaît.',
  callFrom: (name) => `Appel de ${name}.`,
  withoutName: 'quelqu’un qui n’a pas dit son nom',
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
  noChoice: ['Ich habe keine Auswahl gehört.', 'Ich höre noch immer nichts. Sie können jederzeit eine Taste drücken.'],
  wrongKey: [
    'Diese Taste steht nicht zur Auswahl.',
    'Auch diese Taste führt nirgendwohin. Hören Sie die Auswahl an und drücken Sie dann eine Taste.',
  ],
  press: (label, key) => `${label.startsWith('um ') ? capitalised(label) : `Für ${label}`}, drücken Sie ${key}.`,
  hearAgain: (key) => `Um dies noch einmal zu hören, drücken Sie ${key}.`,
  goBack: (key) => `Zurück geht es mit ${key}.`,
  star: 'Stern',
  pound: 'Raute',
  nobodyFree: 'Zurzeit kann niemand Ihren Anruf annehmen.',
  oneMoment: 'Einen Moment, bitte.',
  goodbye: 'Auf Wiederhören.',
  mayBeRecorded: 'Dieser Anruf kann aufgezeichnet werden.',
  mayWeRecord:
    'Wir möchten diesen Anruf aufzeichnen. Wenn Sie einverstanden sind, drücken Sie 1. Ohne Aufzeichnung geht es mit 2 weiter.',
  whom: 'Wählen Sie eine Durchwahl oder die ersten Buchstaben eines Nachnamens, dann die Raute. Oder sagen Sie den Namen.',
  nobodyFound: 'Ich habe niemanden gefunden.',
  connecting: (name) => `Ich verbinde Sie mit ${name}.`,
  whoCalls: 'Bitte sagen Sie Ihren Namen.',
  callFrom: (name) => `Anruf von ${name}.`,
  withoutName: 'jemandem, der keinen Namen genannt hat',
}

const byTongue: Readonly<Record<string, Phrases>> = { en, es, fr, de }

/** The phrases of a BCP 47 tag. */
export const phrasesFor = (language: string): Phrases => byTongue[language.split('-')[0] ?? 'en'] ?? en

/** A key in words: `star` for `*`. */
export function keyInWords(key: string, language: string): string {
  const { star, pound } = phrasesFor(language)
  return { '*': star, '#': pound }[key] ?? key
}

/** What is heard as yes or no, undefined for neither or both. */
export function yesOrNo(text: string, language: string): boolean | undefined {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}’]+/u)
  const { yes, no } = phrasesFor(language)
  const isYes = words.some((word) => yes.includes(word))
  const isNo = words.some((word) => no.includes(word))
  return isYes === isNo ? undefined : isYes
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
