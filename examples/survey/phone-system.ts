/**
 * A survey after a visit: three questions, as a script, and a thank-you by text message. What was answered is remembered, also
 * when the caller hangs up in the middle.
 */
import { branch, defineFlow, hangUp, message, script } from 'hookswitch/flow'

/** Where answers go: replace it by a system of yours. */
const kept: { readonly callSid: string; readonly answers: object }[] = []

const rating = (prompt: string) => ({
  prompt,
  for: {
    answer: 'one-of',
    choices: {
      1: { label: 'very good' },
      2: { label: 'good', synonyms: ['fine', 'okay'] },
      3: { label: 'not good', synonyms: ['bad', 'poor'] },
    },
  } as const,
})

export const survey = defineFlow('survey', {
  start: 'ask',
  steps: {
    ask: script({
      async run(call) {
        const answers: { visit?: string; waiting?: string; words?: string } = {}
        await call.say('Thank you for your time. There are three questions.')
        try {
          answers.visit =
            (await call.ask(rating('How was your visit? For very good, press 1. For good, 2. For not good, 3.'))) ??
            'none'
          answers.waiting = (await call.ask(rating('How was the time you waited? Again, 1, 2 or 3.'))) ?? 'none'
          answers.words =
            (await call.ask({
              prompt: 'What should we do better? Please say it in a few words.',
              for: { answer: 'words' },
              attempts: 2,
            })) ?? ''
        } finally {
          await call.run('keep the answers', ({ key }) => {
            if (!kept.some(({ callSid }) => callSid === key)) kept.push({ callSid: key, answers })
          })
          await call.remember({ visit: answers.visit ?? null })
        }
      },
      then: 'how-was-it',
    }),
    'how-was-it': branch({ cases: [{ when: { data: 'visit', is: '3' }, then: 'sorry' }], otherwise: 'text' }),
    sorry: hangUp('We are sorry to hear that. Somebody will call you back. Goodbye.'),
    text: message({ text: 'Thank you for telling us how we did.', then: 'thanks' }),
    thanks: hangUp('Thank you very much. Goodbye.'),
  },
})
