/** What those who wait in a queue hear, and the agents who take them, in the languages we speak; English elsewhere. */
interface QueueWords {
  /** `minutes` is absent when nobody can tell. */
  readonly place: (position: number, minutes: number | undefined) => string
  readonly comfort: string
  readonly offerCallback: string
  readonly offerMessage: string
  readonly whisper: (queue: string, minutes: number) => string
  readonly nobodyLoggedIn: string
  readonly full: string
  readonly tooLong: string
  /** `digits` with spaces, so that they are read one by one. */
  readonly callbackAt: (digits: string, mayChange: boolean) => string
  readonly enterNumber: string
  readonly cannotCallBack: string
  readonly willCallBack: string
  readonly backInLine: string
  readonly callingBack: string
  readonly areYouThere: string
  readonly noLongerNeeded: string
  /** What an agent hears who is rung before the caller; `digits` with spaces. */
  readonly callbackFor: (queue: string, digits: string, minutes: number) => string
  readonly callNow: string
  readonly calling: string
  readonly notReached: string
  readonly wantsNoCall: string
  readonly mayNotBeCalled: string
  readonly takenCareOf: string
}

const en: QueueWords = {
  place: (position, minutes) => {
    const place = position === 1 ? 'You are next.' : `You are number ${position} in line.`
    if (minutes === undefined) return place
    return `${place} The estimated wait is ${minutes <= 1 ? 'less than a minute' : `about ${minutes} minutes`}.`
  },
  comfort: 'Thank you for waiting. Somebody will be with you as soon as possible.',
  offerCallback: 'To be called back and keep your place, press 1.',
  offerMessage: 'To leave a message, press 2.',
  whisper: (queue, minutes) =>
    `A call for ${queue}, ${minutes < 1 ? 'waiting less than a minute' : minutes === 1 ? 'waiting for one minute' : `waiting for ${minutes} minutes`}.`,
  nobodyLoggedIn: 'Nobody is here to take your call right now.',
  full: 'Too many callers are waiting right now.',
  tooLong: 'I am sorry that nobody could take your call.',
  callbackAt: (digits, mayChange) =>
    `We will call you back at ${digits}. If that is right, press 1. ${mayChange ? 'For another number, press 2.' : 'To wait on, press 2.'}`,
  enterNumber: 'Please enter the number, then press pound.',
  cannotCallBack: 'We cannot call that number back.',
  willCallBack: 'You keep your place, and we call you back when it is your turn. Goodbye.',
  backInLine: 'You are still in line.',
  callingBack: 'Hello. You asked us to call you back.',
  areYouThere: 'To be connected now, press 1. If you no longer need us, press 2.',
  noLongerNeeded: 'Thank you for letting us know. Goodbye.',
  callbackFor: (queue, digits, minutes) =>
    `A callback for ${queue}, to ${digits}, ${minutes < 1 ? 'asked for less than a minute ago' : minutes === 1 ? 'asked for one minute ago' : `asked for ${minutes} minutes ago`}.`,
  callNow: 'To call now, press 1. To leave it to somebody else, press 2.',
  calling: 'Calling.',
  notReached: 'Nobody took the call. Goodbye.',
  wantsNoCall: 'The caller no longer needs us. Goodbye.',
  mayNotBeCalled: 'This number may not be called right now. Goodbye.',
  takenCareOf: 'This callback has been taken care of. Goodbye.',
}

const es: QueueWords = {
  place: (position, minutes) => {
    const place = position === 1 ? 'Usted es el siguiente.' : `Usted es el número ${position} en la cola.`
    if (minutes === undefined) return place
    return `${place} El tiempo de espera estimado es de ${minutes <= 1 ? 'menos de un minuto' : `unos ${minutes} minutos`}.`
  },
  comfort: 'Gracias por esperar. Le atenderemos lo antes posible.',
  offerCallback: 'Para que le devolvamos la llamada y conservar su lugar, pulse 1.',
  offerMessage: 'Para dejar un mensaje, pulse 2.',
  whisper: (queue, minutes) =>
    `Una llamada para ${queue}, ${minutes < 1 ? 'espera menos de un minuto' : minutes === 1 ? 'espera un minuto' : `espera ${minutes} minutos`}.`,
  nobodyLoggedIn: 'Ahora mismo no hay nadie que pueda atender su llamada.',
  full: 'Ahora mismo hay demasiadas personas esperando.',
  tooLong: 'Lamento que nadie haya podido atender su llamada.',
  callbackAt: (digits, mayChange) =>
    `Le llamaremos al ${digits}. Si es correcto, pulse 1. ${mayChange ? 'Para otro número, pulse 2.' : 'Para seguir esperando, pulse 2.'}`,
  enterNumber: 'Marque el número y luego pulse almohadilla.',
  cannotCallBack: 'No podemos llamar a ese número.',
  willCallBack: 'Conserva su lugar y le llamaremos cuando sea su turno. Adiós.',
  backInLine: 'Sigue usted en la cola.',
  callingBack: 'Hola. Nos pidió que le devolviéramos la llamada.',
  areYouThere: 'Para hablar ahora, pulse 1. Si ya no nos necesita, pulse 2.',
  noLongerNeeded: 'Gracias por avisarnos. Adiós.',
  callbackFor: (queue, digits, minutes) =>
    `Una devolución de llamada para ${queue}, al ${digits}, ${minutes < 1 ? 'pedida hace menos de un minuto' : minutes === 1 ? 'pedida hace un minuto' : `pedida hace ${minutes} minutos`}.`,
  callNow: 'Para llamar ahora, pulse 1. Para dejarla a otra persona, pulse 2.',
  calling: 'Llamando.',
  notReached: 'Nadie ha contestado. Adiós.',
  wantsNoCall: 'La persona ya no nos necesita. Adiós.',
  mayNotBeCalled: 'Ahora no se puede llamar a ese número. Adiós.',
  takenCareOf: 'Esta devolución de llamada ya está atendida. Adiós.',
}

const fr: QueueWords = {
  place: (position, minutes) => {
    const place = position === 1 ? 'Vous êtes le prochain.' : `Vous êtes au numéro ${position} dans la file.`
    if (minutes === undefined) return place
    return `${place} Le temps d’attente estimé est ${minutes <= 1 ? 'de moins d’une minute' : `d’environ ${minutes} minutes`}.`
  },
  comfort: 'Merci de patienter. Nous vous répondrons dès que possible.',
  offerCallback: 'Pour être rappelé en gardant votre place, tapez 1.',
  offerMessage: 'Pour laisser un message, tapez 2.',
  whisper: (queue, minutes) =>
    `Un appel pour ${queue}, ${minutes < 1 ? 'en attente depuis moins d’une minute' : minutes === 1 ? 'en attente depuis une minute' : `en attente depuis ${minutes} minutes`}.`,
  nobodyLoggedIn: 'Personne ne peut prendre votre appel pour le moment.',
  full: 'Trop de personnes attendent en ce moment.',
  tooLong: 'Je regrette que personne n’ait pu prendre votre appel.',
  callbackAt: (digits, mayChange) =>
    `Nous vous rappellerons au ${digits}. Si c’est juste, tapez 1. ${mayChange ? 'Pour un autre numéro, tapez 2.' : 'Pour continuer à attendre, tapez 2.'}`,
  enterNumber: 'Composez le numéro, puis tapez dièse.',
  cannotCallBack: 'Nous ne pouvons pas rappeler ce numéro.',
  willCallBack: 'Vous gardez votre place et nous vous rappellerons quand ce sera votre tour. Au revoir.',
  backInLine: 'Vous êtes toujours dans la file.',
  callingBack: 'Bonjour. Vous nous avez demandé de vous rappeler.',
  areYouThere: 'Pour être mis en relation maintenant, tapez 1. Si ce n’est plus nécessaire, tapez 2.',
  noLongerNeeded: 'Merci de nous avoir prévenus. Au revoir.',
  callbackFor: (queue, digits, minutes) =>
    `Un rappel pour ${queue}, au ${digits}, ${minutes < 1 ? 'demandé il y a moins d’une minute' : minutes === 1 ? 'demandé il y a une minute' : `demandé il y a ${minutes} minutes`}.`,
  callNow: 'Pour appeler maintenant, tapez 1. Pour le laisser à quelqu’un d’autre, tapez 2.',
  calling: 'Appel en cours.',
  notReached: 'Personne n’a pris l’appel. Au revoir.',
  wantsNoCall: 'La personne n’a plus besoin de nous. Au revoir.',
  mayNotBeCalled: 'Ce numéro ne peut pas être appelé en ce moment. Au revoir.',
  takenCareOf: 'Ce rappel est déjà traité. Au revoir.',
}

const de: QueueWords = {
  place: (position, minutes) => {
    const place = position === 1 ? 'Sie sind als Nächstes an der Reihe.' : `Sie sind an Position ${position}.`
    if (minutes === undefined) return place
    return `${place} Die voraussichtliche Wartezeit beträgt ${minutes <= 1 ? 'weniger als eine Minute' : `etwa ${minutes} Minuten`}.`
  },
  comfort: 'Danke für Ihre Geduld. Wir sind so bald wie möglich für Sie da.',
  offerCallback: 'Um zurückgerufen zu werden und Ihren Platz zu behalten, drücken Sie 1.',
  offerMessage: 'Um eine Nachricht zu hinterlassen, drücken Sie 2.',
  whisper: (queue, minutes) =>
    `Ein Anruf für ${queue}, ${minutes < 1 ? 'wartet weniger als eine Minute' : minutes === 1 ? 'wartet seit einer Minute' : `wartet seit ${minutes} Minuten`}.`,
  nobodyLoggedIn: 'Zurzeit kann niemand Ihren Anruf annehmen.',
  full: 'Zurzeit warten zu viele Anrufer.',
  tooLong: 'Es tut mir leid, dass niemand Ihren Anruf annehmen konnte.',
  callbackAt: (digits, mayChange) =>
    `Wir rufen Sie unter ${digits} zurück. Wenn das stimmt, drücken Sie 1. ${mayChange ? 'Für eine andere Nummer drücken Sie 2.' : 'Um weiter zu warten, drücken Sie 2.'}`,
  enterNumber: 'Bitte geben Sie die Nummer ein und drücken Sie dann Raute.',
  cannotCallBack: 'Diese Nummer können wir nicht zurückrufen.',
  willCallBack: 'Sie behalten Ihren Platz, und wir rufen Sie an, wenn Sie an der Reihe sind. Auf Wiederhören.',
  backInLine: 'Sie sind weiterhin in der Warteschlange.',
  callingBack: 'Guten Tag. Sie hatten um einen Rückruf gebeten.',
  areYouThere: 'Um jetzt verbunden zu werden, drücken Sie 1. Wenn Sie uns nicht mehr brauchen, drücken Sie 2.',
  noLongerNeeded: 'Danke für die Nachricht. Auf Wiederhören.',
  callbackFor: (queue, digits, minutes) =>
    `Ein Rückruf für ${queue}, an ${digits}, ${minutes < 1 ? 'gewünscht vor weniger als einer Minute' : minutes === 1 ? 'gewünscht vor einer Minute' : `gewünscht vor ${minutes} Minuten`}.`,
  callNow: 'Um jetzt anzurufen, drücken Sie 1. Um ihn anderen zu überlassen, drücken Sie 2.',
  calling: 'Es wird angerufen.',
  notReached: 'Niemand hat den Anruf angenommen. Auf Wiederhören.',
  wantsNoCall: 'Der Rückruf wird nicht mehr gewünscht. Auf Wiederhören.',
  mayNotBeCalled: 'Diese Nummer darf jetzt nicht angerufen werden. Auf Wiederhören.',
  takenCareOf: 'Dieser Rückruf ist schon erledigt. Auf Wiederhören.',
}

const byTongue: Readonly<Record<string, QueueWords>> = { en, es, fr, de }

/** The words of a BCP 47 tag. */
export const queueWords = (language: string): QueueWords => byTongue[language.split('-')[0] ?? 'en'] ?? en
