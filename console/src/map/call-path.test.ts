import { describe, expect, test } from 'vitest'
import type { Conversation, WireRow } from '../feed/conversation.ts'
import { callPath, placeOf } from './call-path.ts'

const asked = (url: string, body = ''): WireRow => ({
  requestId: url,
  callSid: 'CA1',
  purpose: 'action',
  method: 'POST',
  url: `https://phones.example${url}`,
  parameters: [],
  signedText: '',
  signature: '',
  attempt: 1,
  sentAt: 0,
  answer: { status: 200, contentType: 'text/xml', body },
  verbs: [],
  findings: [],
})
const call = (...wire: WireRow[]): Conversation => ({ callSid: 'CA1', startedAt: 0, legs: [], lines: [], wire })
const startOf = () => 'welcome'

describe('the path of a call', () => {
  test('begins in the room the flow starts with', () => {
    const path = callPath(call(asked('/voice/acme', '<Gather action="/voice/acme/welcome?turn=1">')), startOf)
    expect(path).toEqual({ flow: 'acme', steps: ['welcome'] })
  })

  test('goes on to the room whose document the app answered with', () => {
    const path = callPath(
      call(
        asked('/voice/acme', '<Gather action="/voice/acme/welcome?turn=1">'),
        asked('/voice/acme/welcome?turn=1', '<Dial action="/voice/acme/sales?turn=2">'),
        asked('/voice/acme/sales?turn=2', '<Record action="/voice/acme/message?turn=3"/>'),
      ),
      startOf,
    )
    expect(path).toEqual({ flow: 'acme', steps: ['welcome', 'sales', 'message'] })
  })

  test('is unknown for an app that is no flow of ours', () => {
    expect(callPath(call(asked('/ivr.php')), startOf)).toBeUndefined()
  })
})

test('an address names its flow and its step, escapes undone', () => {
  expect(placeOf('/voice/acme/front%20desk?turn=2')).toEqual({ flow: 'acme', step: 'front desk' })
})
