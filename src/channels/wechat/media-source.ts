/** Where files sent in WeChat are fetched, for the sweep that fetches files of all channels. */

import { z } from 'zod'
import { type FileSource, UnfetchableError } from '../files/fetching.ts'
import type { WechatAccount } from './accounts.ts'
import type { createMediaFetcher } from './media.ts'

const sourceShape = z.object({ appid: z.string(), mediaId: z.string().min(1).max(500) })

/** @throws UnfetchableError when the account is no longer ours; WechatError as the fetcher */
export function mediaSource(
  accounts: readonly WechatAccount[],
  fetchMedia: ReturnType<typeof createMediaFetcher>,
): FileSource {
  const byAppid = new Map(accounts.map((account) => [account.appid, account]))
  return async (source, signal) => {
    const { appid, mediaId } = sourceShape.parse(source)
    const account = byAppid.get(appid)
    if (!account)
      throw new UnfetchableError(
        'wechat_account_unknown',
        'The file was sent to a WeChat account that is not set up here.',
        'Set the account up again, or ask the customer to send the file again.',
      )
    const { promise: stopped, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    return Promise.race([fetchMedia(account, mediaId), stopped])
  }
}
