/**
 * What is said to people who use a mailbox or the hours by phone, in the languages we speak; English where there is no other.
 */

/** What one language says. Keys are named by what the caller presses, because the words name them. */
interface Lines {
  readonly enterPin: string
  readonly pinWrong: string
  readonly pinLocked: string
  readonly pinGoodbye: string
  readonly nothingHeard: string
  readonly notAChoice: string
  readonly goodbye: string
  readonly oneMoment: string
  /** Review of a message just left. */
  readonly review: string
  readonly markedUrgent: string
  readonly notUrgent: string
  readonly recordAgain: string
  readonly keptTheFirst: string
  readonly cannotPlay: string
  /** Listening. */
  readonly noMessages: string
  readonly mainMenu: string
  readonly mainMenuEmpty: string
  readonly leave: string
  readonly messageMenu: string
  readonly deletedMenu: string
  readonly callBackKey: string
  readonly noMore: string
  readonly noEarlier: string
  readonly saved: string
  readonly deleted: string
  readonly restored: string
  readonly gone: string
  readonly notHere: string
  readonly cannotCallBack: string
  readonly callingBack: string
  readonly callBackOver: string
  /** Greetings. */
  readonly greetingMenu: string
  readonly greetingMenuByHours: string
  readonly recordGreeting: string
  readonly greetingReview: string
  readonly greetingKept: string
  readonly greetingRemoved: string
  readonly choiceMenu: string
  readonly choiceKept: string
  /** Hours by hand. */
  readonly hoursOpen: string
  readonly hoursClosed: string
  readonly hoursMenu: string
  readonly howLong: string
  readonly nowOpen: string
  readonly nowClosed: string
  readonly nowSchedule: string
  readonly untilTomorrow: string
  readonly untilToldOtherwise: string
}

const en: Lines = {
  enterPin: 'Please enter your PIN, then press pound.',
  pinWrong: 'That PIN is not right.',
  pinLocked: 'There were too many wrong PINs. Please try again later. Goodbye.',
  pinGoodbye: 'Please call again when you have your PIN at hand. Goodbye.',
  nothingHeard: 'I did not hear anything.',
  notAChoice: 'That key is not one of the choices.',
  goodbye: 'Goodbye.',
  oneMoment: 'One moment, please.',
  review:
    'To send your message, press 1. To listen to it, press 2. To record it again, press 3. To mark it as urgent, press 4.',
  markedUrgent: 'Your message is marked as urgent.',
  notUrgent: 'Your message is no longer marked as urgent.',
  recordAgain: 'Please record your message after the beep.',
  keptTheFirst: 'I did not hear a new message, so the one before it stays.',
  cannotPlay: 'I cannot play it right now.',
  noMessages: 'You have no messages.',
  mainMenu: 'To listen to your messages, press 1. For your greetings, press 2.',
  mainMenuEmpty: 'For your greetings, press 2.',
  leave: 'To leave the mailbox, press 9.',
  messageMenu:
    'To hear it again, press 5. For the next message, press 6. For the one before, press 4. To delete it, press 7. To save it, press 9.',
  deletedMenu: 'To take it back, press 7. For the next message, press 6.',
  callBackKey: 'To call back, press 8.',
  noMore: 'There are no more messages.',
  noEarlier: 'This is the first message.',
  saved: 'Saved.',
  deleted: 'Deleted.',
  restored: 'The message is back.',
  gone: 'Somebody has removed this message.',
  notHere: 'The recording of this message is not here.',
  cannotCallBack: 'This caller cannot be called back.',
  callingBack: 'Calling back.',
  callBackOver: 'The call back is over.',
  greetingMenu: 'To record your greeting, press 1. To go back to the first greeting, press 3.',
  greetingMenuByHours:
    'To record your greeting, press 1. To record the greeting for when you are closed, press 2. To go back to the first greetings, press 3. To choose which greeting plays, press 4.',
  recordGreeting: 'Please record your greeting after the beep, then press pound.',
  greetingReview:
    'To keep this greeting, press 1. To listen to it, press 2. To record it again, press 3. To leave it as it was, press star.',
  greetingKept: 'Your greeting is kept.',
  greetingRemoved: 'The first greetings play again.',
  choiceMenu:
    'To let the hours decide, press 1. To play your greeting always, press 2. To play the greeting for when you are closed always, press 3.',
  choiceKept: 'That is so from now on.',
  hoursOpen: 'You are open now.',
  hoursClosed: 'You are closed now.',
  hoursMenu: 'To open, press 1. To close, press 2. To keep to the schedule, press 3.',
  howLong: 'Until tomorrow, press 1. Until you say otherwise, press 2.',
  nowOpen: 'You are open from now on.',
  nowClosed: 'You are closed from now on.',
  nowSchedule: 'The schedule holds from now on.',
  untilTomorrow: 'Tomorrow the schedule holds again.',
  untilToldOtherwise: 'That is so until you say otherwise.',
}

const es: Lines = {
  enterPin: 'Introduzca su PIN y pulse almohadilla.',
  pinWrong: 'Ese PIN no es correcto.',
  pinLocked: 'Ha habido demasiados PIN incorrectos. Inténtelo más tarde. Adiós.',
  pinGoodbye: 'Vuelva a llamar cuando tenga su PIN a mano. Adiós.',
  nothingHeard: 'No he oído nada.',
  notAChoice: 'Esa tecla no es una de las opciones.',
  goodbye: 'Adiós.',
  oneMoment: 'Un momento, por favor.',
  review:
    'Para enviar su mensaje, pulse 1. Para escucharlo, pulse 2. Para grabarlo de nuevo, pulse 3. Para marcarlo como urgente, pulse 4.',
  markedUrgent: 'Su mensaje está marcado como urgente.',
  notUrgent: 'Su mensaje ya no está marcado como urgente.',
  recordAgain: 'Grabe su mensaje después de la señal.',
  keptTheFirst: 'No he oído un mensaje nuevo; se queda el anterior.',
  cannotPlay: 'Ahora no puedo reproducirlo.',
  noMessages: 'No tiene mensajes.',
  mainMenu: 'Para escuchar sus mensajes, pulse 1. Para sus saludos, pulse 2.',
  mainMenuEmpty: 'Para sus saludos, pulse 2.',
  leave: 'Para salir del buzón, pulse 9.',
  messageMenu:
    'Para oírlo otra vez, pulse 5. Para el siguiente, pulse 6. Para el anterior, pulse 4. Para borrarlo, pulse 7. Para guardarlo, pulse 9.',
  deletedMenu: 'Para recuperarlo, pulse 7. Para el siguiente, pulse 6.',
  callBackKey: 'Para devolver la llamada, pulse 8.',
  noMore: 'No hay más mensajes.',
  noEarlier: 'Este es el primer mensaje.',
  saved: 'Guardado.',
  deleted: 'Borrado.',
  restored: 'El mensaje ha vuelto.',
  gone: 'Alguien ha quitado este mensaje.',
  notHere: 'La grabación de este mensaje no está aquí.',
  cannotCallBack: 'No se puede devolver esta llamada.',
  callingBack: 'Devolviendo la llamada.',
  callBackOver: 'La llamada ha terminado.',
  greetingMenu: 'Para grabar su saludo, pulse 1. Para volver al primer saludo, pulse 3.',
  greetingMenuByHours:
    'Para grabar su saludo, pulse 1. Para grabar el saludo de cuando está cerrado, pulse 2. Para volver a los primeros saludos, pulse 3. Para elegir qué saludo suena, pulse 4.',
  recordGreeting: 'Grabe su saludo después de la señal y pulse almohadilla.',
  greetingReview:
    'Para quedarse con este saludo, pulse 1. Para escucharlo, pulse 2. Para grabarlo de nuevo, pulse 3. Para dejarlo como estaba, pulse asterisco.',
  greetingKept: 'Su saludo está guardado.',
  greetingRemoved: 'Vuelven a sonar los primeros saludos.',
  choiceMenu:
    'Para que decida el horario, pulse 1. Para que suene siempre su saludo, pulse 2. Para que suene siempre el saludo de cerrado, pulse 3.',
  choiceKept: 'Así es desde ahora.',
  hoursOpen: 'Ahora está abierto.',
  hoursClosed: 'Ahora está cerrado.',
  hoursMenu: 'Para abrir, pulse 1. Para cerrar, pulse 2. Para seguir el horario, pulse 3.',
  howLong: 'Hasta mañana, pulse 1. Hasta nuevo aviso, pulse 2.',
  nowOpen: 'Desde ahora está abierto.',
  nowClosed: 'Desde ahora está cerrado.',
  nowSchedule: 'Desde ahora vale el horario.',
  untilTomorrow: 'Mañana vuelve a valer el horario.',
  untilToldOtherwise: 'Así es hasta nuevo aviso.',
}

const fr: Lines = {
  enterPin: 'Saisissez votre code, puis tapez dièse.',
  pinWrong: 'Ce code n’est pas le bon.',
  pinLocked: 'Il y a eu trop de codes faux. Réessayez plus tard. Au revoir.',
  pinGoodbye: 'Rappelez quand vous aurez votre code sous la main. Au revoir.',
  nothingHeard: 'Je n’ai rien entendu.',
  notAChoice: 'Cette touche n’est pas un des choix.',
  goodbye: 'Au revoir.',
  oneMoment: 'Un instant, s’il vous plaît.',
  review:
    'Pour envoyer votre message, tapez 1. Pour l’écouter, tapez 2. Pour le refaire, tapez 3. Pour le marquer urgent, tapez 4.',
  markedUrgent: 'Votre message est marqué urgent.',
  notUrgent: 'Votre message n’est plus marqué urgent.',
  recordAgain: 'Enregistrez votre message après le signal.',
  keptTheFirst: 'Je n’ai pas entendu de nouveau message ; le précédent reste.',
  cannotPlay: 'Je ne peux pas le jouer maintenant.',
  noMessages: 'Vous n’avez pas de message.',
  mainMenu: 'Pour écouter vos messages, tapez 1. Pour vos annonces, tapez 2.',
  mainMenuEmpty: 'Pour vos annonces, tapez 2.',
  leave: 'Pour quitter la boîte, tapez 9.',
  messageMenu:
    'Pour le réécouter, tapez 5. Pour le suivant, tapez 6. Pour le précédent, tapez 4. Pour l’effacer, tapez 7. Pour le garder, tapez 9.',
  deletedMenu: 'Pour le reprendre, tapez 7. Pour le suivant, tapez 6.',
  callBackKey: 'Pour rappeler, tapez 8.',
  noMore: 'Il n’y a plus de message.',
  noEarlier: 'C’est le premier message.',
  saved: 'Gardé.',
  deleted: 'Effacé.',
  restored: 'Le message est revenu.',
  gone: 'Quelqu’un a retiré ce message.',
  notHere: 'L’enregistrement de ce message n’est pas ici.',
  cannotCallBack: 'Cet appelant ne peut pas être rappelé.',
  callingBack: 'Je rappelle.',
  callBackOver: 'Le rappel est terminé.',
  greetingMenu: 'Pour enregistrer votre annonce, tapez 1. Pour revenir à la première annonce, tapez 3.',
  greetingMenuByHours:
    'Pour enregistrer votre annonce, tapez 1. Pour enregistrer l’annonce de fermeture, tapez 2. Pour revenir aux premières annonces, tapez 3. Pour choisir l’annonce jouée, tapez 4.',
  recordGreeting: 'Enregistrez votre annonce après le signal, puis tapez dièse.',
  greetingReview:
    'Pour garder cette annonce, tapez 1. Pour l’écouter, tapez 2. Pour la refaire, tapez 3. Pour la laisser comme avant, tapez étoile.',
  greetingKept: 'Votre annonce est gardée.',
  greetingRemoved: 'Les premières annonces jouent de nouveau.',
  choiceMenu:
    'Pour laisser décider les horaires, tapez 1. Pour jouer toujours votre annonce, tapez 2. Pour jouer toujours l’annonce de fermeture, tapez 3.',
  choiceKept: 'C’est fait.',
  hoursOpen: 'Vous êtes ouvert maintenant.',
  hoursClosed: 'Vous êtes fermé maintenant.',
  hoursMenu: 'Pour ouvrir, tapez 1. Pour fermer, tapez 2. Pour suivre les horaires, tapez 3.',
  howLong: 'Jusqu’à demain, tapez 1. Jusqu’à nouvel ordre, tapez 2.',
  nowOpen: 'Vous êtes ouvert à partir de maintenant.',
  nowClosed: 'Vous êtes fermé à partir de maintenant.',
  nowSchedule: 'Les horaires valent à partir de maintenant.',
  untilTomorrow: 'Demain les horaires valent de nouveau.',
  untilToldOtherwise: 'Il en est ainsi jusqu’à nouvel ordre.',
}

const de: Lines = {
  enterPin: 'Bitte geben Sie Ihre PIN ein und drücken Sie Raute.',
  pinWrong: 'Diese PIN stimmt nicht.',
  pinLocked: 'Es gab zu viele falsche PINs. Bitte versuchen Sie es später. Auf Wiederhören.',
  pinGoodbye: 'Bitte rufen Sie wieder an, wenn Sie Ihre PIN zur Hand haben. Auf Wiederhören.',
  nothingHeard: 'Ich habe nichts gehört.',
  notAChoice: 'Diese Taste steht nicht zur Wahl.',
  goodbye: 'Auf Wiederhören.',
  oneMoment: 'Einen Moment, bitte.',
  review:
    'Um Ihre Nachricht zu senden, drücken Sie 1. Um sie anzuhören, drücken Sie 2. Um sie neu aufzunehmen, drücken Sie 3. Um sie als dringend zu kennzeichnen, drücken Sie 4.',
  markedUrgent: 'Ihre Nachricht ist als dringend gekennzeichnet.',
  notUrgent: 'Ihre Nachricht ist nicht mehr als dringend gekennzeichnet.',
  recordAgain: 'Bitte sprechen Sie Ihre Nachricht nach dem Ton.',
  keptTheFirst: 'Ich habe keine neue Nachricht gehört, die vorige bleibt.',
  cannotPlay: 'Ich kann sie gerade nicht abspielen.',
  noMessages: 'Sie haben keine Nachrichten.',
  mainMenu: 'Um Ihre Nachrichten zu hören, drücken Sie 1. Für Ihre Ansagen drücken Sie 2.',
  mainMenuEmpty: 'Für Ihre Ansagen drücken Sie 2.',
  leave: 'Um die Mailbox zu verlassen, drücken Sie 9.',
  messageMenu:
    'Um sie noch einmal zu hören, drücken Sie 5. Für die nächste drücken Sie 6. Für die vorige drücken Sie 4. Zum Löschen drücken Sie 7. Zum Speichern drücken Sie 9.',
  deletedMenu: 'Um sie zurückzuholen, drücken Sie 7. Für die nächste drücken Sie 6.',
  callBackKey: 'Zum Zurückrufen drücken Sie 8.',
  noMore: 'Es gibt keine weiteren Nachrichten.',
  noEarlier: 'Das ist die erste Nachricht.',
  saved: 'Gespeichert.',
  deleted: 'Gelöscht.',
  restored: 'Die Nachricht ist wieder da.',
  gone: 'Jemand hat diese Nachricht entfernt.',
  notHere: 'Die Aufnahme dieser Nachricht ist nicht da.',
  cannotCallBack: 'Dieser Anrufer kann nicht zurückgerufen werden.',
  callingBack: 'Ich rufe zurück.',
  callBackOver: 'Der Rückruf ist beendet.',
  greetingMenu: 'Um Ihre Ansage aufzunehmen, drücken Sie 1. Um zur ersten Ansage zurückzukehren, drücken Sie 3.',
  greetingMenuByHours:
    'Um Ihre Ansage aufzunehmen, drücken Sie 1. Um die Ansage für geschlossene Zeiten aufzunehmen, drücken Sie 2. Um zu den ersten Ansagen zurückzukehren, drücken Sie 3. Um zu wählen, welche Ansage läuft, drücken Sie 4.',
  recordGreeting: 'Bitte sprechen Sie Ihre Ansage nach dem Ton und drücken Sie dann Raute.',
  greetingReview:
    'Um diese Ansage zu behalten, drücken Sie 1. Um sie anzuhören, drücken Sie 2. Um sie neu aufzunehmen, drücken Sie 3. Damit alles beim Alten bleibt, drücken Sie Stern.',
  greetingKept: 'Ihre Ansage ist gespeichert.',
  greetingRemoved: 'Die ersten Ansagen laufen wieder.',
  choiceMenu:
    'Damit die Zeiten entscheiden, drücken Sie 1. Damit immer Ihre Ansage läuft, drücken Sie 2. Damit immer die Ansage für geschlossene Zeiten läuft, drücken Sie 3.',
  choiceKept: 'Das gilt ab jetzt.',
  hoursOpen: 'Jetzt ist geöffnet.',
  hoursClosed: 'Jetzt ist geschlossen.',
  hoursMenu: 'Zum Öffnen drücken Sie 1. Zum Schließen drücken Sie 2. Damit der Zeitplan gilt, drücken Sie 3.',
  howLong: 'Bis morgen drücken Sie 1. Bis auf Weiteres drücken Sie 2.',
  nowOpen: 'Ab jetzt ist geöffnet.',
  nowClosed: 'Ab jetzt ist geschlossen.',
  nowSchedule: 'Ab jetzt gilt der Zeitplan.',
  untilTomorrow: 'Morgen gilt wieder der Zeitplan.',
  untilToldOtherwise: 'Das gilt bis auf Weiteres.',
}

const byTongue: Readonly<Record<string, Lines>> = { en, es, fr, de }

/** What is said, in the language of a BCP 47 tag. */
export const lineFor = (language: string, line: keyof Lines): string =>
  (byTongue[language.split('-')[0] ?? ''] ?? en)[line]
