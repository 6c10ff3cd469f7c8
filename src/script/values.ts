/** The values that words of a script take. Every scalar comes as it is written: `+1202…` and `0012` stay as they are. */
import { z } from 'zod'
import { isE164 } from '../phone/e164.ts'
import { didYouMean } from './did-you-mean.ts'
import { keyword } from './read-yaml.ts'

/** Words or digits; editors may hold them for a number. */
export const text = z.union([z.string(), z.number()]).transform(String)

/** A number in E.164, or an address that Dial knows. */
export const address = text
  .refine((value) => isE164(value) || /^(sips?|client):\S+$/.test(value), {
    error: 'This is not a phone number in international form: + and country code, such as +12025550100.',
  })
  .describe('A phone number in international form, or sip:… or client:….')

/** `true` or `false`, in any case. */
export const flag = z.union([z.boolean(), z.string()]).transform((value, context) => {
  const word = String(value).toLowerCase()
  if (word === 'true' || word === 'yes') return true
  if (word === 'false' || word === 'no') return false
  context.addIssue(`"${value}" is neither yes nor no.`)
  return z.NEVER
})

/** A number that is no phone's. */
export const amount = (lowest: number, highest: number) =>
  z.union([z.number(), z.string()]).transform((value, context) => {
    const number = String(value).trim() === '' ? Number.NaN : Number(value)
    if (number >= lowest && number <= highest) return number
    context.addIssue(`"${value}" is not a number from ${lowest} to ${highest}.`)
    return z.NEVER
  })

/** One of these words, in any case. */
export const oneOf = <const W extends string>(words: readonly W[]) =>
  z
    .string()
    .transform((value, context) => {
      const found = words.find((word) => keyword(word) === keyword(value))
      if (found !== undefined) return found
      context.addIssue(`"${value}" is not one of ${words.join(', ')}.${didYouMean(value, words)}`)
      return z.NEVER
    })
    .meta({ enum: [...words] })
