/** The bot's own access tokens for the Bot Connector: fetched, kept until shortly before they expire. */

import { z } from 'zod'
import { LiukeError } from '../../errors.ts'
import { readAnswer } from './answer.ts'
import { CLOUDS, type TeamsCloud } from './clouds.ts'

/** Who the bot is to Microsoft Entra ID. */
export interface TeamsIdentity {
  readonly appId: string
  readonly appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI'
  /** Client secret; a managed identity has none. */
  readonly password?: string | undefined
  readonly tenantId?: string | undefined
  readonly cloud: TeamsCloud
  /** Takes the place of the cloud's login server, or of the virtual machine's identity service. */
  readonly loginUrl?: string | undefined
  /** Identity service of App Service and Container Apps: IDENTITY_ENDPOINT and IDENTITY_HEADER of the environment. */
  readonly identityEndpoint?: string | undefined
  readonly identityHeader?: string | undefined
}

/**
 * Gives an access token.
 * @param refused a token the connector did not accept; it is not given again
 * @throws LiukeError `teams_login_url_insecure`, `teams_sign_in_refused`, `teams_sign_in_failed`, `teams_sign_in_unreachable`
 */
export type TeamsToken = (refused?: string) => Promise<string>

const MACHINE_IDENTITY = 'http://169.254.169.254'
const TIMEOUT_MS = 10_000
/** A token is renewed this long before it expires. */
const RENEW_BEFORE_MS = 5 * 60_000

/** What the reasons of Entra ID mean for our settings; by number of the AADSTS code. */
const ADVICE: Readonly<Record<string, string>> = {
  '700016': 'Check TEAMS_APP_ID, and TEAMS_TENANT_ID: the app is not known in that tenant.',
  '7000215':
    'TEAMS_APP_PASSWORD is wrong: set it to the value of a client secret, which is not the ID of the secret.',
  '7000222': 'The client secret has expired: make a new one and set TEAMS_APP_PASSWORD to its value.',
  '90002': 'There is no such tenant: check TEAMS_TENANT_ID and TEAMS_CLOUD.',
}

const numeric = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
const tokenShape = z.object({
  access_token: z.string().min(1).max(16_384),
  expires_in: numeric.optional(),
  expires_on: numeric.optional(),
})
const refusalShape = z.object({
  error: z.string().max(200).optional(),
  error_description: z.string().optional(),
})

interface Token {
  readonly text: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/**
 * Tokens for a bot. At most one request is under way at a time, however many wait for it; while the
 * login server is away, the old token is given as long as it holds.
 */
export function teamsToken(identity: TeamsIdentity, now: () => number = Date.now): TeamsToken {
  let token: Token | null = null
  let fetching: Promise<Token> | null = null
  const fetchOnce = (): Promise<Token> => {
    fetching ??= fetchToken(identity, now).finally(() => {
      fetching = null
    })
    return fetching
  }
  return async (refused) => {
    const kept = token
    const usable = kept !== null && kept.text !== refused && kept.expiresAt > now()
    if (usable && kept.expiresAt - RENEW_BEFORE_MS > now()) return kept.text
    try {
      token = await fetchOnce()
      return token.text
    } catch (error) {
      if (usable) return kept.text
      throw error
    }
  }
}

async function fetchToken(identity: TeamsIdentity, now: () => number): Promise<Token> {
  const asked = now()
  const { url, init } =
    identity.appType === 'UserAssignedMSI' ? identityRequest(identity) : loginRequest(identity)
  let status: number
  let body: unknown
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    // A secret is sent to the server that is configured, and to no other.
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    status = response.status
    body = await readAnswer(response)
  } catch (error) {
    throw new LiukeError(
      'teams_sign_in_unreachable',
      `${url.host} does not answer, so the bot has no access token for Teams.`,
      identity.appType === 'UserAssignedMSI'
        ? 'Check that this machine runs in Azure with the managed identity TEAMS_APP_ID.'
        : 'Check the network, the proxy, TEAMS_CLOUD and TEAMS_LOGIN_URL.',
      { cause: error },
    )
  }
  if (status === 200) {
    const parsed = tokenShape.safeParse(body)
    if (parsed.success) {
      const { access_token: text, expires_in: seconds, expires_on: at } = parsed.data
      // RFC 6749 §5.1 recommends `expires_in`; the identity services of Azure give `expires_on`.
      const expiresAt =
        seconds !== undefined ? asked + seconds * 1_000 : at !== undefined ? at * 1_000 : asked
      return { text, expiresAt }
    }
  }
  throw refusal(url.host, status, body)
}

/** Client credentials, RFC 6749 §4.4. */
function loginRequest(identity: TeamsIdentity): { url: URL; init: RequestInit } {
  const { appId, appType, password = '', cloud, loginUrl } = identity
  const { login, tenant: sharedTenant, resource } = CLOUDS[cloud]
  const tenant = appType === 'MultiTenant' ? sharedTenant : (identity.tenantId ?? sharedTenant)
  const base = (loginUrl ?? login).replace(/\/+$/, '')
  const url = new URL(`${base}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`)
  if (url.protocol !== 'https:' && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
    throw new LiukeError(
      'teams_login_url_insecure',
      'TEAMS_LOGIN_URL is not an https address, so the password of the bot would go over the network in the clear.',
      'Set it to an https address, or leave it out.',
    )
  return {
    url,
    init: {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: password,
        scope: `${resource}/.default`,
      }),
    },
  }
}

/** Managed identity: App Service and Container Apps name their service in the environment, machines have a fixed one. */
function identityRequest(identity: TeamsIdentity): { url: URL; init: RequestInit } {
  const { appId, cloud, loginUrl, identityEndpoint, identityHeader } = identity
  const { resource } = CLOUDS[cloud]
  const named = identityEndpoint !== undefined && identityHeader !== undefined
  const base = (loginUrl ?? MACHINE_IDENTITY).replace(/\/+$/, '')
  const url = new URL(named ? identityEndpoint : `${base}/metadata/identity/oauth2/token`)
  url.searchParams.set('api-version', named ? '2019-08-01' : '2018-02-01')
  url.searchParams.set('resource', resource)
  url.searchParams.set('client_id', appId)
  return {
    url,
    init: { headers: named ? { 'x-identity-header': identityHeader } : { metadata: 'true' } },
  }
}

function refusal(host: string, status: number, body: unknown): LiukeError {
  const parsed = refusalShape.safeParse(body)
  const { error: word = '', error_description: description = '' } = parsed.success ? parsed.data : {}
  const number = /^AADSTS(\d{4,8})\b/.exec(description)?.[1]
  const reason = number === undefined ? word.replace(/[^\w.-]+/g, ' ').slice(0, 60) : `AADSTS${number}`
  const said = `${host} answered ${status}${reason === '' ? '' : ` (${reason})`}`
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) {
    return new LiukeError(
      'teams_sign_in_refused',
      `${said}: it gives the bot no access token for Teams.`,
      ADVICE[number ?? ''] ?? 'Check TEAMS_APP_ID, TEAMS_APP_TYPE, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.',
    )
  }
  return new LiukeError(
    'teams_sign_in_failed',
    `${said} when the bot asked for its access token for Teams.`,
    'It is tried again; if it stays so, check TEAMS_LOGIN_URL and the state of Azure.',
  )
}
