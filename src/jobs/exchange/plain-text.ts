/** Text of a file that somebody sent: UTF-8, with or without a byte order mark, or nothing. */

import { LiukeError } from '../../errors.ts'
import type { ExchangedFile } from './given.ts'

/** Largest file that is read, in bytes. */
export const MAX_EXCHANGE_BYTES = 5 * 1024 * 1024

/** @throws LiukeError `exchange_too_large`, `exchange_not_utf8` */
export function plainText({ name, bytes }: ExchangedFile): string {
  if (bytes.length > MAX_EXCHANGE_BYTES) {
    const most = MAX_EXCHANGE_BYTES / 1024 / 1024
    throw new LiukeError('exchange_too_large', `${name} is larger than ${most} MB.`, 'Split it.')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new LiukeError('exchange_not_utf8', `${name} is not UTF-8.`, 'Save it as UTF-8.', { cause })
  }
}
