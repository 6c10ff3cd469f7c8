import type { Flow } from '../define.ts'
import { allWordsOf } from '../prompt.ts'
import { behaviourOf } from '../steps/behaviour.ts'
import type { FlowFinding } from './rule.ts'

/** What basic voices speak at most. Source: reference twiml-voice.md §4.1, documented. */
const MOST_CHARACTERS = 4096

/** No prompt is longer than the network speaks. */
export function promptTooLong(flow: Flow): readonly FlowFinding[] {
  return Object.entries(flow.steps).flatMap(([name, step]) =>
    behaviourOf(step)
      .prompts(step)
      .flatMap(({ at, prompt }) =>
        allWordsOf(prompt, flow.phrases)
          .filter((words) => words.length > MOST_CHARACTERS)
          .map((words) => ({
            code: 'PROMPT_TOO_LONG' as const,
            severity: 'error' as const,
            at: `${flow.name}/${name}/${at}`,
            message: `This prompt has ${words.length} characters; the network speaks at most ${MOST_CHARACTERS} and says nothing beyond that.`,
            help: 'Shorten it, or divide it into several steps.',
          })),
      ),
  )
}
