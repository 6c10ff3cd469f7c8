/**
 * A helpline of volunteers: their own phones ring in turn, and only who presses 1 takes the call, so that no mailbox ever does.
 * On another number the volunteers meet in a conference.
 */
import { defineFlow, defineMailbox, goTo, hangUp, say, secret, transfer, twiml, voicemail } from 'hookswitch/flow'
import { conference, dial } from 'hookswitch/twiml'

export const missed = defineMailbox('missed', { pin: secret('HOTLINE_PIN') })

export const hotline = defineFlow('hotline', {
  start: 'welcome',
  steps: {
    welcome: say('You have reached the helpline. You do not have to say who you are.', { then: 'volunteers' }),
    volunteers: transfer({
      announce: 'Please stay on the line while I look for somebody.',
      to: [secret('VOLUNTEER_1_PHONE'), secret('VOLUNTEER_2_PHONE'), secret('VOLUNTEER_3_PHONE')],
      strategy: 'rotating',
      ringSeconds: 15,
      callerId: 'line',
      whisper: 'Helpline call.',
      sorry: 'Everybody is talking with somebody right now.',
      unanswered: 'everybody-at-once',
      afterwards: 'goodbye',
    }),
    'everybody-at-once': transfer({
      announce: 'I am trying all of them again.',
      to: [secret('VOLUNTEER_1_PHONE'), secret('VOLUNTEER_2_PHONE'), secret('VOLUNTEER_3_PHONE')],
      strategy: 'all-at-once',
      callerId: 'line',
      whisper: 'Helpline call, second round.',
      unanswered: 'message',
      afterwards: 'goodbye',
    }),
    message: voicemail({
      mailbox: 'missed',
      greeting: 'Please leave a number, and somebody will call you back within the hour.',
    }),
    goodbye: hangUp('Call again whenever you like. Goodbye.'),
  },
})

/** Where volunteers meet: everybody who calls is in the same conference. */
export const meeting = defineFlow('meeting', {
  start: 'welcome',
  steps: {
    welcome: say('Welcome to the volunteers’ meeting.', { then: 'room' }),
    room: twiml({
      verbs: (wayBack) => [
        dial([conference('volunteers', { beep: 'true', maxParticipants: 20 })], { action: wayBack }),
      ],
      then: 'over',
    }),
    over: goTo('bye'),
    bye: hangUp('The meeting is over. Goodbye.'),
  },
})
