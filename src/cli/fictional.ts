/**
 * A number of the North American range kept for fiction; nobody can be reached there by mistake.
 *
 * @param index 0 to 99
 */
export const fictional = (index: number): string => `+1202555${String(100 + index).padStart(4, '0')}`
