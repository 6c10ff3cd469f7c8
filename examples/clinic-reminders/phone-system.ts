/**
 * Appointment reminders: a text three days before, a call the day before, another call to whom it did not reach. Calling the
 * number back leads to the same menu.
 *
 * Whoever wants another time is offered those that are free; a time that somebody leaves is offered to those who wait for an
 * earlier one.
 */
import { defineCampaign } from 'hookswitch/campaign'
import {
  branch,
  defineFlow,
  earlierSlot,
  findReminder,
  fromData,
  hangUp,
  joinWaitlist,
  menu,
  offerSlots,
  optOut,
  outcome,
  say,
  secret,
  sentence,
  silence,
  spoken,
} from 'hookswitch/flow'

const name = spoken.words(fromData('reminder.name'))
const day = spoken.words(fromData('reminder.day'))
const time = spoken.words(fromData('reminder.time'))

export const reminder = defineFlow('reminder', {
  start: 'who-answers',
  steps: {
    'who-answers': branch({
      cases: [{ when: { data: 'answeredBy', is: 'machine' }, then: 'machine' }],
      otherwise: 'find',
    }),
    find: findReminder({ found: 'greeting', none: 'unknown' }),
    // Who calls and for whom, and nothing medical: somebody else may have picked up.
    greeting: say([silence(1), sentence`Hello, this is an automated call from Mill Road Practice for ${name}.`], {
      then: 'earlier',
    }),
    // Only where an earlier time is held for him; else it goes on without a word.
    earlier: earlierSlot({ taken: 'moved', kept: 'ask', none: 'ask' }),
    ask: menu({
      greeting: sentence`You have an appointment on ${day} at ${time}.`,
      choices: {
        1: { label: 'to confirm', then: 'confirmed', synonyms: ['yes', 'confirm', "i'll be there"] },
        2: { label: 'another time', then: 'other-time', synonyms: ['reschedule', 'change'] },
        3: { label: 'to cancel', then: 'sure', synonyms: ['cancel', "can't make it"] },
        4: { label: 'to say that this is the wrong number', then: 'wrong-number', synonyms: ['wrong number'] },
        5: { label: 'an earlier time', then: 'waits', synonyms: ['earlier', 'sooner'] },
        8: { label: 'to stop these calls', then: 'stop', synonyms: ['stop'] },
      },
      repeatKey: '*',
      speech: true,
      attempts: 2,
      givingUp: 'I did not hear an answer.',
      otherwise: 'listened',
    }),
    sure: menu({
      greeting: 'Are you sure that you want to cancel?',
      choices: { 1: { label: 'yes, to cancel', then: 'cancelled' }, 2: { label: 'no, to keep it', then: 'ask' } },
      otherwise: 'ask',
    }),
    confirmed: outcome('confirmed', { then: 'thanks' }),
    // Written down first: whoever hangs up among the times has still asked for another.
    'other-time': outcome('reschedule-requested', { then: 'times' }),
    times: offerSlots({ taken: 'moved', none: 'we-call', declined: 'we-call', speech: true, attempts: 2 }),
    waits: joinWaitlist({ then: 'on-the-list' }),
    cancelled: outcome('cancelled', { then: 'free-again' }),
    'wrong-number': outcome('wrong-number', { then: 'sorry' }),
    stop: optOut({ then: 'stopped' }),
    listened: outcome('listened-no-response', { then: 'call-us' }),
    machine: outcome('voicemail-left', { then: 'machine-words' }),
    thanks: hangUp('Thank you, your appointment is confirmed. Please bring your insurance card. Goodbye.'),
    moved: hangUp(sentence`Thank you. Your appointment is now on ${day} at ${time}. Goodbye.`),
    'on-the-list': hangUp(
      'Thank you. We will tell you when an earlier time is free. Your appointment stays as it is. Goodbye.',
    ),
    'we-call': hangUp('Thank you. The practice will call you to find another time. Goodbye.'),
    'free-again': hangUp('Your appointment is cancelled. Thank you for telling us. Goodbye.'),
    sorry: hangUp('We are sorry. You will not be called about this again. Goodbye.'),
    stopped: hangUp('You will not be called again. Goodbye.'),
    'call-us': hangUp('Please call Mill Road Practice at this number if you cannot come. Goodbye.'),
    'machine-words': hangUp(
      sentence`This is Mill Road Practice with a reminder for ${name}: your appointment is on ${day} at ${time}. To change it or to get no more such calls, call this number.`,
    ),
    unknown: hangUp('I find no appointment under your number. Please call the front desk. Goodbye.'),
  },
})

export const reminders = defineCampaign('reminders', {
  flow: reminder,
  from: secret('REMINDER_PHONE'),
  offsets: [
    {
      before: '3d',
      channel: 'sms',
      text: 'Mill Road Practice: {name}, see you on {day} at {time}. Reply 1 to confirm, 2 if you cannot come, 3 for another time. Reply STOP for no more messages.',
    },
    { before: '24h', channel: 'call' },
  ],
  detection: 'message-end',
  // Times that are put with PUT /api/campaigns/reminders/slots, and those that people leave.
  slots: {},
  waitlist: { channels: ['sms', 'call'], hold: '30m', notice: '4h' },
})
