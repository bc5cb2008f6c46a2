/** Answers with a file so that no browser makes more of it than a file. */

import type { Response } from 'restify'
import type { OpenedFile } from '../../conversations/files.ts'

/** What browsers show by themselves; PDF is left out, as their viewers do not run in a sandbox. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/)/

/** Sends a file: shown in place where that is harmless, otherwise saved. Kept by no cache. */
export function sendFile(response: Response, { name, mediaType, bytes }: OpenedFile): void {
  response.writeHead(200, {
    'content-type': mediaType,
    'content-length': bytes.length,
    'content-disposition': contentDisposition(SHOWN.test(mediaType) ? 'inline' : 'attachment', name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    // The chat may stand on a page that shows only what says that it may be shown.
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
  })
  response.end(bytes)
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
