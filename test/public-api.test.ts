/**
 * What this package promises: the names of each entry point, so that a change is deliberate, and words about each.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

interface Export {
  readonly name: string
  readonly file: string
  /** Its docstring, or undefined. */
  readonly words: string | undefined
}

/** The exports of an entry point by name. */
const PROMISED: Readonly<Record<string, string>> = {
  exchange: `
    A2pApplication A2pReviewer AnswerReceived AnswerReused AnsweredBy AnswererJudged AudioVerdict Awaiting Call CallChange CallDirection
    CallPlaced CallRequest CallSnapshot CallStatus CallStatusChanged CallbackDropped Cast ConferenceMoved
    DocumentAddress DocumentGiven DocumentStarted Emulation Exchange ExchangeHttpOptions ExchangeOptions
    ExchangeSettings Fallback FindingMade GivenDocument Happening Journal JournalEvent KeyPressed Leftovers
    LegsBridged LegsParted Line ListeningStarted MessageDirection MessageMedia MessageParty MessageReceived
    MessageRequest MessageSent MessageStatus MessageStatusChanged MessageUrls MessagingService OutboundCall
    OutboundDetection PartyBehaviour PaymentConnector PromptEnded PromptStarted QueueEntered QueueLeft Recording
    RecordingAvailable RecordingEnded RecordingSource
    RecordingStarted RecordingStatus RequestFailed RequestPurpose RequestSent ServedExchange Socket SocketClosed
    SocketEars SocketEnd SocketFailed SocketMessage SocketOpened SocketRequest SocketTransport Speech SpeechHeard
    TextMessage ToneEnded ToneStarted Transport TransportAnswer TransportRequest TwimlApplication VerbEnded VerbStarted
    VoiceUrls Weather createExchange defaultSettings emulatedBehaviour emulatedNouns
    emulatedVerbs exchangeHttp serveExchange tell time`,
  flow: `
    ChooseLanguageOptions ChooseLanguageStep FromData HeardChoice Label LanguageChosen PhrasePrompt Phrases Pronunciations SentencePrompt
    SilencePrompt SpokenValue ValueSource chooseLanguage fromData flowSchema heardChoices mermaidOf phrase sentence silence spoken
    mailboxIn CalleeTalked DirectoryEntry DirectoryOptions DirectoryStep PayOptions PayStep PaymentEnded RecordingConsentGiven RecordingConsentOptions
    RecordingConsentStep SecureStep directory directoryFromCsv pay recordingConsent secure
    AnswerTo Choices Choosing HungUp Played Recorded RunContext RunFailed RunOptions Script ScriptCall ScriptOptions ScriptQuestion ScriptStep
    ScriptWorld Transferring TransferOutcome accountNumber hasToBeTold playScript script
    Callee CalleeAsked Strategy calleesOf nounOf takeCallee
    Answer Arrival Arrived AskOptions AskStep AudioPrompt BranchStep CallEvent CallFlowStep CallerHungUp Case Choice Condition Fact Found GoBackStep
    ExperimentOptions ExperimentStep Holiday HoursOptions HoursStep Schedule TwimlOptions TwimlStep Way Week Weekday afterHangUp experiment hours twiml
    FindReminderStep Outcome OutcomeLearned OutcomeStep findReminder isAnswer isReminderInCall outcome ReminderInCall
    EarlierSlotOptions EarlierSlotStep KeyOptions OfferDeclined OfferInCall OfferSlotsOptions OfferSlotsStep SlotInCall SlotTaken SlotsReleased
    WaitlistChanged WaitlistStep earlierSlot isSlotInCall joinWaitlist leaveWaitlist offerSlots slotWords
    MessageOptions MessageStep OptInStep OptOutStep OptedIn OptedOut SEND_MESSAGE lineOf message optIn optOut personOf secretsIn
    Learned LookupOptions LookupStep Question Return SetStep Unanswered WayBack ask branch callFlow goBack keyOf lookup set DialEnded DigitsPressed Effect Flow FlowDefinition
    FlowError FlowFinding FlowGraph FlowRuleCode GoToStep GraphEdge GraphStep HangUpStep Json LanguagesPrompt
    MenuKey MenuOptions MenuStep MessageLeft MessageRecorded Prompt RecordingDismissed SayStep Secret Session
    SilenceKept SpeechPrompt SpeechRecognised Step TaskDue TransferOptions TransferStep Tries Turn TurnContext
    VoicemailOptions VoicemailStep audio checkFlow defineFlow enterStep flowFromJson goTo graphOf hangUp inLanguages
    Agent AgentSet AgentsOptions AgentsStep KnownAgent agents CallbackOptions CallbackUnderWay OfferedAgent QueueCallback QueueChanged QueueDefinition QueueJoined QueueLeft QueueOfAgentsOptions QueueOptions QueuePlace QueueRefused settledCallback
    AfterHours DELETION_TASK GreetingChosen GreetingKept GreetingName HoursOverridden InboxOptions InboxStep Mailbox MailboxOptions
    MessageChanged MessageReviewed Notify Opening OverrideOptions OverrideStep NotificationWords Notified PinProved Plays REVIEW RecordingAnnounced
    SecretKind SecretNeed Transcribe checkMailboxes checkSystem defineMailbox inbox openingAt override secretNeeds
    whenInWords zoneOf
    QueueState QueueStep WaitAnswer WaitRound Waiting agent agentsOf checkQueues defineQueue isQueue isSecret queue takeWaiting
    CallRate LimitsDefinition LimitsOptions NO_LIMITS OutgoingLimits outgoingRate checkLimits defineLimits destinationRules isLimits limitedCall numbersOf
    isMessage menu newSession say secret secretsOf ssml stepNamed takeTurn transfer voicemail`,
  campaign: `
    FreeSlot FreedBy ReplyKeys ReplyOutcome SlotOptions SlotSeeker WaitlistOptions
    WriteBack
    CampaignDefinition CampaignOptions Length Offset Pacing Retry Retryable Spending defineCampaign`,
  client: 'clientAt',
  consent: `
    CONFIRMATIONS CSV_HEADINGS CallingWindows Caps Channel Consent Contact CsvDefaults CsvRecord CsvRow IsoWeekday Meaning
    OptOutSource Permit Person Policy PolicyDefinition PolicyOptions Purpose PurposeRules QuietHoursVerdict Refusal STRICT
    Sender Suppression Verdict Way Window csvLine definePolicy isAlsoAnswer isPolicy mayContact quietHours readCsvRow
    understand use`,
  store: `
    AnnouncedRecording DataFolder DatabasePlace FinishedTurn CallbackAttempt KeptAgent KeptCallback KeptPlace Match MatchRules QueueCallbacks QueueFigures QueueFiguresStore QueueNow Message QueueAgents Queues Recordings SenderPace SenderPaces Store StoreError Task Tasks openDataFolder
    RecordingConsent
    KeptGreetings MESSAGE_TASK MessageInHand
    ImportedReminder ReminderImports ReminderPlace ReminderPut OUTCOME_TASK STOP_TASK
    AttemptFigures CampaignFigures PeopleFigures SlotFigures
    Hold MOVED_TASK NewSlot Slot SlotOffer SlotQuery SlotSearch Slots SlotsPut Taking WAITLIST_TASK Waiter Waitlist WaitlistWish offerKey
    openStore Agenda CampaignWork ClaimedAttempt EndedAttempt Situation
    Attempt AttemptState CampaignRun CampaignState Campaigns NewAttempt NewReminder OutcomeKept Reminder Reminders
    Allow ConsentKept Contacts InboundMessage KnownSender Outbox OutboxEntry OutboxState RefusedContact StatusReport Stop StopKept
    Suppressions Wish isOver`,
  testing: `
    Callee ExpectationError Expectations ExpectedMessage ExpectedRecording ExpectedText MailboxUnderTest OpenLine
    Person Reaction RingUpOptions RungLine Saying Shares Verdict Within closeAllLines expectThat hours matchers
    minutes openLine ringUp seconds`,
  twiml: `
    AdviceCode AiSession Annotate AnswerToRead AnyElement AnyRules Application ApplicationSid Attributes Autopilot
    BillingReferenceTag Break Client Conference Config Connect ConnectNoun Conversation ConversationRelay
    ConversationRelaySession Dial DialNoun Echo Emphasis Enqueue ExplainContext Finding Gather GatherLanguage Hangup
    Identity Lang Language Leave Method NumberNoun Other P PARSE_LIMITS Parameter Parsed ParsedDocument Pause Pay
    Phoneme Play Position Prompt Prosody Queue ReadAnswer RecordVerb Recording Redirect Refer Reject RenderOptions
    RingTone Room S SAY_LIMITS Say SayAs SayLanguage Sim Sip SipHeader SipHeaders SipUri Siprec Sms Ssml
    SsmlLanguage Start StartNoun Stop StopNoun Stream Sub Task Transcription TwimlDocument Unparsable Verb
    VirtualAgent Voice W WhatsApp Words advise aiSession annotate application applicationDefaults applicationSid
    audioTypes autopilot billingReferenceTag breakDefaults check client clientDefaults conference conferenceDefaults
    config connect connectDefaults conversation conversationDefaults conversationRelay conversationRelayDefaults
    conversationRelaySession dial dialDefaults documentTypes echo elements enqueue enqueueDefaults explain gather
    gatherDefaults gatherLanguages hangup header headers identity language leave number numberDefaults parameter
    parse parseAnswer pause pauseDefaults pay payDefaults plainText play playDefaults prompt promptDefaults queue
    queueDefaults record recordDefaults recording recordingDefaults redirect redirectDefaults refer referDefaults
    reject rejectDefaults render response responseRules ringTones room rulesByTag rulesByVerb say sayDefaults
    sayLanguages sim sip sipDefaults siprec siprecDefaults sms smsDefaults ssml start startDefaults stop stream
    streamDefaults task transcription transcriptionDefaults uri virtualAgent virtualAgentDefaults voices whatsApp
    speakingTime whatsAppDefaults`,
  webhook: `
    Answerer MediaLinks createMediaLinks
    AudioCheck createAudioCheck FlowShelf FlowShelfOptions PutFlow createFlowShelf
    Address Addressed Addresses Headers Log MOST_BODY_BYTES ProxyTrust SignatureVerdict SignedRequest SigningTokens
    WebhookAnswer WebhookRequest Webhooks WebhooksOptions addressesBelow createWebhooks judgeSignature lineAddresses
    publicUrlOf readAddress trustProxies webhookRoutes`,
}

describe.each(Object.keys(PROMISED))('hookswitch/%s', (entry) => {
  const found = exportsOf(resolve(src, `${entry}/index.ts`))

  test('exports what is promised, and nothing else', () => {
    const promised = PROMISED[entry]?.split(/\s+/).filter(Boolean) ?? []
    expect(found.map(({ name }) => name).toSorted(byName)).toEqual(promised.toSorted(byName))
  })

  test('has words about everything it exports', () => {
    const silent = found.filter(({ words }) => words === undefined)
    expect(silent.map(({ name, file }) => `${name} in ${file.slice(src.length + 1)}`)).toEqual([])
  })
})

test('every entry point of package.json is looked at', () => {
  const { exports } = JSON.parse(readFileSync(resolve(src, '../package.json'), 'utf8'))
  const entries = Object.keys(exports).map((path) => path.slice(2))
  const setups = ['package.json', 'testing/vitest', 'testing/node-test']
  expect(entries.filter((path) => !setups.includes(path)).toSorted()).toEqual(Object.keys(PROMISED).toSorted())
})

/** Everything a file exports: what it declares, and what it passes on from others. */
function exportsOf(file: string): readonly Export[] {
  const source = readFileSync(file, 'utf8')
  const from = (path: string) => resolve(dirname(file), path)
  const passedOn = [...source.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)].flatMap(
    ([, names = '', path = '']) => {
      const there = exportsOf(from(path))
      return namesIn(names).map(([name, as]) => {
        const found = there.find((one) => one.name === name)
        if (found === undefined) throw new Error(`${file} passes on ${name}, which ${path} does not export.`)
        return { ...found, name: as }
      })
    },
  )
  const all = [...source.matchAll(/^export (?:type )?\* from '([^']+)'/gm)].flatMap(([, path = '']) =>
    exportsOf(from(path)),
  )
  const grouped = [...source.matchAll(/^export \* as (\w+) from '([^']+)'/gm)].map(([, name = '', path = '']) => ({
    name,
    file: from(path),
    words: docstringAtTop(readFileSync(from(path), 'utf8')),
  }))
  const declaration = /^export (?:declare |abstract |async )*(?:function\*?|const|class|interface|type) (\w+)/gm
  const own = [...source.matchAll(declaration)].map((match) => ({
    name: match[1] ?? '',
    file,
    words: docstringBefore(source, match.index),
  }))
  return [...passedOn, ...all, ...grouped, ...own]
}

/** `a`, `type a` and `a as b`: what it is there, and what it is called here. */
function namesIn(list: string): readonly (readonly [string, string])[] {
  return list
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter(Boolean)
    .map((part) => {
      const [name = '', as = name] = part.split(' as ')
      return [name, as]
    })
}

function docstringBefore(source: string, index: number): string | undefined {
  return /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(source.slice(0, index))?.[1]?.trim()
}

const docstringAtTop = (source: string) => /^\/\*\*((?:(?!\*\/)[\s\S])*)\*\//.exec(source)?.[1]?.trim()
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
