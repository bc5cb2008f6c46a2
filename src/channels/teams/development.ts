/** Lets in programs of this machine without a token, for Microsoft's Agents Playground; only with TEAMS_DEVELOPMENT. */

import { HttpError } from '../http.ts'
import type { Authenticate } from './admission.ts'
import { isLoopback, isLoopbackPeer } from './loopback.ts'

const CHANNELS: ReadonlySet<string> = new Set(['msteams', 'emulator'])
/** Headers that a proxy adds, so that somebody else may be behind it. */
const FORWARDED = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'] as const

/**
 * Anybody on this machine may speak as any user, and nobody else: answers go to this machine only, and
 * neither a proxy nor a page in a browser can reach in from outside.
 */
export function developmentAuthentication(): Authenticate {
  return async (request) => {
    const { headers, socket } = request
    const local =
      isLoopbackPeer(socket.remoteAddress) &&
      isLoopback(`http://${headers.host ?? ''}`) &&
      FORWARDED.every((name) => headers[name] === undefined)
    // A page of any site can post here from a browser on this machine; such a request says where it is from.
    const browser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
    if (!local || browser)
      throw new HttpError(401, 'Unauthorized', 'Without credentials only programs of this machine may send.')
    return ({ channelId, serviceUrl }) => {
      if (!isLoopback(serviceUrl))
        throw new HttpError(401, 'Unauthorized', 'Without credentials the bot answers to this machine only.')
      if (!CHANNELS.has(channelId))
        throw new HttpError(403, 'ChannelNotAllowed', 'Only Teams and the emulator may send here.')
    }
  }
}
