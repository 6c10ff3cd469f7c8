/** A line in several languages: chosen once, and everything follows. */
import {
  ask,
  checkFlow,
  chooseLanguage,
  defineFlow,
  fromData,
  hangUp,
  inLanguages,
  menu,
  phrase,
  say,
  sentence,
  set,
  spoken,
  transfer,
} from 'hookswitch/flow'
import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const DESK = '+12025550101'
const both = (english: string, spanish: string) => inLanguages({ 'en-US': english, 'es-US': spanish })

const clinic = defineFlow('clinic', {
  start: 'language',
  voice: { 'en-US': 'Polly.Joanna', 'es-US': 'Polly.Lupe' },
  phrases: {
    welcome: both('Welcome to the clinic.', 'Bienvenido a la clínica.'),
    bye: both('Thank you. Goodbye.', 'Gracias. Adiós.'),
  },
  pronunciations: { Nguyen: 'win', Dr: { ipa: 'ˈdɑktər' } },
  steps: {
    language: chooseLanguage({ languages: { 1: 'en-US', 2: 'es-US' }, then: 'welcome' }),
    welcome: say(phrase('welcome'), { then: 'menu' }),
    menu: menu({
      choices: {
        1: { label: both('appointments', 'citas'), then: 'day' },
        2: { label: both('the desk', 'la recepción'), then: 'desk' },
        9: { label: both('another language', 'otro idioma'), then: 'language' },
      },
      speech: true,
      otherwise: 'desk',
    }),
    day: ask({
      prompt: both('Which day?', '¿Qué día?'),
      for: { answer: 'date' },
      into: 'day',
      then: 'told',
      otherwise: 'desk',
    }),
    told: say(
      inLanguages({
        'en-US': sentence`See you on ${spoken.date(fromData('day'))}.`,
        'es-US': sentence`Hasta el ${spoken.date(fromData('day'))}.`,
      }),
      { then: 'bye' },
    ),
    desk: transfer({ to: DESK, unanswered: 'bye' }),
    bye: hangUp(phrase('bye')),
  },
})

const saysOf = ({ exchange }: RungLine) =>
  exchange.journal.events.flatMap((event) =>
    event.kind === 'prompt-started' && event.prompt.kind === 'speech' ? [event.prompt] : [],
  )

describe('a caller of a line in two languages', () => {
  test('is asked in each, and chooses', async () => {
    const line = await ringUp(clinic)
    await line.caller.hears('For English, press 1.')
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Bienvenido a la clínica.')
    await line.caller.hears('Para citas, pulse 1.')

    const [english, , welcome] = saysOf(line)
    expect(english).toMatchObject({ language: 'en-US', voice: 'Polly.Joanna' })
    expect(welcome).toMatchObject({ language: 'es-US', voice: 'Polly.Lupe' })
  })

  test('is understood, and told dates and what went wrong, in that language', async () => {
    const line = await ringUp(clinic, { at: '2026-11-23T10:00-05:00' })
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Para citas, pulse 1.')
    line.caller.presses(5)
    await line.caller.hears('Esa tecla no es una de las opciones.')
    await line.caller.hears('Para citas, pulse 1.')
    line.caller.says('citas')
    await line.caller.hears('¿Qué día?')
    for (const digit of '2512') line.caller.presses(Number(digit))
    line.caller.presses('#')
    await line.caller.hears('viernes, 25 de diciembre de 2026')
    line.caller.presses(1)
    await line.caller.hears('Hasta el viernes, 25 de diciembre de 2026.')
    await line.caller.hears('Gracias. Adiós.')
  })

  test('who hears that nobody is free hears it in that language', async () => {
    const line = await ringUp(clinic)
    line.callee(DESK).isBusy()
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Para la recepción, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('En este momento nadie puede atender su llamada.')
  })

  test('is not asked again the next time', async () => {
    const line = await ringUp(clinic)
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Bienvenido')
    line.caller.hangsUp()

    const again = line.anotherCaller('+12025550199')
    await again.hears('Bienvenido a la clínica.')
    expect(again.heard()[0]).toBe('Bienvenido a la clínica.')
  })

  test('may choose again in the same call', async () => {
    const line = await ringUp(clinic)
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Para otro idioma, pulse 9.')
    line.caller.presses(9)
    await line.caller.hears('For English, press 1.')
    line.caller.presses(1)
    await line.caller.hears('Welcome to the clinic.')
  })

  test('with a withheld number is asked each time', async () => {
    const line = await ringUp(clinic, { from: 'anonymous' })
    await line.caller.hears('Para español, pulse 2.')
    line.caller.presses(2)
    await line.caller.hears('Bienvenido')
    line.caller.hangsUp()
    await line.anotherCaller('anonymous').hears('For English, press 1.')
  })

  test('who says nothing goes on in the language of the line', async () => {
    const { caller } = await ringUp(clinic)
    await caller.hears('For English, press 1.')
    await caller.staysSilent(seconds(4))
    await caller.hears('For English, press 1.')
    await caller.hears('Welcome to the clinic.')
  })

  test('who presses a key that is none is asked once more', async () => {
    const { caller } = await ringUp(clinic)
    await caller.hears('For English, press 1.')
    caller.presses(7)
    await caller.hears('For English, press 1.')
    caller.presses(2)
    await caller.hears('Bienvenido')
  })
})

describe('values in prompts', () => {
  const told = (...parts: Parameters<typeof say>[0][]) =>
    defineFlow('told', {
      start: 'know',
      steps: {
        know: set({ name: 'Ann <b> & Nguyen', customer: { owes: 1250 }, code: 'ab12' }, { then: 'tell' }),
        tell: say(parts, { then: 'bye' }),
        bye: hangUp('Goodbye.'),
      },
      pronunciations: { Nguyen: 'win', 'Dr Who': { ipa: 'hu' } },
    })

  test('are said in words, and nothing in them is markup', async () => {
    const { caller } = await ringUp(
      told(sentence`${spoken.words(fromData('name'))}, you owe ${spoken.money(fromData('customer.owes'), 'USD')}.`),
    )
    await caller.hears('Ann <b> & win, you owe $12.50.')
  })

  test('are digits and letters one by one, times and dates as people say them', async () => {
    const { caller } = await ringUp(
      told(
        sentence`Code ${spoken.letters(fromData('code'))}, number ${spoken.digits('202-555')}, at ${spoken.time('15:30')}`,
        sentence`on ${spoken.date('2026-12-25')}, ${spoken.number(1200)} of us${spoken.words(fromData('nobody'))}.`,
      ),
    )
    await caller.hears('Code A, B, 1, 2, number 2 0 2 5 5 5, at 3:30 PM')
    await caller.hears('on Friday, December 25, 2026, 1,200 of us.')
  })

  test('words that voices get wrong are said by their sounds', async () => {
    const line = await ringUp(told('Dr Who and Nguyens see you.'))
    await line.caller.hears('Dr Who and Nguyens see you.')
    const [body] = line.exchange.journal.events.flatMap((event) =>
      event.kind === 'answer-received' ? [event.body] : [],
    )
    expect(body).toContain('<phoneme alphabet="ipa" ph="hu">Dr Who</phoneme> and Nguyens see you.')
  })
})

describe('the checks', () => {
  test('find nothing to say of a line that speaks both languages throughout', () => {
    expect(checkFlow(clinic)).toEqual([])
  })

  test('name what a caller would hear in the wrong language, and phrases that are not there', () => {
    const flow = defineFlow('half', {
      start: 'language',
      phrases: { welcome: 'Welcome.' },
      steps: {
        language: chooseLanguage({ languages: { 1: 'en-US', 2: 'es-US' }, then: 'welcome' }),
        welcome: say(phrase('welcome'), { then: 'menu' }),
        menu: menu({ choices: { 1: { label: 'sales', then: 'bye' } }, otherwise: 'bye' }),
        bye: hangUp(phrase('by')),
      },
    })
    expect(checkFlow(flow).map(({ code, at, message }) => `${code} ${at}: ${message}`)).toEqual([
      'PHRASE_MISSING half/bye/says: There is no phrase "by".',
      'TRANSLATION_MISSING half/welcome/says: This has no words in es-US, which a caller may choose.',
      'TRANSLATION_MISSING half/menu/choices.1.label: This has no words in es-US, which a caller may choose.',
    ])
  })

  test('tell how long it takes until a caller hears of his choice', () => {
    const long = 'Please listen carefully, as our options have changed since you called us last. '.repeat(6)
    const flow = defineFlow('slow', {
      start: 'intro',
      steps: {
        intro: say(long, { then: 'menu' }),
        menu: menu({ choices: { 1: { label: 'billing', then: 'bye' } }, otherwise: 'bye' }),
        bye: hangUp('Goodbye.'),
      },
    })
    expect(checkFlow(flow).map(({ message }) => message)).toEqual(['It takes 33 s until a caller hears of "billing".'])
  })
})
