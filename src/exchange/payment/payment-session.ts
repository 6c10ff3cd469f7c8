/**
 * A payment under way: asks for each item until it is good, then lets the connector have it.
 *
 * What was keyed stays in here; whoever asks gets it masked. Source: reference twiml-voice.md §4.13.
 */
import { seconds } from '../../clock/duration.ts'
import { type Pay, type Prompt, payDefaults } from '../../twiml/index.ts'
import { Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { performPrompts } from '../verbs/prompts.ts'
import { awaitKeys, type Entered, type KeyEntry } from './key-entry.ts'
import { failureOf, isCharge, type PaymentConnector, type PaymentFailure } from './payment-connector.ts'
import {
  cardIn,
  type EntryError,
  givenIn,
  itemsOf,
  type Keyed,
  objectionTo,
  ownError,
  type PaymentItem,
} from './payment-item.ts'
import { maskedItems } from './payment-parameters.ts'
import { onceMore, ownWords, type PaymentMoment, promptFor } from './payment-words.ts'

/** How a payment ended, in the words of the network. */
export type PaymentEnd =
  | { readonly result: 'success'; readonly receipt: readonly Parameter[] }
  | { readonly result: 'too-many-failed-attempts'; readonly error: EntryError; readonly item: PaymentItem }
  | { readonly result: 'payment-connector-error' | 'validation-error'; readonly failure: PaymentFailure }
  | { readonly result: 'caller-interrupted-with-star' | 'caller-hung-up' }

/**
 * How often an item is asked for when the document does not say: it is asked for again once.
 *
 * Source: the page of Pay, documented in words for an absent `maxAttempts`; that a number counts all rounds is read from
 * `Attempt`, which goes from 1 to 3.
 */
const usualAttempts = 2

/** Takes one payment on a leg that is answered. */
export class PaymentSession {
  readonly #pay: Pay
  readonly #performance: Performance
  readonly #connector: PaymentConnector
  readonly #statusUrl: string | undefined
  #keyed: Keyed
  #entry: KeyEntry | undefined

  constructor(pay: Pay, performance: Performance, connector: PaymentConnector) {
    this.#pay = pay
    this.#performance = performance
    this.#connector = connector
    this.#statusUrl = pay.statusCallback ? performance.resolve(pay.statusCallback) : undefined
    this.#keyed = givenIn(pay)
  }

  /** From the first question to the end; undefined when the leg was put on another course. */
  async run(): Promise<PaymentEnd | undefined> {
    const { leg, scope } = this.#performance
    const end = await scope.until<PaymentEnd>((report) => {
      const steps = scope.inner()
      const stopListening = leg.listen({
        awaits: 'keys',
        isSecret: true,
        heedsKey: (key) => key === '*' || this.#entry !== undefined,
        heedsSpeech: () => false,
        key: (key) => (key === '*' ? report({ result: 'caller-interrupted-with-star' }) : this.#entry?.key(key)),
      })
      void this.#take(this.#performance.within(steps)).then((taken) => taken && report(taken))
      return () => {
        stopListening()
        steps.cut()
      }
    })
    return end ?? (leg.isOver ? { result: 'caller-hung-up' } : undefined)
  }

  /** What the action is told of the items. */
  masked(): readonly Parameter[] {
    return maskedItems(this.#pay, this.#keyed, true)
  }

  /** Tells the app how far the payment is, when it wants to know. */
  tell(parameters: readonly Parameter[]): void {
    const { network, leg } = this.#performance
    const url = this.#statusUrl
    if (url === undefined) return
    notifyApp(network, {
      leg,
      purpose: 'payment-status',
      url,
      method: this.#pay.statusCallbackMethod ?? payDefaults.statusCallbackMethod,
      parameters: [
        ['AccountSid', network.accountSid],
        ['CallSid', leg.callSid],
        ...parameters,
        ['PaymentMethod', this.#pay.paymentMethod ?? payDefaults.paymentMethod],
        ...maskedItems(this.#pay, this.#keyed, false),
      ],
    })
  }

  async #take(performance: Performance): Promise<PaymentEnd | undefined> {
    for (const item of itemsOf(this.#pay)) {
      const failed = await this.#collect(item, performance)
      if (performance.scope.isCut || failed !== undefined) return failed
    }
    return this.#process(performance)
  }

  /** Asks until an entry is good; what it comes to when none is. */
  async #collect(item: PaymentItem, performance: Performance): Promise<PaymentEnd | undefined> {
    const attempts = this.#pay.maxAttempts ?? usualAttempts
    let error: EntryError | undefined
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const moment = { step: item, attempt, error, cardType: cardIn(this.#keyed) }
      this.#tellMoment(moment)
      const entered = await this.#ask(item, moment, performance)
      if (entered === undefined) return undefined
      if (typeof entered !== 'string') {
        this.#keyed = { ...this.#keyed, [item]: entered.digits }
        return undefined
      }
      error = entered
    }
    return { result: 'too-many-failed-attempts', error: error ?? ownError[item], item }
  }

  /** One round: the entry, and a second one where the two have to agree. */
  async #ask(
    item: PaymentItem,
    moment: PaymentMoment,
    performance: Performance,
  ): Promise<EntryError | Extract<Entered, { kind: 'digits' }> | undefined> {
    const prompt = promptFor(moment, this.#pay)
    const first = await this.#enter(performance, (within) => this.#say(moment, prompt, within))
    if (first === undefined) return undefined
    if (first.kind === 'silence') return 'input-timeout'
    const objection = objectionTo(item, first.digits, this.#pay, this.#keyed, performance.network.clock.now())
    if (objection !== undefined || !prompt?.requireMatchingInputs) return objection ?? first
    const second = await this.#enter(performance, (within) => this.#sayOwn(onceMore, within))
    if (second === undefined) return undefined
    if (second.kind === 'silence') return 'input-timeout'
    return second.digits === first.digits ? first : 'input-matching-failed'
  }

  #enter(performance: Performance, prompts: (within: Performance) => Promise<void>): Promise<Entered | undefined> {
    const timeout = seconds(this.#pay.timeout ?? payDefaults.timeout)
    return awaitKeys(performance, timeout, prompts, (entry) => {
      this.#entry = entry
    })
  }

  /** The connector is asked when the caller has heard that it will be; until then the star still calls everything off. */
  async #process(performance: Performance): Promise<PaymentEnd | undefined> {
    const moment = { step: 'payment-processing', attempt: 1, cardType: cardIn(this.#keyed) } as const
    this.#tellMoment(moment)
    await this.#say(moment, promptFor(moment, this.#pay), performance)
    if (performance.scope.isCut) return undefined
    const failure = failureOf(this.#connector, this.#pay)
    if (failure !== undefined) return { result: 'payment-connector-error', failure }
    const { network } = performance
    const reference = () => network.createToken().replaceAll('-', '')
    const receipt: Parameter[] = isCharge(this.#pay)
      ? [['PaymentConfirmationCode', `ch_${reference()}`]]
      : [
          ['PaymentToken', `tok_${reference()}`],
          ['ProfileId', `cus_${reference()}`],
        ]
    return { result: 'success', receipt }
  }

  #tellMoment({ step, attempt, error }: PaymentMoment): void {
    this.tell([['For', step], ...(error ? [['ErrorType', error] as const] : []), ['Attempt', String(attempt)]])
  }

  #say(moment: PaymentMoment, prompt: Prompt | undefined, within: Performance): Promise<void> {
    return prompt === undefined ? this.#sayOwn(ownWords(moment), within) : performPrompts(prompt.children, within)
  }

  /** Words of the network stand at the payment's place in the document. */
  #sayOwn(text: string, { network, leg, source, scope }: Performance): Promise<void> {
    const place = { ...source, lineOf: () => source.lineOf(this.#pay) }
    const { language = payDefaults.language } = this.#pay
    const spoken = language.startsWith('en-') ? language : payDefaults.language
    return performPrompts([{ verb: 'say', text, language: spoken }], new Performance(network, leg, place, scope))
  }
}
