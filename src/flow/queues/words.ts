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
}

const byTongue: Readonly<Record<string, QueueWords>> = { en, es, fr, de }

/** The words of a BCP 47 tag. */
export const queueWords = (language: string): QueueWords => byTongue[language.split('-')[0] ?? 'en'] ?? en
