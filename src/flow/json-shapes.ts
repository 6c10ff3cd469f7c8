/** Parts that many steps have in common, as JSON has them. */
import { z } from 'zod'

export const targetShape = z.string()
export const secondsShape = z.number().optional()
export const secretShape = z.strictObject({ secret: z.string().regex(/^[A-Z][A-Z0-9_]*$/) })
export const numberShape = z.union([z.string(), secretShape])

const spokenShape = z.strictObject({
  value: z.union([z.string(), z.number(), z.strictObject({ data: z.string() })]),
  as: z.enum(['words', 'date', 'time', 'digits', 'letters', 'money', 'number']),
  currency: z.string().length(3).optional(),
})

export const labelShape = z.union([z.string(), z.strictObject({ languages: z.record(z.string(), z.string()) })])

export const promptShape: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ audio: z.url({ protocol: /^https?$/ }), says: z.string().optional() }),
    z.strictObject({ ssml: z.array(z.union([z.string(), z.looseObject({ verb: z.string() })])) }),
    z.strictObject({ languages: z.record(z.string(), promptShape) }),
    z.strictObject({ phrase: z.string() }),
    z.strictObject({ silenceSeconds: z.number().min(1).max(60) }),
    z.strictObject({ sentence: z.array(z.union([z.string(), spokenShape])) }),
    spokenShape,
    z.array(promptShape),
  ]),
)

export const jsonShape = z.json()
