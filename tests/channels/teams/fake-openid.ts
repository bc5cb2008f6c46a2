/** An issuer of tokens like the Bot Connector's: an OpenID document and keys over HTTP, and whatever token a test wants signed. */

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type JWTPayload, SignJWT } from 'jose'

/** What signs a token, and what is published of it. */
export interface FakeKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly endorsements: readonly string[] | undefined
}

/** How the issuer answers. */
export type Mood = 'well' | 'down' | 'redirecting' | 'endless' | 'no json'

/** A running issuer. */
export interface FakeOpenId {
  /** Address of its OpenID document. */
  readonly url: string
  /** Keys it publishes; tests add and remove them. */
  readonly published: FakeKey[]
  mood: Mood
  /** How often the document, and the keys, were asked for. */
  readonly asked: { document: number; keys: number }
  close(): Promise<void>
}

/** Making keys takes longer than anything else here, so each is made once for all tests of a file. */
const keys = new Map<string, FakeKey>()

/** A key, the same for the same name. */
export function fakeKey(kid: string, endorsements: readonly string[] | undefined = ['msteams']): FakeKey {
  const known = keys.get(kid) ?? {
    kid,
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
    endorsements,
  }
  keys.set(kid, known)
  return { ...known, endorsements }
}

/** Starts an issuer on a free port of this machine. */
export async function fakeOpenId(...published: FakeKey[]): Promise<FakeOpenId> {
  let url = ''
  const state: Pick<FakeOpenId, 'published' | 'asked'> & { mood: Mood } = {
    published,
    mood: 'well',
    asked: { document: 0, keys: 0 },
  }
  const server = createServer((request, response) => {
    const isDocument = request.url === '/openid'
    state.asked[isDocument ? 'document' : 'keys'] += 1
    // Each by itself: restify, loaded beside this in one process, makes writeHead return nothing.
    if (state.mood === 'down') response.statusCode = 503
    if (state.mood === 'redirecting') {
      response.statusCode = 302
      response.setHeader('location', 'http://127.0.0.1:1/')
    }
    response.setHeader('content-type', 'application/json')
    if (state.mood === 'down' || state.mood === 'redirecting') return void response.end()
    if (state.mood === 'endless') {
      const pour = (): void => {
        while (response.writable && !response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', pour)
      return pour()
    }
    if (state.mood === 'no json') return void response.end('<html>')
    response.end(
      JSON.stringify(isDocument ? { jwks_uri: `${url}/keys` } : { keys: state.published.map(jwk) }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return Object.assign(state, {
    url: `${url}/openid`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function jwk({ kid, publicKey, endorsements }: FakeKey): object {
  return {
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    ...(endorsements ? { endorsements } : {}),
  }
}

/** What a token says, beside the good values; undefined leaves a claim out. */
export interface TokenWish {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly signWith?: KeyObject | Uint8Array
}

/** A token as the Bot Connector signs it, changed as wished. `now` in milliseconds since 1970. */
export function fakeToken(
  key: FakeKey,
  { appId, serviceUrl, now }: { appId: string; serviceUrl: string; now: number },
  { claims = {}, header = {}, signWith = key.privateKey }: TokenWish = {},
): Promise<string> {
  const seconds = Math.floor(now / 1_000)
  const payload = {
    iss: 'https://api.botframework.com',
    aud: appId,
    serviceurl: serviceUrl,
    nbf: seconds - 10,
    exp: seconds + 3_600,
    ...claims,
  }
  // JSON leaves out what is undefined; claims of a wrong type are what is tested.
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
    .sign(signWith)
}
