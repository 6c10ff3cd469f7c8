import { describe, expect, test } from 'vitest'
import { describeMistake } from './mistake.ts'
import { readScript } from './read-script.ts'

/** The mistakes of a text as they are printed. */
function mistakesIn(source: string): string {
  const read = readScript(source, 'sales.call.yaml')
  if (read.kind === 'script') return 'no mistakes'
  return read.mistakes.map((mistake) => describeMistake(mistake, source)).join('\n')
}

/** A script whose only call has these steps. */
const withSteps = (steps: string) => `app: http://localhost:5000/voice
calls:
  - name: sales
    steps:
${steps.replace(/^/gm, '      ')}`

describe('a script', () => {
  test('is read with its defaults, its numbers as they were written and its words in any case', () => {
    const read = readScript(
      `
app: { URL: http://localhost:5000/voice, start: python app.py, Ready: /health }
at: 2026-11-23T08:59:00-05:00
parties: { +12025550101: { answers: 3s }, "+12025550102": Busy, +12025550103: { machine: { greeting: 8s } } }
calls:
  Sales Line:
    - Hears: Press 1
      within: 1500ms
    - presses: 0012
    - Stays Silent: 2 minutes
    - dials: [+12025550101, +12025550102]
      as: +12025550100
    - reaches a person within 30s
    - hears: /order \\d+/i
    - hangs-up: ~
    - recorded: 7s
`,
      'f.yaml',
    )
    expect(read).toMatchObject({
      kind: 'script',
      script: {
        app: { url: 'http://localhost:5000/voice', start: 'python app.py', ready: '/health' },
        calls: [
          {
            name: 'Sales Line',
            line: 6,
            from: '+12025550199',
            to: '+12025550100',
            at: Date.UTC(2026, 10, 23, 13, 59),
            isStrict: true,
            parties: {
              '+12025550101': { kind: 'answers', afterSeconds: 3 },
              '+12025550102': { kind: 'busy' },
              '+12025550103': { kind: 'machine', greetingSeconds: 8 },
            },
            steps: [
              { word: 'hears', line: 7, says: { hears: 'Press 1', within: 1500 } },
              { word: 'presses', line: 9, says: { presses: '0012' } },
              { word: 'stays silent', says: { 'stays silent': 120_000 } },
              { word: 'dials', says: { dials: ['+12025550101', '+12025550102'], as: '+12025550100' } },
              { word: 'reaches a person', says: { within: 30_000 } },
              { word: 'hears', says: { hears: /order \d+/i } },
              { word: 'hangs up' },
              { word: 'recorded', says: { recorded: { seconds: 7 } } },
            ],
          },
        ],
      },
    })
  })

  test('may list its calls, with steps and who takes part, or by their steps alone', () => {
    const read = readScript(
      'app: http://localhost/\nfrom: +12025550198\ncalls:\n  - name: a\n    from: +12025550197\n    steps: [ended]\n  - - ended\n',
      'f.yaml',
    )
    expect(read.kind === 'script' && read.script.calls).toMatchObject([
      { name: 'a', from: '+12025550197', line: 4 },
      { name: 'call 2', from: '+12025550198', line: 7 },
    ])
  })
})

describe('a mistake in a script', () => {
  test.each([
    ['an empty file', '', '1:1 A script says which app to call and what happens then. Begin with "app:" and "calls:".'],
    ['a word that is nearly one', withSteps('- heers: Press 1'), '5:9 There is no step "heers". Did you mean "hears"?'],
    [
      'a word that is none',
      withSteps('- sings: a song'),
      '5:9 There is no step "sings". Steps are: hears, does not hear, presses, says, stays silent, hangs up, dials, talks to, reaches a person, recorded, messages, requests, ended.',
    ],
    [
      'a modifier alone',
      withSteps('- within: 3s'),
      '5:9 "within" belongs to a step, and this one has no word of its own, such as "hears".',
    ],
    [
      'two words in one step',
      withSteps('- hears: Press 1\n  presses: 1'),
      '6:9 "hears" and "presses" are two steps. Let each begin with a dash.',
    ],
    [
      'a modifier that is nearly one',
      withSteps('- hears: Press 1\n  witin: 3s'),
      '6:9 "witin" is not understood here. Did you mean "within"?',
    ],
    [
      'a modifier of another word',
      withSteps('- presses: 1\n  confidence: 1'),
      '6:9 "confidence" is not understood here. Here may stand: presses, person.',
    ],
    ['a missing colon', withSteps('- talks to +12025550101'), '5:9 After "talks to" comes a colon: "talks to: …".'],
    ['nothing after the colon', withSteps('- hears:'), '5:9 "hears" needs something after its colon.'],
    [
      'a comment instead of a key',
      withSteps('- presses: #'),
      '5:9 "presses" needs something after its colon. In YAML a # begins a comment; put it in quotes: "#".',
    ],
    [
      'a reference to what stands elsewhere',
      withSteps('- hears: &greeting Welcome\n- hears: *greeting'),
      '6:16 "*greeting" would be what stands at "&greeting", and scripts have no such references. Write it out, or put it in quotes.',
    ],
    [
      'a star instead of a key',
      withSteps('- presses: *'),
      '5:18 A star alone is not a text in YAML. Put it in quotes: "*".',
    ],
    [
      'a key no phone has',
      withSteps('- presses: 1x'),
      '5:18 A phone has the keys 0-9, *, # and A-D. Put * and # in quotes, for YAML reads them otherwise.',
    ],
    [
      'a second colon',
      withSteps('- hears: Note: press 1'),
      '5:16 There is a second colon on this line. Put the text in quotes, or each word on a line of its own.',
    ],
    [
      'words after each other on one line',
      withSteps('- dials: +12025550101, who: busy'),
      '5:16 There is a second colon on this line. Put the text in quotes, or each word on a line of its own.',
    ],
    [
      'a wrong indentation',
      withSteps('- hears: Press 1\n - presses: 1'),
      '6:8 This line is not indented like its neighbours.',
    ],
    [
      'a list after a complete line',
      'app: http://localhost/\ncalls:\n  - name: sales\n    - hears: Press 1',
      '4:5 A list cannot begin here: the line above is complete. Write "steps:" before it, and indent the steps below that.',
    ],
    ['a tab', 'app: http://localhost/\ncalls:\n\t- name: sales', '3:1 A tab cannot indent. Use spaces.'],
    [
      'the same word twice',
      withSteps('- hears: Press 1\n  hears: Press 2'),
      '6:9 This word stands here twice. Steps that follow each other begin with a dash each.',
    ],
    [
      'an open quotation',
      withSteps('- hears: "Press 1'),
      '5:24 This text begins with a quotation mark that is never closed.',
    ],
    [
      'a number that is none',
      withSteps('- dials: 5550101'),
      '5:16 This is not a phone number in international form: + and country code, such as +12025550100.',
    ],
    [
      'a party that is nearly one',
      withSteps('- dials: +12025550101\n  who: bussy'),
      '6:14 "bussy" is not one of answers, busy, does not answer, rings, unreachable, machine, fax, silent. Did you mean "busy"?',
    ],
    [
      'a party described wrongly',
      withSteps('- dials: +12025550101\n  who: { answers: soon }'),
      '6:25 "soon" is not a length of time. Write 3s, 500ms or 2m.',
    ],
    [
      'a time that is none',
      withSteps('- stays silent: a while'),
      '5:23 "a while" is not a length of time. Write 3s, 500ms or 2m.',
    ],
    [
      'a pattern that is none',
      withSteps('- hears: /(/'),
      '5:16 This pattern cannot be read. Between slashes stands a regular expression.',
    ],
    [
      'a status that is nearly one',
      withSteps('- ended: complete'),
      '5:16 "complete" is not one of completed, busy, failed, no-answer, canceled. Did you mean "completed"?',
    ],
    ['a script without calls', 'app: http://localhost/', '1:1 "calls" is missing.'],
    ['a call without steps', 'app: http://localhost/\ncalls:\n  - name: sales', '3:5 "steps" is missing.'],
    [
      'a call with an empty list',
      'app: http://localhost/\ncalls:\n  sales: []',
      '3:10 A call needs at least one step.',
    ],
    [
      'an address that is none',
      'app: localhost:5000\ncalls:\n  sales:\n    - hears: Press 1',
      '1:6 This is not a voice URL. Write it in full: http://localhost:5000/voice.',
    ],
    [
      'a word of the script that is nearly one',
      'app: http://localhost/\nlin: +12025550100\ncalls:\n  sales:\n    - ended',
      '2:1 "lin" is not understood here. Did you mean "line"?',
    ],
    [
      'a word of the app that is nearly one',
      'app: { url: http://localhost/, strat: x }\ncalls:\n  sales:\n    - ended',
      '1:32 "strat" is not understood here. Did you mean "start"?',
    ],
    [
      'two calls of one name',
      'app: http://localhost/\ncalls:\n  - { name: a, steps: [ended] }\n  - { name: a, steps: [ended] }',
      '4:5 There are two calls named "a". Give each its own name.',
    ],
    [
      'a moment without its offset',
      'app: http://localhost/\nat: 2026-11-23T08:59\ncalls:\n  sales:\n    - ended',
      '2:5 "2026-11-23T08:59" is not a moment with its offset from UTC. Write 2026-11-23T08:59:00-05:00.',
    ],
    [
      'an expectation after the hang-up',
      withSteps('- hangs up\n- hears: Goodbye'),
      '6:9 "hears" cannot come true: the caller hung up on line 5.',
    ],
    [
      'an expectation after the end',
      withSteps('- ended\n- dials: +12025550101'),
      '6:9 "dials" cannot come true: the call has ended on line 5.',
    ],
    [
      'a talk with who is busy',
      withSteps('- dials: +12025550101\n  who: busy\n- talks to: +12025550101'),
      '7:9 "talks to" cannot come true: this number is busy.',
    ],
  ])('is told with its place: %s', (_what, source, told) => {
    const read = readScript(source, 'sales.call.yaml')
    expect(
      read.kind === 'mistakes' && read.mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`),
    ).toEqual([told])
  })

  test('does not hide the others', () => {
    expect(mistakesIn(withSteps('- heers: Press 1\n- presses: x\n- ended: gone'))).toMatchInlineSnapshot(`
      "sales.call.yaml:5:9  There is no step "heers". Did you mean "hears"?
          5 |       - heers: Press 1
            |         ^
      sales.call.yaml:6:18  A phone has the keys 0-9, *, # and A-D. Put * and # in quotes, for YAML reads them otherwise.
          6 |       - presses: x
            |                  ^
      sales.call.yaml:7:16  "gone" is not one of completed, busy, failed, no-answer, canceled.
          7 |       - ended: gone
            |                ^"
    `)
  })
})
