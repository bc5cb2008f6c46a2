import type { LookupAddress, lookup } from 'node:dns'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { download, isPublicAddress } from '../../../src/channels/files/safe-download.ts'
import { teamsSource } from '../../../src/channels/files/teams-source.ts'
import { PNG } from './samples.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on this machine. @returns its address */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
}

/** Names that lead where a test wants them to. */
function names(addresses: readonly string[], asked: string[] = []): typeof lookup {
  const answer = (
    host: string,
    _options: unknown,
    done: (error: null, found: LookupAddress[]) => void,
  ): void => {
    asked.push(host)
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  // The one form of it that is used.
  return answer as unknown as typeof lookup
}

const { signal } = new AbortController()
const local = { maxBytes: 1_000, signal, allowHost: () => false, allowLoopback: true }

describe('a download', () => {
  it('gives bytes and type', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('content-type', 'image/png')
      response.end(PNG)
    })
    expect(await download(`${url}/a`, local)).toEqual({ bytes: PNG, mediaType: 'image/png' })
  })

  it('takes a file of exactly the limit and none of a byte more, announced or not', async () => {
    const url = await serve((request, response) => {
      const body = Buffer.alloc(Number(new URL(request.url ?? '', 'http://x').searchParams.get('n')))
      if (request.url?.startsWith('/announced')) response.setHeader('content-length', body.length)
      else response.flushHeaders()
      response.end(body)
    })
    for (const way of ['announced', 'chunked']) {
      expect((await download(`${url}/${way}?n=1000`, local)).bytes).toHaveLength(1_000)
      await expect(download(`${url}/${way}?n=1001`, local)).rejects.toMatchObject({ code: 'file_too_large' })
    }
  })

  it('does not read on when an endless file is too large', async () => {
    const url = await serve((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(600)), 1)
      response.on('close', () => clearInterval(timer))
    })
    await expect(download(url, local)).rejects.toMatchObject({ code: 'file_too_large' })
  })

  it.each([
    [301, 'file_address_refused'],
    [302, 'file_address_refused'],
    [307, 'file_address_refused'],
    [404, 'file_gone'],
    [410, 'file_gone'],
    [401, 'file_unreachable'],
    [206, 'file_unreachable'],
    [503, 'file_unreachable'],
  ])('that is answered %i fails with %s, and follows nothing', async (status, code) => {
    let calls = 0
    const url = await serve((request, response) => {
      calls += 1
      response.writeHead(status, { location: `http://${request.headers.host}/elsewhere` })
      response.end('no')
    })
    await expect(download(url, local)).rejects.toMatchObject({ code })
    expect(calls).toBe(1)
  })

  it('that breaks off or takes too long is tried again later', async () => {
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => response.destroy())
    })
    await expect(download(cut, local)).rejects.toMatchObject({ code: 'file_unreachable' })
    const silent = await serve(() => undefined)
    await expect(download(silent, { ...local, signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'file_unreachable',
    })
  })

  it.each([
    'http://files.sharepoint.com/a',
    'https://files.sharepoint.com:8443/a',
    'https://user:pass@files.sharepoint.com/a',
    'https://evil.example/a',
    'https://sharepoint.com.evil.example/a',
    'https://evilsharepoint.com/a',
    'https://127.0.0.1/a',
    'https://[::1]/a',
    'https://[::ffff:169.254.169.254]/a',
    'https://169.254.169.254/latest/meta-data',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://localhost/a',
    'https://files.sharepoint.com./a',
    'ftp://files.sharepoint.com/a',
    'file:///etc/passwd',
    'data:text/plain,a',
    'nonsense',
    '',
  ])('of %j is refused before any name is looked up', async (url) => {
    const asked: string[] = []
    const source = teamsSource({
      maxBytes: 1_000,
      token: async () => 'token',
      lookup: names(['127.0.0.1'], asked),
    })
    const file = { kind: 'download', url, serviceUrl: 'https://smba.trafficmanager.net/emea/' }
    await expect(source(file, signal)).rejects.toMatchObject({ code: 'file_address_refused' })
    expect(asked).toEqual([])
  })

  it.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['fd00::1']],
    [['::ffff:10.0.0.1']],
    [['64:ff9b::a00:1']],
    [['20.190.128.1', '192.168.0.1']],
  ])('of an allowed name that leads to %j is refused', async (addresses) => {
    const asked: string[] = []
    const options = { maxBytes: 1_000, signal, allowHost: () => true, lookup: names(addresses, asked) }
    await expect(download('https://files.sharepoint.com/a', options)).rejects.toMatchObject({
      code: 'file_address_refused',
    })
    expect(asked).toEqual(['files.sharepoint.com'])
  })
})

it.each([
  ['8.8.8.8', true],
  ['20.190.128.1', true],
  ['2603:1030::1', true],
  ['0.0.0.0', false],
  ['100.64.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['198.19.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::ffff:8.8.8.8', false],
  ['fe80::1', false],
  ['2002:7f00:1::', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['ff02::1', false],
  ['localhost', false],
])('%s is public: %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic))

describe('a picture of Teams', () => {
  const seen: (string | undefined)[] = []
  const start = (): Promise<string> => {
    seen.length = 0
    return serve((request, response) => {
      seen.push(request.headers.authorization)
      response.end(PNG)
    })
  }
  const options = { maxBytes: 1_000, allowLoopback: true, token: async () => 'bot-token' }

  it('is asked for with the token of the bot, at the connector of its activity', async () => {
    const url = await start()
    const source = teamsSource(options)
    await source({ kind: 'image', url: `${url}/v3/attachments/1`, serviceUrl: `${url}/emea/` }, signal)
    expect(seen).toEqual(['Bearer bot-token'])
  })

  it('elsewhere never gets the token', async () => {
    const [url, other] = [await start(), await serve((_request, response) => response.end())]
    const source = teamsSource(options)
    await source({ kind: 'image', url: `${url}/a`, serviceUrl: `${other}/` }, signal)
    await source({ kind: 'download', url: `${url}/a`, serviceUrl: `${url}/` }, signal)
    expect(seen).toEqual([undefined, undefined])
    const production = teamsSource({ ...options, allowLoopback: false })
    await expect(
      production(
        { kind: 'image', url: 'https://evil.example/a', serviceUrl: 'https://smba.example/' },
        signal,
      ),
    ).rejects.toMatchObject({ code: 'file_address_refused' })
  })
})
