/** What the network does on Gather: it listens. Source: reference twiml-voice.md §4.4. */
import { type Gather, gatherDefaults } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { standardParameters } from '../request/wire.ts'
import { type Collected, collectInput } from './gather-input.ts'
import { prefetch } from './play.ts'
import { performPrompts } from './prompts.ts'

export async function performGather(gather: Gather, performance: Performance): Promise<Outcome> {
  if (gather.timeout === 0 && performance.network.settings.gatherZeroTimeout === 'error') {
    const message = 'The timeout of Gather is 0, which is outside its range.'
    performance.report({ code: 13313, severity: 'error', message, help: 'Give it at least 1.' }, gather)
    return { kind: 'fail', code: 13313, says: 'its timeout is 0' }
  }
  performance.leg.answer()
  for (const child of gather.children) if (child.verb === 'play') await prefetch(child, performance)
  const collected = await collectInput(gather, performance, {
    prompts: (inner) => performPrompts(gather.children, inner),
    heardSoFar: (text, count) => tellPartialResult(gather, performance, text, count),
  })
  if (collected === undefined)
    return next(performance.leg.isOver ? 'the caller hung up' : 'the listening was cut short')
  if (collected.kind === 'nothing' && !gather.actionOnEmptyResult) return next(collected.says)
  return {
    kind: 'ask',
    purpose: 'action',
    url: gather.action ?? '',
    method: gather.method ?? gatherDefaults.method,
    parameters: resultParameters(collected, gather, performance),
    says: collected.says,
  }
}

/** Source: reference twiml-voice.md §3.3; `msg`, `FinishedOnKey` and `Language` are seen, not documented. */
function resultParameters(collected: Collected, gather: Gather, { network }: Performance): Parameter[] {
  if (collected.kind === 'speech') {
    return [
      ['SpeechResult', collected.text],
      ['Confidence', String(collected.confidence)],
      ['Language', gather.language ?? gatherDefaults.language],
    ]
  }
  const digits = collected.kind === 'digits' ? collected.digits : ''
  const isSent = digits !== '' || network.settings.emptyDigitsParam === 'empty'
  const { finishedOnKey } = collected
  return [...(isSent ? [['Digits', digits] as const] : []), ['FinishedOnKey', finishedOnKey], ['msg', 'Gather End']]
}

function tellPartialResult(gather: Gather, performance: Performance, text: string, count: number): void {
  const { network, leg } = performance
  const url = gather.partialResultCallback && performance.resolve(gather.partialResultCallback)
  if (!url) return
  notifyApp(network, {
    leg,
    purpose: 'partial-result',
    url,
    method: gather.partialResultCallbackMethod ?? 'POST',
    parameters: [
      ...standardParameters(leg, network.accountSid),
      ['UnstableSpeechResult', text],
      ['SequenceNumber', String(count)],
    ],
  })
}
