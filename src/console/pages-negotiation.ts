/** Chooses which variant of a prepared page to send: language, compression, or nothing because it is known. */

import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Language } from '../company/variables.ts'

type Encoding = 'br' | 'gzip' | 'identity'
type Headers = Readonly<Record<string, string>>

/** Something to serve: one text, or one for each language. */
export interface Prepared {
  readonly type: string
  readonly headers: Headers
  readonly zh: string
  readonly en?: string
}

interface Variant {
  readonly body: Buffer
  readonly etag: string
}

type Compressed = Readonly<Record<Encoding, Variant>>

/** A prepared resource in all its variants. */
export interface Resource {
  readonly type: string
  readonly headers: Headers
  readonly bodies: { readonly zh: Compressed; readonly en?: Compressed }
}

export interface Wishes {
  readonly lang?: string | undefined
  readonly acceptLanguage?: string | undefined
  readonly acceptEncoding?: string | undefined
  readonly ifNoneMatch?: string | undefined
}

export interface PageAnswer {
  readonly status: 200 | 304
  readonly headers: Record<string, string | number>
  /** Empty with 304. */
  readonly body: Buffer
}

function compress(text: string): Compressed {
  const plain = Buffer.from(text)
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  // A strong tag names bytes, so every encoding has its own.
  return {
    identity: { body: plain, etag: `"${hash}"` },
    gzip: { body: gzipSync(plain, { level: 9 }), etag: `"${hash}-gzip"` },
    br: { body: brotliCompressSync(plain, { params: quality }), etag: `"${hash}-br"` },
  }
}

/** Compresses once, so that serving is only choosing. */
export function makeVariants({ type, headers, zh, en }: Prepared): Resource {
  return {
    type,
    headers,
    bodies: { zh: compress(zh), ...(en !== undefined && { en: compress(en) }) },
  }
}

/** Names of an Accept-… header with their weight above 0, best first; equal weights keep their order. */
export function accepted(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { name, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ name, weight }) => name !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ name }) => name)
}

/** The explicit wish, else the browser's, else Chinese. */
export function chooseLanguage(lang: string | undefined, acceptLanguage: string | undefined): Language {
  const wishes = [lang?.toLowerCase() ?? '', ...accepted(acceptLanguage)].map((tag) => tag.split('-')[0])
  return wishes.find((wish): wish is Language => wish === 'zh' || wish === 'en') ?? 'zh'
}

/** The smallest encoding the browser takes. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  const names = accepted(acceptEncoding)
  return (['br', 'gzip'] as const).find((encoding) => names.includes(encoding)) ?? 'identity'
}

/** The answer to a request for a resource. */
export function negotiate(resource: Resource, wishes: Wishes): PageAnswer {
  const { zh, en } = resource.bodies
  const language = en ? chooseLanguage(wishes.lang, wishes.acceptLanguage) : undefined
  const encoding = chooseEncoding(wishes.acceptEncoding)
  const { body, etag } = (language === 'en' && en ? en : zh)[encoding]
  const known = (wishes.ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  const headers = {
    ...resource.headers,
    ETag: etag,
    Vary: language ? 'Accept-Encoding, Accept-Language' : 'Accept-Encoding',
  }
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers, body: Buffer.alloc(0) }
  return {
    status: 200,
    body,
    headers: {
      ...headers,
      'Content-Type': resource.type,
      'Content-Length': body.length,
      ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
      ...(language && { 'Content-Language': language === 'zh' ? 'zh-CN' : 'en' }),
    },
  }
}
