/** Webhooks: authenticated requests in, committed answers out; without a framework, or as a Fastify plugin. */

export type { Log } from '../log/log.ts'
export { type Address, type Addresses, addressesBelow, readAddress } from './addresses.ts'
export type { WebhookAnswer } from './answer.ts'
export { type AudioCheck, createAudioCheck } from './audio-check.ts'
export { webhookRoutes } from './fastify.ts'
export type { Answerer } from './find-out.ts'
export { createFlowShelf, type FlowShelf, type FlowShelfOptions, type PutFlow } from './flow-shelf.ts'
export { createMediaLinks, type MediaLinks } from './media-links.ts'
export { type Addressed, type Headers, type ProxyTrust, publicUrlOf, trustProxies } from './public-url.ts'
export { judgeSignature, type SignatureVerdict, type SignedRequest, type SigningTokens } from './signature.ts'
export {
  createWebhooks,
  lineAddresses,
  MOST_BODY_BYTES,
  type WebhookRequest,
  type Webhooks,
  type WebhooksOptions,
} from './webhooks.ts'
