import { describe, expect, test } from 'vitest'
import {
  advise,
  dial,
  gather,
  hangup,
  pause,
  record,
  recording,
  redirect,
  reject,
  response,
  say,
  start,
  type Verb,
} from './index.ts'

const advised = (...verbs: readonly Verb[]) => advise(response(...verbs)).map(({ code, at }) => `${code} ${at}`)

describe('an author is told', () => {
  test('which verb is never reached, and why', () => {
    expect(advise(response(say('Bye.'), redirect('/next'), say('One.'), hangup()))).toEqual([
      {
        code: 'TWIML_UNREACHABLE',
        severity: 'warning',
        message: '<Say> is never reached: <Redirect> before it does not come back.',
        help: 'Delete it, or move it into the document that is asked for next.',
        at: 'Response/Say[2]',
      },
    ])
    expect(advised(dial('+12025550101', { action: '/after' }), hangup())).toEqual([
      'TWIML_UNREACHABLE Response/Hangup[1]',
    ])
    expect(advised(gather({ action: '/a', actionOnEmptyResult: true }), pause())).toEqual([
      'TWIML_UNREACHABLE Response/Pause[1]',
    ])
  })

  test('that a silent caller is cut off', () => {
    expect(advised(gather({ action: '/menu' }, [say('Press 1.')]))).toEqual(['TWIML_SILENT_END Response/Gather[1]'])
  })

  test('that a document asks for itself', () => {
    expect(advised(gather(), redirect('/again'))).toEqual(['TWIML_ASKS_ITSELF Response/Gather[1]'])
    expect(advised(say('After the beep.'), record())).toEqual(['TWIML_ASKS_ITSELF Response/Record[1]'])
  })

  test('that a call is refused too late, ends before it began, or leaves its keys in a log', () => {
    expect(advised(pause(), reject())).toEqual(['TWIML_LATE_REJECT Response/Reject[1]'])
    expect(advised(start(recording()))).toEqual(['TWIML_STARTS_AND_ENDS Response/Start[1]'])
    expect(advised(gather({ action: '/pin', method: 'GET' }), redirect('/again'))).toEqual([
      'TWIML_KEYS_IN_ADDRESS Response/Gather[1]',
    ])
  })
})

test('a document that leaves no caller in silence needs no advice', () => {
  expect(advised(gather({ action: '/menu' }, [say('Press 1.')]), redirect('/menu'))).toEqual([])
  expect(advised(dial('+12025550101'), say('Nobody answered.'))).toEqual([])
  expect(advised(reject('busy'))).toEqual([])
})
