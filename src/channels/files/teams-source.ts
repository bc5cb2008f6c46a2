/** Fetches files of Teams: from where OneDrive and SharePoint keep them, and pictures from the Bot Connector. */

import { z } from 'zod'
import type { FileSource } from './fetching.ts'
import { type DownloadOptions, download } from './safe-download.ts'

/** What fetching needs. */
export interface TeamsSourceOptions extends Pick<DownloadOptions, 'maxBytes' | 'allowLoopback' | 'lookup'> {
  /** The bot's own access token for the Bot Connector; null where none is needed, in development. */
  readonly token: () => Promise<string | null>
}

/** What `sentFiles` of Teams tells of a file. */
const fileShape = z.object({
  /** `download`: a link that opens by itself; `image`: at the Bot Connector, which gives it only to the bot. */
  kind: z.enum(['download', 'image']),
  url: z.string().max(8_192),
  /** Of the activity it came with, as its token confirmed it. */
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
    const isConnector = kind === 'image' && connector !== null && originOf(url) === connector
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
