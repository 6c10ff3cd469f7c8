import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'

/** What came of decompressing a body. */
export type Decompressed =
  | { readonly kind: 'body'; readonly body: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'damaged'; readonly message: string }

const decoders: Readonly<
  Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
  // Some servers leave out the frame that the standard asks for.
  deflate: (body, options) => promisify(((body[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(body, options),
}

/**
 * Undoes the `Content-Encoding` of an answer; stops as soon as more than `maximumBytes` come out.
 *
 * @param encoding as in the header; may name several, in the order they were applied
 */
export async function decompress(body: Uint8Array, encoding: string, maximumBytes: number): Promise<Decompressed> {
  let plain = body
  const names = encoding.split(',').map((name) => name.trim().toLowerCase())
  for (const name of names.reverse()) {
    if (name === '' || name === 'identity' || plain.byteLength === 0) continue
    const decode = decoders[name]
    if (decode === undefined) return { kind: 'damaged', message: 'the answer is compressed in an unknown way' }
    try {
      plain = await decode(plain, { maxOutputLength: Math.max(1, maximumBytes) })
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' }
      return { kind: 'damaged', message: 'the answer could not be decompressed' }
    }
  }
  return { kind: 'body', body: plain }
}
