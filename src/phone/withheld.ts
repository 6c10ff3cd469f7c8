/** ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE, spelled on a keypad. */
const SPELLED = ['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']

/**
 * Whether what the network says of a caller tells nobody who it is: a word such as `anonymous`, the same spelled on a keypad,
 * or nothing.
 *
 * Source: reference twiml-voice.md §3; `+266696687` is observed, the others are told of by strangers only.
 */
export const isWithheld = (from: string): boolean => !/^\+\d|:/.test(from) || SPELLED.includes(from)
