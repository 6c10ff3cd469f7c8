/** What the JSON schemas of the page's API are made of. */

export const text = { type: 'string' } as const
export const yes = { type: 'boolean' } as const
export const whole = { type: 'integer' } as const

export const listOf = <const T extends object>(items: T) => ({ type: 'array', items }) as const
export const orNull = <const T extends object>(schema: T) => ({ anyOf: [{ type: 'null' }, schema] }) as const
export const shape = <const P extends Record<string, object>>(
  properties: P,
  optional: readonly (keyof P & string)[] = [],
) => ({
  type: 'object' as const,
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
})

export const problem = shape({ error: shape({ code: text, message: text, help: text }) })
export const nothing = { type: 'null', description: 'Done.' } as const
