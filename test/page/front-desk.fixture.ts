/** A phone system with a queue and a campaign, for tests of the page's rooms. */
import { defineCampaign } from 'hookswitch/campaign'
import { agent, defineFlow, defineQueue, hangUp, queue, say, secret } from 'hookswitch/flow'

export const support = defineQueue('support', {
  agents: [
    agent('101', { name: 'Ann', pin: secret('ANN_PIN'), phone: secret('ANN_PHONE') }),
    agent('102', { name: 'Bob', pin: secret('BOB_PIN'), phone: secret('BOB_PHONE') }),
  ],
})

export const line = defineFlow('line', {
  start: 'wait',
  steps: {
    wait: queue({ queue: 'support', callback: {}, staysWhenUnstaffed: true, unanswered: 'bye' }),
    bye: hangUp('Goodbye.'),
  },
})

export const reminder = defineFlow('reminder', {
  start: 'tell',
  steps: { tell: say('You have an appointment tomorrow.', { then: 'bye' }), bye: hangUp('Goodbye.') },
})

export const checkUps = defineCampaign('check-ups', {
  flow: reminder,
  from: secret('REMINDER_PHONE'),
  offsets: [{ before: '24h', channel: 'call' }],
})
