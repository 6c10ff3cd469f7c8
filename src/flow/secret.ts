/** The name of an environment variable in place of a value that may not stand in a flow. */
export interface Secret {
  readonly secret: string
}

/**
 * A value that comes from the environment at run time: `secret('SALES_PHONE')`.
 *
 * Where it stands says what it has to hold: a `pin` 4 to 10 digits, a `url`, `token` or `secret` any text, everything else
 * a phone number.
 *
 * @param name upper-case letters, digits and `_`; each may also be given as a file named by `NAME_FILE`
 */
export const secret = (name: string): Secret => ({ secret: name })

/** Whether a value is the name of a secret rather than the value itself. */
export const isSecret = (value: unknown): value is Secret =>
  typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string'
