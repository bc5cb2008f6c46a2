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
    const { raw, fields } = await tokens.use(account, async (access_token) => {
      const query = { access_token, media_id: mediaId }
      const raw = await callForBytes({ apiUrl, path: '/cgi-bin/media/get', query, ...limits })
      const fields = fieldsIn(raw)
      return { raw, fields: fields === null ? null : checkedAnswer(fields) }
    })
    const video = fields?.['video_url']
    if (typeof video !== 'string') return mediaOf(raw, mediaId, maxBytes)
    return mediaOf(await fetchBytes(videoAddress(video, new URL(apiUrl)), limits), mediaId, maxBytes)
  }
}

/** The JSON that stands in place of the file: an error, or where a video is. Null when it is the file. */
function fieldsIn({ headers, bytes }: RawAnswer): object | null {
  if (bytes === null || !/^(?:application\/json|text\/plain)\b/i.test(headers.get('content-type') ?? ''))
    return null
  const json = jsonOf(bytes)
  const isAnswer = typeof json === 'object' && json !== null && ('errcode' in json || 'video_url' in json)
  return isAnswer ? json : null
}

function mediaOf({ headers, bytes }: RawAnswer, mediaId: string, maxBytes: number): Media {
  if (bytes === null)
    throw WechatError.refusedByUs(
      `The file is larger than ${maxBytes} bytes.`,
      'UPLOAD_MAX_MB sets the limit.',
    )
  const disposition = headers.get('content-disposition') ?? ''
  const name = /filename="?([^";]+)"?/i.exec(disposition)?.[1]?.split(/[/\\]/).at(-1)?.trim() || mediaId
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim() || 'application/octet-stream'
  return { bytes, mediaType, name }
}

/** Only where WeChat keeps files: the address came in an answer, and may lead anywhere. */
function videoAddress(video: string, api: URL): URL {
  const url = URL.canParse(video) ? new URL(video) : null
  if (url?.origin === api.origin) return url
  if (url === null || !VIDEO_HOSTS.test(url.hostname) || url.port !== '' || !/^https?:$/.test(url.protocol))
    throw WechatError.refusedByUs('The video is not kept at WeChat.', 'Ask the customer to send it again.')
  url.protocol = 'https:'
  return url
}
