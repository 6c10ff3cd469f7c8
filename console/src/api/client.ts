/**
 * The page's side of the HTTP API: one function a request, plain values back.
 *
 * Everything the page knows of the server passes through here, typed by what the server's own schemas say.
 */
import type { paths } from './schema.generated.ts'
import type { AnswerOf, Call, CampaignState, JournalEvent, Reaction } from './types.ts'

/** A request the server refused or never got, as a sentence and what to do about it. */
export class RequestRefused extends Error {
  readonly help: string
  /** The HTTP status; 0 when no answer came. */
  readonly status: number

  constructor(message: string, help: string, status: number) {
    super(message)
    this.name = 'RequestRefused'
    this.help = help
    this.status = status
  }
}

export const api = {
  system: () => get('/api/system'),
  flows: async () => (await get('/api/flows')).flows,
  messages: async () => (await get('/api/messages')).messages,
  queues: async () => (await get('/api/queues')).queues,
  setAgent: (number: string, state: 'available' | 'away' | 'out') => send('PUT', `/api/agents/${number}`, { state }),
  campaigns: async () => (await get('/api/campaigns')).campaigns,
  setCampaign: (name: string, state: CampaignState) =>
    send('PUT', `/api/campaigns/${encodeURIComponent(name)}/state`, { state }),
  campaignFigures: (name: string) =>
    getAt('/api/campaigns/{campaign}/metrics', `/api/campaigns/${encodeURIComponent(name)}/metrics`),
  reminders: (name: string, { outcome, after }: { readonly outcome: string; readonly after: string }) => {
    const query = new URLSearchParams({
      limit: '50',
      ...(after !== '' && { after }),
      ...(outcome !== '' && { outcome }),
    })
    return getAt('/api/campaigns/{campaign}/reminders', `/api/campaigns/${encodeURIComponent(name)}/reminders?${query}`)
  },
  reminder: (name: string, id: string) =>
    getAt(
      '/api/campaigns/{campaign}/reminders/{id}',
      `/api/campaigns/${encodeURIComponent(name)}/reminders/${encodeURIComponent(id)}`,
    ),
  markHeard: (id: string, isHeard: boolean) => send('POST', `/api/messages/${id}/heard`, { isHeard }),
  deleteMessage: (id: string) => send('DELETE', `/api/messages/${id}`),
  journal: async (since: number) =>
    // The journal's events have types of their own, which the feed shares.
    (await get('/_exchange/journal', `?since=${since}`)).events as unknown as readonly JournalEvent[],
  placeCall: async (to: string, from: string): Promise<Call> =>
    (await request('POST', '/_exchange/calls', { to, from })).json(),
  writeMessage: (from: string, to: string, body: string) => send('POST', '/_exchange/messages', { from, to, body }),
  pressKeys: (callSid: string, keys: string) => onCall(callSid, 'keys', { keys }),
  speak: (callSid: string, text: string, seconds: number) => onCall(callSid, 'speech', { text, seconds }),
  beSpeaking: (callSid: string, isSpeaking: boolean) => onCall(callSid, 'speaking', { isSpeaking }),
  hangUp: (callSid: string) => onCall(callSid, 'hang-up'),
  react: (callSid: string, as: Reaction) => onCall(callSid, 'answer', { as }),
  sendAudio: async (recordingSid: string, wav: Blob): Promise<void> => {
    await request('PUT', `/_exchange/recordings/${recordingSid}/audio`, wav)
  },
}

/** Where a message's audio is played from. */
export const audioAddress = (messageId: string) => `/api/messages/${messageId}/audio`

function onCall(callSid: string, action: string, body?: object): Promise<void> {
  return send('POST', `/_exchange/calls/${callSid}/${action}`, body)
}

async function get<Path extends keyof paths & string>(path: Path, query = ''): Promise<AnswerOf<Path>> {
  return (await request('GET', path + query)).json() as Promise<AnswerOf<Path>>
}

/** For paths with something in them that differs. */
async function getAt<Path extends keyof paths & string>(_path: Path, address: string): Promise<AnswerOf<Path>> {
  return (await request('GET', address)).json() as Promise<AnswerOf<Path>>
}

async function send(method: string, path: string, body?: object): Promise<void> {
  await request(method, path, body)
}

async function request(method: string, path: string, body?: object | Blob): Promise<Response> {
  const answer = await fetch(path, { method, ...content(body) }).catch(() => undefined)
  if (!answer) {
    throw new RequestRefused('The server does not answer.', 'Start it again in its terminal: npm start', 0)
  }
  if (answer.ok) return answer
  throw await refusal(answer, `${method} ${path}`)
}

function content(body: object | Blob | undefined): RequestInit {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body, headers: { 'content-type': 'audio/wav' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

async function refusal(answer: Response, what: string): Promise<RequestRefused> {
  const body: unknown = await answer.json().catch(() => undefined)
  const error = (body as { error?: { message?: string; help?: string } } | undefined)?.error
  // A proxy in front of a server that is not there answers 5xx without our words.
  if (!error && answer.status >= 500) {
    return new RequestRefused('The server does not answer.', 'Start it again in its terminal: npm start', answer.status)
  }
  return new RequestRefused(
    error?.message ?? `The server answered ${answer.status} to ${what}.`,
    error?.help ?? 'Reload the page; if it stays, look at the terminal the server runs in.',
    answer.status,
  )
}
