/** Fetches the pictures, voices and videos customers send in WeChat, where they are kept for three days. */

import { callForBytes, checkedAnswer, fetchBytes, jsonOf, type RawAnswer } from './api.ts'
import { WechatError } from './errors.ts'
import type { TokenAccount, WechatTokens } from './tokens.ts'

/** What fetching needs. */
export interface MediaOptions {
  readonly tokens: WechatTokens
  /** Base address of the WeChat API. */
  readonly apiUrl: string
  /** Largest file that is taken, in bytes. */
  readonly maxBytes: number
  /** How long fetching one file may take, in milliseconds. */
  readonly timeoutMs?: number
}

/** A file as it came. */
export interface Media {
  readonly bytes: Buffer
  /** As WeChat says; what it is shows only in the bytes. */
  readonly mediaType: string
  /** As WeChat says, without folders; not yet safe to show. */
  readonly name: string
}

const TIMEOUT_MS = 60_000
/** Where WeChat keeps videos it does not hand out directly. */
const VIDEO_HOSTS = /(?:^|\.)(?:qq\.com|qpic\.cn|weixin\.com)$/

/**
 * A function that fetches one file.
 * @throws WechatError: outcome `never` when it is gone (40007), too large or not one of ours; `refused` when
 *   fetching again may help. Fetching changes nothing, so `unknown` may be tried again as well.
 */
export function createMediaFetcher({ tokens, apiUrl, maxBytes, timeoutMs = TIMEOUT_MS }: MediaOptions) {
  return async (account: TokenAccount, mediaId: string): Promise<Media> => {
    const limits = { timeoutMs, limit: maxBytes }
    const answer = await tokens.use(account, async (access_token) => {
      const query = { access_token, media_id: mediaId }
      const raw = await callForBytes({ apiUrl, path: '/cgi-bin/media/get', query, ...limits })
      // Errors come as JSON in place of the file.
      return isJson(raw) ? { raw, fields: checkedAnswer(jsonOf(raw.bytes)) } : { raw, fields: null }
    })
    if (answer.fields === null) return mediaOf(answer.raw, mediaId)
    const { video_url: video } = answer.fields
    if (typeof video !== 'string' || !URL.canParse(video))
      throw WechatError.unanswered('WeChat answered with neither a file nor an error.')
    return mediaOf(await fetchBytes(videoAddress(new URL(video), new URL(apiUrl)), limits), mediaId)
  }
}

function isJson({ headers }: RawAnswer): boolean {
  return /^(?:application\/json|text\/plain)\b/i.test(headers.get('content-type') ?? '')
}

function mediaOf({ headers, bytes }: RawAnswer, mediaId: string): Media {
  const disposition = headers.get('content-disposition') ?? ''
  const name = /filename="?([^";]+)"?/i.exec(disposition)?.[1]?.split(/[/\\]/).at(-1)?.trim() || mediaId
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim() || 'application/octet-stream'
  return { bytes, mediaType, name }
}

/** Only where WeChat keeps files: the address came in an answer, and leads wherever it says. */
function videoAddress(url: URL, api: URL): URL {
  if (url.origin === api.origin) return url
  if (!VIDEO_HOSTS.test(url.hostname) || url.port !== '' || !/^https?:$/.test(url.protocol))
    throw WechatError.foreignAddress()
  url.protocol = 'https:'
  return url
}
