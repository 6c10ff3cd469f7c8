/** Whether a text is an id as the database makes them. One that is not is nobody's, and no mistake of the database either. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
