/**
 * One example a verb, as it stands on the verb's page. The page shows what it writes and what the network does.
 */

/** By verb: an expression of the factories, as source text. */
export const examples: Readonly<{ [verb: string]: string }> = {
  say: "say(['Your code is ', ssml.sayAs('4711', { 'interpret-as': 'digits' }), '.'], { voice: 'Polly.Joanna' })",
  play: "play('https://app.example/sounds/welcome.wav', { loop: 2 })",
  pause: 'pause(3)',
  gather: "gather({ numDigits: 1, timeout: 5, action: '/voice/acme/menu' }, [say('For sales, press 1.')])",
  record: "record({ maxLength: 120, finishOnKey: '#', action: '/voice/acme/message' })",
  dial: "dial([number('+12025550101'), client('front-desk')], { timeout: 20, action: '/voice/acme/after' })",
  enqueue: "enqueue('support', { waitUrl: '/voice/acme/wait', action: '/voice/acme/after' })",
  leave: 'leave()',
  redirect: "redirect('/voice/acme/welcome')",
  reject: "reject('busy')",
  hangup: 'hangup()',
  refer: "refer('sip:front-desk@pbx.example', { action: '/voice/acme/after' })",
  connect: "connect(conversationRelay({ url: 'wss://app.example/relay' }), { action: '/voice/acme/after' })",
  start: "start(recording({ name: 'notes', recordingStatusCallback: 'https://app.example/recordings' }))",
  stop: "stop(recording({ name: 'notes' }))",
  pay: `pay({ chargeAmount: 20.45, currency: 'usd', action: 'https://app.example/paid' }, [
  prompt({ for: 'postal-code' }, [say('Your postal code, please.')]),
])`,
  prompt: "prompt({ for: 'security-code', attempt: [1, 2] }, [say('The three digits on the back, please.')])",
  queue: "queue('support')",
  sms: "sms('Thank you for calling.', { to: '+12025550199' })",
  echo: 'echo()',
  annotate: "annotate(billingReferenceTag('campaign-7'))",
}
