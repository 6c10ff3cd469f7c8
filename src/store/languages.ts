/**
 * Languages: which one somebody has chosen to be spoken to in.
 */
import type { OpenDatabase } from './database.ts'

export interface Languages {
  /** The BCP 47 tag that the owner of a number has chosen last, undefined for nobody we know. */
  find(caller: string): Promise<string | undefined>
}

/** The languages of a database; they are written by the effect `language-chosen`. */
export function createLanguages({ db }: OpenDatabase): Languages {
  return {
    async find(caller) {
      const found = db.selectFrom('languages').select('language').where('caller', '=', caller)
      return (await found.executeTakeFirst())?.language
    },
  }
}
