/** Fetches files of Teams: from where OneDrive and SharePoint keep them, and pictures from the Bot Connector. */

import { z } from 'zod'
import type { FileSource } from './fetching.ts'
import { type DownloadOptions, download } from './safe-download.ts'

/** How a Teams file is kept as a source. */
export interface TeamsFile {
  /**
   * `download`: `downloadUrl` of `application/vnd.microsoft.teams.file.download.info`, which needs no
   * token; `inline`: `contentUrl` of a picture, which the Bot Connector gives only to the bot.
   */
  readonly kind: 'download' | 'inline'
  readonly url: string
  /** Of the activity it came with, as its token confirmed it. */
  readonly serviceUrl: string
}

/** What fetching needs. */
export interface TeamsSourceOptions extends Pick<DownloadOptions, 'maxBytes' | 'allowLoopback' | 'lookup'> {
  /** The bot's own access token for the Bot Connector; null where none is needed, in development. */
  readonly token: () => Promise<string | null>
}

const fileShape = z.object({
  kind: z.enum(['download', 'inline']),
  url: z.string().max(8_192),
  serviceUrl: z.string().max(2_048),
})

/** Where Microsoft keeps files people send in Teams: public cloud, 21Vianet, US government. */
const FILE_HOSTS =
  /^([a-z0-9-]+\.)+(sharepoint\.com|sharepoint\.cn|sharepoint\.us|onedrive\.com|svc\.ms|office\.net|teams\.microsoft\.com)$/

/**
 * A source for {@link fetchDue}. The token goes to the host of the service URL and nowhere else.
 * @throws as `download`; ZodError for a source of another shape
 */
export function teamsSource({ token, ...options }: TeamsSourceOptions): FileSource {
  return async (source, signal) => {
    const { kind, url, serviceUrl } = fileShape.parse(source)
    const connector = originOf(serviceUrl)
    const isConnector = kind === 'inline' && connector !== null && originOf(url) === connector
    const bearer = isConnector ? await token() : null
    return download(url, {
      ...options,
      signal,
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      allowHost: (host) => isConnector || FILE_HOSTS.test(host),
    })
  }
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}
