/** What is said and written about free times, in the languages we speak; English where there is no other. */

interface SlotWords {
  /** A day and a time in words, as they stand in a sentence. */
  readonly when: (day: string, time: string) => string
  readonly free: string
  readonly none: (key: string) => string
  readonly justTaken: string
  readonly earlier: (when: string) => string
  readonly takeOrKeep: (own: string) => string
  readonly listed: (choices: readonly string[]) => string
  readonly earlierByMessage: (when: string, until: string) => string
  readonly moved: (when: string) => string
  readonly kept: (when: string) => string
  readonly givenAway: string
}

const en: SlotWords = {
  when: (day, time) => `${day} at ${time}`,
  free: 'These times are free.',
  none: (key) => `For none of these, press ${key}.`,
  justTaken: 'Somebody has just taken that time.',
  earlier: (when) => `An earlier time is free: ${when}.`,
  takeOrKeep: (own) => `To take it, press 1. To keep your appointment on ${own}, press 2.`,
  listed: (choices) => `Free times: ${choices.join('; ')}. Reply with the number, or 0 for none of these.`,
  earlierByMessage: (when, until) =>
    `An earlier time is free: ${when}. Reply 1 to take it, 2 to keep yours. It is held for you until ${until}.`,
  moved: (when) => `Thank you. Your appointment is now on ${when}.`,
  kept: (when) => `Thank you. Your appointment stays on ${when}.`,
  givenAway: 'Somebody else has your time by now. We will call you to find another.',
}

const es: SlotWords = {
  when: (day, time) => `${day} a las ${time}`,
  free: 'Estas horas están libres.',
  none: (key) => `Para ninguna de estas, pulse ${key}.`,
  justTaken: 'Alguien acaba de tomar esa hora.',
  earlier: (when) => `Ha quedado libre una hora antes: ${when}.`,
  takeOrKeep: (own) => `Para tomarla, pulse 1. Para mantener su cita del ${own}, pulse 2.`,
  listed: (choices) => `Horas libres: ${choices.join('; ')}. Responda con el número, o 0 para ninguna.`,
  earlierByMessage: (when, until) =>
    `Ha quedado libre una hora antes: ${when}. Responda 1 para tomarla, 2 para mantener la suya. Se la guardamos hasta las ${until}.`,
  moved: (when) => `Gracias. Su cita es ahora el ${when}.`,
  kept: (when) => `Gracias. Su cita sigue siendo el ${when}.`,
  givenAway: 'Su hora ya es de otra persona. Le llamaremos para buscar otra.',
}

const fr: SlotWords = {
  when: (day, time) => `${day} à ${time}`,
  free: 'Ces heures sont libres.',
  none: (key) => `Pour aucune de celles-ci, tapez ${key}.`,
  justTaken: 'Quelqu’un vient de prendre cette heure.',
  earlier: (when) => `Une heure plus tôt s’est libérée : ${when}.`,
  takeOrKeep: (own) => `Pour la prendre, tapez 1. Pour garder votre rendez-vous du ${own}, tapez 2.`,
  listed: (choices) => `Heures libres : ${choices.join(' ; ')}. Répondez par le numéro, ou 0 pour aucune.`,
  earlierByMessage: (when, until) =>
    `Une heure plus tôt s’est libérée : ${when}. Répondez 1 pour la prendre, 2 pour garder la vôtre. Nous vous la gardons jusqu’à ${until}.`,
  moved: (when) => `Merci. Votre rendez-vous est maintenant le ${when}.`,
  kept: (when) => `Merci. Votre rendez-vous reste le ${when}.`,
  givenAway: 'Votre heure a été donnée à quelqu’un d’autre. Nous vous appellerons pour en trouver une.',
}

const de: SlotWords = {
  when: (day, time) => `${day} um ${time}`,
  free: 'Diese Termine sind frei.',
  none: (key) => `Für keinen davon drücken Sie ${key}.`,
  justTaken: 'Diesen Termin hat gerade jemand genommen.',
  earlier: (when) => `Ein früherer Termin ist frei: ${when}.`,
  takeOrKeep: (own) => `Um ihn zu nehmen, drücken Sie 1. Um Ihren Termin am ${own} zu behalten, drücken Sie 2.`,
  listed: (choices) => `Freie Termine: ${choices.join('; ')}. Antworten Sie mit der Nummer, oder 0 für keinen.`,
  earlierByMessage: (when, until) =>
    `Ein früherer Termin ist frei: ${when}. Antworten Sie 1, um ihn zu nehmen, 2, um Ihren zu behalten. Wir halten ihn bis ${until}.`,
  moved: (when) => `Danke. Ihr Termin ist jetzt am ${when}.`,
  kept: (when) => `Danke. Ihr Termin bleibt am ${when}.`,
  givenAway: 'Ihren Termin hat inzwischen jemand anderes. Wir rufen Sie an, um einen anderen zu finden.',
}

const byTongue: Readonly<Record<string, SlotWords>> = { en, es, fr, de }

/** The words about free times of a BCP 47 tag. */
export const slotWords = (language: string): SlotWords => byTongue[language.split('-')[0] ?? 'en'] ?? en
