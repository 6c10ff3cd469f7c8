/** What agents hear who log in by phone, in the languages we speak; English elsewhere. */
interface AgentWords {
  readonly enterNumber: string
  readonly loggedIn: string
  readonly cannotBeRung: string
  readonly available: string
  readonly away: string
  readonly loggedOut: string
  readonly onLine: string
  readonly offLine: string
  readonly menu: (mayStayOnLine: boolean) => string
  readonly goodbye: string
}

const en: AgentWords = {
  enterNumber: 'Please enter your agent number, then press pound.',
  loggedIn: 'You are logged in, and your phone will ring.',
  cannotBeRung: 'You are logged in, but this phone cannot be rung.',
  available: 'You are available.',
  away: 'You are away.',
  loggedOut: 'You are logged out. Goodbye.',
  onLine: 'Please stay on the line. To leave it, press star.',
  offLine: 'You have left the line, and your phone will ring.',
  menu: (line) =>
    `To be available, press 1. To be away, press 2. To log out, press 3.${line ? ' To stay on the line, press 4.' : ''} Or hang up.`,
  goodbye: 'Goodbye.',
}

const es: AgentWords = {
  enterNumber: 'Marque su número de agente y luego almohadilla.',
  loggedIn: 'Ha iniciado la sesión y su teléfono sonará.',
  cannotBeRung: 'Ha iniciado la sesión, pero no podemos llamar a este teléfono.',
  available: 'Está disponible.',
  away: 'Está ausente.',
  loggedOut: 'Ha cerrado la sesión. Adiós.',
  onLine: 'Permanezca en la línea. Para salir, pulse asterisco.',
  offLine: 'Ha salido de la línea y su teléfono sonará.',
  menu: (line) =>
    `Para estar disponible, pulse 1. Para ausentarse, pulse 2. Para cerrar la sesión, pulse 3.${line ? ' Para permanecer en la línea, pulse 4.' : ''} O cuelgue.`,
  goodbye: 'Adiós.',
}

const fr: AgentWords = {
  enterNumber: 'Composez votre numéro d’agent, puis tapez dièse.',
  loggedIn: 'Vous êtes connecté et votre téléphone sonnera.',
  cannotBeRung: 'Vous êtes connecté, mais ce téléphone ne peut pas être appelé.',
  available: 'Vous êtes disponible.',
  away: 'Vous êtes absent.',
  loggedOut: 'Vous êtes déconnecté. Au revoir.',
  onLine: 'Restez en ligne. Pour la quitter, tapez étoile.',
  offLine: 'Vous avez quitté la ligne et votre téléphone sonnera.',
  menu: (line) =>
    `Pour être disponible, tapez 1. Pour être absent, tapez 2. Pour vous déconnecter, tapez 3.${line ? ' Pour rester en ligne, tapez 4.' : ''} Ou raccrochez.`,
  goodbye: 'Au revoir.',
}

const de: AgentWords = {
  enterNumber: 'Bitte geben Sie Ihre Agentennummer ein und drücken Sie dann Raute.',
  loggedIn: 'Sie sind angemeldet, und Ihr Telefon wird klingeln.',
  cannotBeRung: 'Sie sind angemeldet, aber dieses Telefon kann nicht angerufen werden.',
  available: 'Sie sind verfügbar.',
  away: 'Sie sind abwesend.',
  loggedOut: 'Sie sind abgemeldet. Auf Wiederhören.',
  onLine: 'Bitte bleiben Sie in der Leitung. Zum Verlassen drücken Sie Stern.',
  offLine: 'Sie haben die Leitung verlassen, und Ihr Telefon wird klingeln.',
  menu: (line) =>
    `Um verfügbar zu sein, drücken Sie 1. Für abwesend drücken Sie 2. Zum Abmelden drücken Sie 3.${line ? ' Um in der Leitung zu bleiben, drücken Sie 4.' : ''} Oder legen Sie auf.`,
  goodbye: 'Auf Wiederhören.',
}

const byTongue: Readonly<Record<string, AgentWords>> = { en, es, fr, de }

/** The words of a BCP 47 tag. */
export const agentWords = (language: string): AgentWords => byTongue[language.split('-')[0] ?? 'en'] ?? en
