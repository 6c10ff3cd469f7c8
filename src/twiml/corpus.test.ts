import { describe, expect, test } from 'vitest'
import { parse, render } from './index.ts'

/** Documents as apps in many languages write them: each is read whole, without a finding. */
const documents: readonly (readonly [title: string, text: string])[] = [
  ['nothing to do', '<?xml version="1.0" encoding="UTF-8"?><Response />'],
  [
    'a menu from a template, laid out with tabs',
    `<?xml version='1.0' encoding='utf-8'?>\r\n<Response>\r\n\t<Gather input="speech dtmf" timeout="3" numDigits="1" speechTimeout="auto"
      hints="sales, support, operator" action="/menu?lang=en&amp;try=1" method="POST">
\t\t<Say voice='Polly.Amy' language='en-GB'>For sales, press&#32;1.</Say>\r\n\t\t<Pause length="1"/>
\t\t<Play>https://app.example/sounds/menu.mp3</Play>\r\n\t</Gather>\r\n\t<Redirect method="GET">/menu?try=2</Redirect>\r\n</Response>\r\n`,
  ],
  [
    'a voicemail',
    '<Response><Say>Leave a message after the beep.</Say><Record action="/done" maxLength="120" finishOnKey="#" ' +
      'recordingStatusCallback="https://app.example/ready" recordingStatusCallbackEvent="completed absent"/></Response>',
  ],
  [
    'people rung at once, with a screening document',
    '<Response><Dial answerOnBridge="true" timeout="20" callerId="+12025550100" action="/after"><Number url="/screen" ' +
      'statusCallbackEvent="initiated ringing answered completed" statusCallback="/status">+1 (202) 555-0101</Number>' +
      '<Client>front-desk</Client><Sip>sip:desk@pbx.example;transport=tls?X-Account=7&amp;X-Lang=en</Sip></Dial></Response>',
  ],
  [
    'a moderated conference',
    '<Response><Dial><Conference startConferenceOnEnter="false" endConferenceOnExit="true" beep="onEnter" waitUrl="" ' +
      'statusCallbackEvent="start end join leave">board room</Conference></Dial></Response>',
  ],
  ['a queue', '<Response><Enqueue waitUrl="/wait" action="/left">support</Enqueue></Response>'],
  [
    'a router',
    '<Response><Enqueue workflowSid="WW0123456789abcdef0123456789abcdef"><Task priority="5" timeout="200">' +
      '{"language":"es","tags":["a","b"]}</Task></Enqueue></Response>',
  ],
  [
    'a media stream with parameters',
    '<Response><Start><Stream name="copy" url="wss://app.example/audio" track="both_tracks"><Parameter name="who" ' +
      'value="O&apos;Neil"/></Stream></Start><Say>You are being heard.</Say></Response>',
  ],
  [
    'a relay in two languages',
    '<Response><Connect action="/relay-ended"><ConversationRelay url="wss://app.example/relay" welcomeGreeting="Hi!" ' +
      'ttsProvider="google" interruptible="true" deepgramsmartformat="false"><Language code="sv-SE" ttsProvider="amazon" ' +
      'voice="Elin-Neural"/><Parameter name="a" value="b"/></ConversationRelay></Connect></Response>',
  ],
  [
    'spoken markup',
    '<Response><Say voice="Polly.Joanna"><p>Your <emphasis level="strong">new</emphasis> code:</p><break strength="x-weak" ' +
      'time="500ms"/><prosody rate="slow"><say-as interpret-as="spell-out">4711</say-as></prosody> <lang xml:lang="fr-FR">' +
      'Merci</lang></Say></Response>',
  ],
  [
    'a payment',
    '<Response><Pay chargeAmount="20.45" paymentConnector="shop" validCardTypes="visa amex" action="https://app.example/paid">' +
      '<Prompt for="expiration-date" errorType="timeout invalid-date" attempt="2 3"><Say>Once more.</Say></Prompt>' +
      '<Parameter name="order" value="7"/></Pay></Response>',
  ],
]

describe('a document as apps write it', () => {
  test.each(documents)('%s is read whole and means the same once written again', (_title, text) => {
    const parsed = parse(text)
    expect(parsed).toMatchObject({ kind: 'document', findings: [] })
    if (parsed.kind !== 'document') return
    expect(parse(render(parsed.document))).toMatchObject({ document: parsed.document, findings: [] })
  })
})
