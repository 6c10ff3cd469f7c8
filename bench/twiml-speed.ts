/**
 * How fast a menu is made, written, read and checked, beside the official client library writing the same.
 *
 * Run with `node bench/twiml-speed.ts [rounds]`. Ratios on one machine in one run say more than the times.
 */
import twilio from 'twilio'
import { check, gather, parse, redirect, render, response, say } from '../src/twiml/index.ts'

const rounds = Number(process.argv[2]) || 50_000
const words = 'Welcome to Acme Corp. For sales, press 1. For support, press 2. To leave a message, press 3.'
const options = { action: '/voice/acme/welcome?turn=1', numDigits: 1, timeout: 5 }

const make = () => response(gather(options, [say(words, { voice: 'alice' })]), redirect('/voice/acme/welcome?turn=1'))
const menu = make()
const written = render(menu)

function writeWithLibrary(): string {
  const voice = new twilio.twiml.VoiceResponse()
  voice.gather(options).say({ voice: 'alice' }, words)
  voice.redirect('/voice/acme/welcome?turn=1')
  return voice.toString()
}

function microseconds(work: () => unknown): number {
  for (let round = 0; round < rounds / 5; round++) work()
  const began = performance.now()
  for (let round = 0; round < rounds; round++) work()
  return ((performance.now() - began) * 1000) / rounds
}

const jobs: readonly (readonly [name: string, work: () => unknown])[] = [
  ['make', make],
  ['render', () => render(menu)],
  ['make and render', () => render(make())],
  ['the library makes and writes', writeWithLibrary],
  ['parse', () => parse(written)],
  ['check', () => check(menu)],
]
const library = microseconds(writeWithLibrary)
for (const [name, work] of jobs) {
  const time = microseconds(work)
  console.log(
    `${name.padEnd(30)} ${time.toFixed(2).padStart(8)} µs   ${(library / time).toFixed(1).padStart(6)} × the library`,
  )
}
