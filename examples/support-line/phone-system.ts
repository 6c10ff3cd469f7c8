/**
 * A support line: who calls is asked for his account, looked up, and waits for an agent; or is called back, keeping his place.
 */
import {
  agent,
  agents,
  ask,
  branch,
  defineFlow,
  defineMailbox,
  defineQueue,
  fromData,
  hangUp,
  hours,
  lookup,
  queue,
  say,
  secret,
  sentence,
  spoken,
  voicemail,
} from 'hookswitch/flow'

export const support = defineQueue('support', {
  agents: [
    agent('101', { name: 'Ann', pin: secret('ANN_PIN'), phone: secret('ANN_PHONE') }),
    agent('102', { name: 'Bob', pin: secret('BOB_PIN'), phone: secret('BOB_PHONE') }),
  ],
  wrapUpSeconds: 20,
})

export const afterHours = defineMailbox('after-hours', { pin: secret('ANN_PIN') })

/** Stands in for your own system: three customers, and the second is the one who waits too long for an answer. */
async function findCustomer(account: unknown, signal: AbortSignal) {
  const customers: Readonly<Record<string, { name: string; isGold: boolean }>> = {
    '100001': { name: 'Jane Roe', isGold: true },
    '100003': { name: 'Sam Poe', isGold: false },
  }
  if (account === '100002') await new Promise((_, reject) => signal.addEventListener('abort', reject))
  return customers[String(account)]
}

const week = {
  monday: ['09:00-17:00'],
  tuesday: ['09:00-17:00'],
  wednesday: ['09:00-17:00'],
  thursday: ['09:00-17:00'],
  friday: ['09:00-17:00'],
} as const

export const supportLine = defineFlow('support-line', {
  start: 'hours',
  steps: {
    hours: hours({ zone: 'America/New_York', week, open: 'account', closed: 'closed' }),
    account: ask({
      prompt: 'Welcome to support. Please enter your account number of six digits.',
      for: { answer: 'digits', length: 6 },
      into: 'account',
      isReadBack: false,
      then: 'customer',
      otherwise: 'wait',
    }),
    customer: lookup({
      find: async ({ data }, signal) => {
        const customer = await findCustomer(data.account, signal)
        return customer ? { result: 'known', remember: { ...customer } } : { result: 'unknown' }
      },
      results: { known: 'welcome', unknown: 'unknown' },
      failed: 'wait',
      seconds: 4,
    }),
    welcome: say(sentence`Thank you, ${spoken.words(fromData('name'))}.`, { then: 'tier' }),
    unknown: say('I do not know that number, but somebody will help you all the same.', { then: 'wait' }),
    tier: branch({ cases: [{ when: { data: 'isGold', is: true }, then: 'wait-gold' }], otherwise: 'wait' }),
    'wait-gold': queue({ queue: 'support', priority: 5, callback: {}, message: 'message', unanswered: 'message' }),
    wait: queue({
      queue: 'support',
      announce: 'All calls are taken in the order they came.',
      callback: {},
      message: 'message',
      maximumWaitSeconds: 900,
      unanswered: 'message',
      afterwards: 'bye',
    }),
    closed: voicemail({ mailbox: 'after-hours', greeting: 'Please leave your account number and what is wrong.' }),
    message: voicemail({
      mailbox: 'after-hours',
      greeting: 'Please leave a message, and we will call you back today.',
    }),
    bye: hangUp('Thank you for calling support. Goodbye.'),
  },
})

/** The line on which agents log in, and say when they are away. */
export const team = defineFlow('team', {
  start: 'log-in',
  steps: { 'log-in': agents({ otherwise: 'bye' }), bye: hangUp('Goodbye.') },
})
