/** A store that could not keep its promise. The message says what happened, where, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type StoreErrorCode = 'DATABASE_NEWER' | 'DATABASE_UNREACHABLE' | 'DATA_FOLDER_IN_USE' | 'DATA_FOLDER_UNUSABLE'
