import { z } from 'zod'
import { bareWords, callSchema, scriptSchema, stepSchemas } from './schema.ts'

/**
 * The JSON Schema of call scripts, for editors: words in lower case, as they are documented.
 *
 * Looser than what `hookswitch test` takes only in that what no call can meet is not seen.
 */
export function callScriptSchema(): object {
  const step = z.union([
    z.string().meta({
      // With a time limit, too: `reaches a person within 30s`.
      pattern: `^(${bareWords.join('|')})( within .+)?$`,
      description: 'A word that needs nothing after it.',
    }),
    ...Object.values(stepSchemas),
  ])
  const steps = z.array(step).min(1)
  const call = callSchema.extend({ steps }).describe('A call with its name, who takes part, and its steps.')
  const unnamed = callSchema.omit({ name: true }).extend({ steps })
  const calls = z.union([
    z.array(z.union([call, steps])).min(1),
    z.record(z.string(), z.union([steps, unnamed])).describe('Calls by their names.'),
  ])
  const schema = z.toJSONSchema(scriptSchema.extend({ calls }), { io: 'input' })
  return { ...schema, title: 'Call script', description: 'Phone calls to an app, played by hookswitch test.' }
}
