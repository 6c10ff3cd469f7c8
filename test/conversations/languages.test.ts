import { defineFlow, inLanguages, menu, transfer, voicemail } from 'hookswitch/flow'
import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const DESK = '+12025550101'
const both = (english: string, spanish: string) => inLanguages({ 'en-US': english, 'es-US': spanish })

const definition = {
  start: 'welcome',
  steps: {
    welcome: menu({
      greeting: both('Welcome to the clinic.', 'Bienvenido a la clínica.'),
      prompt: both(
        'Say appointments, or press 1. Say message, or press 2.',
        'Diga citas, u oprima 1. Diga mensaje, u oprima 2.',
      ),
      speech: true,
      choices: {
        1: { label: 'appointments', then: 'desk', synonyms: ['citas', 'appointment'] },
        2: { label: 'message', then: 'message', synonyms: ['mensaje'] },
      },
      mistake: [both('I did not understand.', 'No entendí.')],
      otherwise: 'message',
    }),
    desk: transfer({ announce: both('One moment.', 'Un momento.'), to: DESK, unanswered: 'message' }),
    message: voicemail({ mailbox: 'clinic', greeting: both('Leave a message.', 'Deje un mensaje.') }),
  },
} as const

const clinic = defineFlow('clinic', definition)
const clinica = defineFlow('clinica', { ...definition, language: 'es-US' })

describe('a clinic that understands speech', () => {
  test('connects a caller who says what he wants', async () => {
    const { caller, callee } = await ringUp(clinic)
    const desk = callee(DESK, 'desk')
    desk.answers()

    await caller.hears('Welcome to the clinic.')
    await caller.hears('Say appointments, or press 1.')
    caller.says('An appointment, please.')
    await caller.hears('One moment.')

    await expect(caller).toBeTalkingTo(desk)
  })

  test('asks again when it did not understand, and takes the key instead', async () => {
    const { caller } = await ringUp(clinic)
    await caller.hears('Say appointments')
    caller.says('What a lovely day')
    await caller.hears('I did not understand.')
    await caller.hears('Say appointments')
    caller.presses(2)
    await caller.hears('Leave a message.')
  })

  test('asks again a caller who says two things at once', async () => {
    const { caller } = await ringUp(clinic)
    await caller.hears('Say appointments')
    caller.says('appointments or message')
    await caller.hears('I did not understand.')
    expect(caller).toHaveDialled([])
  })
})

describe('its Spanish line', () => {
  test('speaks Spanish, listens in Spanish, and takes a message', async () => {
    const { caller, mailbox, exchange } = await ringUp(clinica)

    await caller.hears('Bienvenido a la clínica.')
    await caller.hears('Diga citas')
    caller.says('Mensaje')
    await caller.hears('Deje un mensaje.')
    caller.says('Llámeme, por favor', { seconds: 3 })
    caller.hangsUp()

    await expect(mailbox('clinic')).toHaveReceived({ seconds: 3 })
    const { events } = exchange.journal
    const spoken = events.flatMap((event) =>
      event.kind === 'prompt-started' && event.prompt.kind === 'speech' ? [event.prompt.language] : [],
    )
    expect([...new Set(spoken)]).toEqual(['es-US'])
    const [menuAnswer] = events.flatMap((event) => (event.kind === 'answer-received' ? [event.body] : []))
    expect(menuAnswer).toMatch(/<Gather [^>]*input="dtmf speech"[^>]*language="es-US"/)
  })
})
