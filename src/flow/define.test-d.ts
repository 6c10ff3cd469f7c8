/** What must not compile. This file is looked at by the compiler only. */
import { defineFlow, goTo, hangUp, menu, say, transfer, voicemail } from './index.ts'

defineFlow('good', {
  start: 'welcome',
  steps: {
    welcome: menu({ choices: { 1: { label: 'sales', then: 'sales' } }, otherwise: 'bye' }),
    sales: transfer({ to: '+12025550101', unanswered: 'message', afterwards: 'bye' }),
    message: voicemail({ mailbox: 'front-desk', then: 'hours' }),
    hours: say('We are open from nine to five.', { then: 'bye' }),
    again: goTo('welcome'),
    bye: hangUp(),
  },
})

// @ts-expect-error the start is not a step
defineFlow('bad', { start: 'welcom', steps: { welcome: hangUp() } })

defineFlow('bad', {
  start: 'welcome',
  // @ts-expect-error a choice leads to a step that does not exist
  steps: { welcome: menu({ choices: { 1: { label: 'sales', then: 'slaes' } }, otherwise: 'bye' }), bye: hangUp() },
})

// @ts-expect-error a transfer leads to a step that does not exist
defineFlow('bad', { start: 'sales', steps: { sales: transfer({ to: '+12025550101', unanswered: 'mesage' }) } })

// @ts-expect-error a voicemail leads to a step that does not exist
defineFlow('bad', { start: 'a', steps: { a: voicemail({ mailbox: 'x', then: 'b' }) } })

// @ts-expect-error a goTo leads to a step that does not exist
defineFlow('bad', { start: 'a', steps: { a: goTo('b') } })

// @ts-expect-error the last resort is not a step
defineFlow('bad', { start: 'a', steps: { a: hangUp() }, lastResort: 'b' })

// @ts-expect-error a menu without a way out for those who make no choice
menu({ choices: { 1: { label: 'sales', then: 'sales' } } })

// @ts-expect-error a transfer that does not say what happens when nobody answers
transfer({ to: '+12025550101' })

// @ts-expect-error there is no such key on a phone
menu({ choices: { 11: { label: 'sales', then: 'sales' } }, otherwise: 'bye' })

// @ts-expect-error a say that leads nowhere
say('Hello.')
