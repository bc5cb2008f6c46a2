/** Answers with a file so that no browser makes more of it than a file. */

import type { Response } from 'restify'
import type { OpenedFile } from '../../conversations/files.ts'

/** What browsers show by themselves; PDF is left out, as their viewers do not run in a sandbox. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/)/

/**
 * Sends a file: shown in place where that is harmless, otherwise saved. Kept by no cache.
 * @param range of the request; a part of the file is what some players ask for (RFC 9110, section 14)
 */
export function sendFile(
  response: Response,
  { name, mediaType, bytes }: OpenedFile,
  range: string | undefined,
): void {
  const part = partOf(range, bytes.length)
  if (part === 'none') {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` })
    response.end()
    return
  }
  const sent = part ? bytes.subarray(part.from, part.to + 1) : bytes
  response.writeHead(part ? 206 : 200, {
    'content-type': mediaType,
    'content-length': sent.length,
    'accept-ranges': 'bytes',
    ...(part ? { 'content-range': `bytes ${part.from}-${part.to}/${bytes.length}` } : {}),
    'content-disposition': contentDisposition(SHOWN.test(mediaType) ? 'inline' : 'attachment', name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    // The chat may stand on a page that shows only what says that it may be shown.
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
  })
  response.end(sent)
}

/** One range of bytes, both ends included; null for the whole, `none` when it lies outside. Several at once: the whole. */
function partOf(range: string | undefined, size: number): { from: number; to: number } | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(range ?? '') ?? []
  if (first === '' && last === '') return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to ? 'none' : { from, to }
}

/**
 * A `Content-Disposition` (RFC 6266) with the name twice: in ASCII for old programs, and as it is (RFC 8187).
 * @param name without control characters
 */
export function contentDisposition(type: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]+/g, '_').replace(/["\\%]/g, '_')
  // encodeURIComponent leaves these, which RFC 8187 does not allow; a lone surrogate has no encoding.
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
