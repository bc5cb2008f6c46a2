/** The files of a message in Teams, and where they are fetched from. */

import { z } from 'zod'
import type { TeamsActivity, TeamsAttachment } from './shapes.ts'

/** A file a customer sent, still at Teams. */
export interface TeamsFile {
  /** `download`: a link that opens by itself; `image`: behind the connector, which asks for our token. */
  readonly kind: 'download' | 'image'
  readonly url: string
  /** The connector of the conversation; only its host is ever shown our token. */
  readonly serviceUrl: string
  /** As it was sent; empty where Teams names none. */
  readonly name: string
  /** As Teams says; to be checked when the bytes are here. */
  readonly mediaType: string
}

const DOWNLOAD_INFO = 'application/vnd.microsoft.teams.file.download.info'
/** More files in one message are left out. */
const MAX_FILES = 10
const MAX_URL = 4_000

const downloadShape = z.object({
  downloadUrl: z.url().max(MAX_URL),
  fileType: z.string().max(40).nullish(),
})

/**
 * The files of a message. Cards, quotes and the copy of the message as HTML, which Teams adds to every
 * message, are none.
 */
export function sentFiles({ attachments = [], serviceUrl }: TeamsActivity): TeamsFile[] {
  return attachments.flatMap((attachment) => fileOf(attachment, serviceUrl) ?? []).slice(0, MAX_FILES)
}

function fileOf(
  { contentType = '', contentUrl, content, name }: TeamsAttachment,
  serviceUrl: string,
): TeamsFile | null {
  if (contentType === DOWNLOAD_INFO) {
    const parsed = downloadShape.safeParse(content)
    if (!parsed.success) return null
    const { downloadUrl: url, fileType } = parsed.data
    const fallback = fileType ? `file.${fileType}` : ''
    return {
      kind: 'download',
      url,
      serviceUrl,
      name: name ?? fallback,
      mediaType: 'application/octet-stream',
    }
  }
  const isUrl = contentUrl !== undefined && contentUrl.length <= MAX_URL && URL.canParse(contentUrl)
  if (!/^image\//i.test(contentType) || !isUrl) return null
  return {
    kind: 'image',
    url: contentUrl,
    serviceUrl,
    name: name ?? '',
    mediaType: contentType.toLowerCase(),
  }
}
