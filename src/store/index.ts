/** What outlives a process: sessions, answers, messages, recordings; on PGlite or PostgreSQL. */
export { type DataFolder, openDataFolder } from './data-folder.ts'
export type { DatabasePlace } from './database.ts'
export type { Message } from './messages.ts'
export type { AnnouncedRecording, Recordings } from './recordings.ts'
export { openStore, type Store } from './store.ts'
export { StoreError } from './store-error.ts'
export type { Task, Tasks } from './tasks.ts'
export type { FinishedTurn } from './turns.ts'
