import type { Json } from '../flow/index.ts'

/** What a task about a message says; an absent text is empty. */
export interface AboutMessage {
  readonly mailbox: string
  readonly recordingSid: string
  /** Whom to tell, where there are several. */
  readonly to: string
}

/** Reads what a task is about. */
export function readAbout(about: Json): AboutMessage {
  const given = typeof about === 'object' && about !== null ? about : {}
  return { mailbox: '', recordingSid: '', to: '', ...(given as Partial<AboutMessage>) } // written by our own tasks
}
