/**
 * The Acme line: the phone menu of every tutorial, with the callers who say nothing or press the wrong key looked after.
 */
import { defineFlow, menu, secret, transfer, voicemail } from 'hookswitch/flow'

export const acme = defineFlow('acme', {
  start: 'welcome',
  steps: {
    welcome: menu({
      greeting: 'Welcome to Acme Corp.',
      prompt: 'Press 1 for sales. Press 2 for support. Press 3 to leave a message.',
      choices: {
        1: { label: 'sales', then: 'sales' },
        2: { label: 'support', then: 'support' },
        3: { label: 'to leave a message', then: 'message' },
      },
      otherwise: 'message',
    }),
    sales: transfer({ announce: 'Connecting you to sales.', to: secret('SALES_PHONE'), unanswered: 'message' }),
    support: transfer({ announce: 'Connecting you to support.', to: secret('SUPPORT_PHONE'), unanswered: 'message' }),
    message: voicemail({ mailbox: 'front-desk', greeting: 'Please leave a message after the beep.' }),
  },
})
