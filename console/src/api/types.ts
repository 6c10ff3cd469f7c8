/** The shapes of the console's API and of the exchange's, as far as the page uses them. */
import type { CallDirection, CallStatus, JournalEvent } from '../../../src/exchange/journal-event.ts'

export interface System {
  readonly name: string
  readonly version: string
  readonly mode: 'development' | 'production'
  readonly hasExchange: boolean
  readonly lines: readonly { readonly number: string; readonly flow: string; readonly title: string }[]
  readonly callees: readonly { readonly label: string; readonly number: string }[]
  readonly callerNumber: string
}

interface FlowFinding {
  readonly code: number | string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly help?: string
  readonly at?: string
}

export interface FlowStep {
  readonly name: string
  readonly kind: string
  readonly title: string
  readonly says?: string
}

export interface Flow {
  readonly name: string
  readonly start: string
  readonly steps: readonly FlowStep[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[]
  readonly findings: readonly FlowFinding[]
}

export interface Message {
  readonly id: string
  readonly mailbox: string
  readonly from: string
  readonly callSid: string
  /** When it was left, milliseconds since 1970. */
  readonly at: number
  readonly seconds: number
  readonly status: 'saved' | 'waiting-for-audio' | 'audio-lost'
  readonly isHeard: boolean
  readonly text?: string
}

export interface Call {
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  readonly parentCallSid?: string
}

/** What the person whose phone rings does about it. */
export type Reaction = 'person' | 'busy' | 'declined' | 'ignored' | 'voicemail'

export type { JournalEvent }
