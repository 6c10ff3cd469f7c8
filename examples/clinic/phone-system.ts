/**
 * A doctors' practice: two languages, opening hours, a directory of doctors, and a mailbox for each of them.
 */
import {
  chooseLanguage,
  defineFlow,
  defineMailbox,
  directory,
  directoryFromCsv,
  fromData,
  hangUp,
  hours,
  inbox,
  inLanguages,
  menu,
  message,
  override,
  phrase,
  secret,
  transfer,
  voicemail,
} from 'hookswitch/flow'

const both = (english: string, spanish: string) => inLanguages({ 'en-US': english, 'es-US': spanish })

const doctors = directoryFromCsv(`name,extension,phone,mailbox
Ann Lee,101,$DR_LEE_PHONE,dr-lee
Diego Núñez,102,$DR_NUNEZ_PHONE,dr-nunez
`)

const week = {
  monday: ['08:00-12:00', '13:00-17:00'],
  tuesday: ['08:00-12:00', '13:00-17:00'],
  wednesday: ['08:00-12:00'],
  thursday: ['08:00-12:00', '13:00-19:00'],
  friday: ['08:00-14:00'],
} as const

export const practice = defineMailbox('practice', { pin: secret('PRACTICE_PIN') })
export const drLee = defineMailbox('dr-lee', { pin: secret('PRACTICE_PIN') })
export const drNunez = defineMailbox('dr-nunez', { pin: secret('PRACTICE_PIN') })

export const clinic = defineFlow('clinic', {
  start: 'language',
  voice: { 'en-US': 'Polly.Joanna', 'es-US': 'Polly.Lupe' },
  pronunciations: { Núñez: 'Noonyez' },
  phrases: {
    welcome: both('Mill Road Practice.', 'Consultorio Mill Road.'),
    emergency: both('If this is an emergency, hang up and dial 911.', 'Si es una emergencia, cuelgue y marque 911.'),
    leaveMessage: both(
      'Please leave your name and number after the beep.',
      'Deje su nombre y su número después de la señal.',
    ),
    where: both(
      'We are at 1 Mill Road. I am texting you the address.',
      'Estamos en Mill Road 1. Le envío la dirección.',
    ),
    bye: both('Thank you. Goodbye.', 'Gracias. Adiós.'),
  },
  steps: {
    language: chooseLanguage({ languages: { 1: 'en-US', 2: 'es-US' }, then: 'hours' }),
    hours: hours({ zone: 'America/New_York', week, open: 'menu', closed: 'closed' }),
    menu: menu({
      greeting: [phrase('welcome'), phrase('emergency')],
      choices: {
        1: { label: both('appointments', 'citas'), then: 'desk' },
        2: { label: both('one of the doctors', 'hablar con un médico'), then: 'doctors' },
        3: { label: both('our address', 'nuestra dirección'), then: 'address' },
      },
      speech: true,
      person: 'desk',
      otherwise: 'desk',
    }),
    desk: transfer({ to: secret('DESK_PHONE'), callerId: 'line', unanswered: 'message' }),
    doctors: directory({ people: doctors, unanswered: 'message', otherwise: 'desk', ring: { screens: true } }),
    closed: voicemail({ mailbox: 'practice', greeting: [phrase('emergency'), phrase('leaveMessage')] }),
    message: voicemail({
      mailbox: 'practice',
      mailboxFrom: fromData('directory.mailbox'),
      greeting: phrase('leaveMessage'),
    }),
    address: message({ text: 'Mill Road Practice, 1 Mill Road, Springfield. Open from 8 on weekdays.', then: 'told' }),
    told: hangUp([phrase('where'), phrase('bye')]),
  },
})

/** The line for the practice's own people: listen to messages, or close for today. */
export const staff = defineFlow('staff', {
  start: 'what',
  steps: {
    what: menu({
      choices: { 1: { label: 'messages', then: 'messages' }, 2: { label: 'opening hours', then: 'open-or-close' } },
      otherwise: 'bye',
    }),
    messages: inbox({ mailbox: 'practice', then: 'bye' }),
    'open-or-close': override({ flow: 'clinic', hours: 'hours', pin: secret('PRACTICE_PIN'), then: 'bye' }),
    bye: hangUp('Goodbye.'),
  },
})
