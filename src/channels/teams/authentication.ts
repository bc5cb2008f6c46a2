/** Lets in who proves to be the Bot Connector, by its signed token; see https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication. */

import { decodeJwt, errors, jwtVerify } from 'jose'
import type { Config } from '../../config.ts'
import type { Logger } from '../../log.ts'
import { HttpError } from '../http.ts'
import { RateLimit } from '../rate-limit.ts'
import type { Authenticate } from './admission.ts'
import { CLOUDS } from './clouds.ts'
import { developmentAuthentication } from './development.ts'
import { isLoopback } from './loopback.ts'
import { SigningKeys } from './signing-keys.ts'

/** What authentication is configured by. */
export type AuthenticationSettings = Pick<
  Config,
  | 'TEAMS_APP_ID'
  | 'TEAMS_APP_TYPE'
  | 'TEAMS_TENANT_ID'
  | 'TEAMS_TENANTS'
  | 'TEAMS_CLOUD'
  | 'TEAMS_OPENID_URL'
  | 'TEAMS_DEVELOPMENT'
>

const ALGORITHMS = ['RS256', 'RS384', 'RS512']
/** How far the clocks may differ, in seconds. */
const CLOCK_SKEW_SECONDS = 300
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i
/** Longest token that is looked at. */
const MAX_TOKEN = 8_192

/** The authentication the configuration asks for; null when it opens no way in for Teams. */
export function teamsAuthentication(
  config: AuthenticationSettings,
  now: () => number,
  log: Logger,
): Authenticate | null {
  const { TEAMS_APP_ID: appId } = config
  if (appId !== undefined) return connectorAuthentication({ ...config, TEAMS_APP_ID: appId }, now, log)
  return config.TEAMS_DEVELOPMENT ? developmentAuthentication() : null
}

function connectorAuthentication(
  config: AuthenticationSettings & { readonly TEAMS_APP_ID: string },
  now: () => number,
  log: Logger,
): Authenticate {
  const { issuer, document } = CLOUDS[config.TEAMS_CLOUD]
  const documentUrl = config.TEAMS_OPENID_URL ?? document
  const keys = new SigningKeys(documentUrl, now, log)
  const appId = config.TEAMS_APP_ID.toLowerCase()
  const tenants = tenantsOf(config)
  // Only where the issuer itself is on this machine, in tests, may its connector be.
  const allowLoopback = isLoopback(documentUrl)
  const mayLog = new RateLimit(1, now)
  const refuse = (reason: string): HttpError => {
    // Anybody can be refused as often as they like; one line a minute tells an operator enough.
    if (mayLog.take(reason) === 0) log.warn({ reason }, 'a request to /api/messages was refused')
    return new HttpError(401, 'Unauthorized', 'The token does not prove that this is the Bot Connector.')
  }

  return async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined || token.length > MAX_TOKEN) throw refuse('no token')
    try {
      const claimed = decodeJwt(token)
      // Tokens for others must not make us ask for keys.
      if (claimed.iss !== issuer) throw refuse('another issuer')
      if (typeof claimed.aud !== 'string' || claimed.aud.toLowerCase() !== appId)
        throw refuse('another audience')
      let endorsements: readonly string[] = []
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? null : await keys.find(kid)
          if (!key) throw refuse('unknown key')
          endorsements = key.endorsements
          return key.key
        },
        {
          algorithms: ALGORITHMS,
          issuer,
          audience: claimed.aud,
          requiredClaims: ['exp'],
          clockTolerance: CLOCK_SKEW_SECONDS,
          currentDate: new Date(now()),
        },
      )
      const serviceUrl = payload['serviceurl']
      return (origin) => {
        if (endorsements.length > 0 && !endorsements.includes(origin.channelId))
          throw refuse('key not endorsed for the channel')
        if (typeof serviceUrl !== 'string' || serviceUrl !== origin.serviceUrl)
          throw refuse('another service address')
        if (!isCallable(serviceUrl, allowLoopback)) throw refuse('unsafe service address')
        if (origin.channelId !== 'msteams')
          throw new HttpError(403, 'ChannelNotAllowed', 'Only Teams may send here.')
        if (tenants && !tenants.has(origin.tenantId?.toLowerCase() ?? ''))
          throw new HttpError(403, 'TenantNotAllowed', 'Users of this tenant may not write to this bot.')
      }
    } catch (error) {
      if (error instanceof HttpError) throw error
      throw refuse(error instanceof errors.JOSEError ? error.code : 'malformed token')
    }
  }
}

/** Answers go there with our own token, so it must be private on the way. */
function isCallable(serviceUrl: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false
  return new URL(serviceUrl).protocol === 'https:' || (allowLoopback && isLoopback(serviceUrl))
}

/** Tenants whose users may write, in lower case; null for all. */
function tenantsOf({
  TEAMS_TENANTS: named,
  TEAMS_APP_TYPE: type,
  TEAMS_TENANT_ID: own,
}: AuthenticationSettings): ReadonlySet<string> | null {
  if (named && named.length > 0) return new Set(named.map((tenant) => tenant.toLowerCase()))
  return type === 'MultiTenant' || own === undefined ? null : new Set([own.toLowerCase()])
}
