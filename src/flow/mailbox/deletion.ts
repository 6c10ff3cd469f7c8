import type { TaskDue } from '../step-behaviour.ts'

/** The kind of the task that deletes a recording at the network. */
export const DELETION_TASK = 'delete-recording'

/** A recording is to be deleted at the network, once. */
export const deletionOf = (recordingSid: string): TaskDue => ({
  kind: 'task-due',
  task: DELETION_TASK,
  key: `${DELETION_TASK}/${recordingSid}`,
  about: { recordingSid },
})
