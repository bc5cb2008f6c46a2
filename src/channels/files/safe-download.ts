/** Downloads from addresses that other people name: only from hosts allowed, never from inside our own network. */

import { lookup as resolve } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { LiukeError } from '../../errors.ts'
import { type Fetched, UnfetchableError } from './fetching.ts'

/** How a download is fenced in. */
export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Largest file, in bytes. */
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** Whether files may be on a host; asked with its name in lower case. */
  readonly allowHost: (host: string) => boolean
  /** Lets this very machine be asked, over plain HTTP too: for development and tests. */
  readonly allowLoopback?: boolean
  /** How names become addresses; the system's way otherwise. */
  readonly lookup?: typeof resolve
}

/** Addresses of IPv4 that are not on the public Internet (the IANA special-purpose registry). */
const PRIVATE_V4 = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE_V4.addSubnet(network, prefix, 'ipv4')

/** Of IPv6 only 2000::/3 is given out, and of it these lead elsewhere: Teredo, documentation, 6to4. */
const GLOBAL_V6 = new BlockList()
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6')
const SPECIAL_V6 = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL_V6.addSubnet(network, prefix, 'ipv6')

/** Whether an address is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !PRIVATE_V4.check(address, 'ipv4')
  return version === 6 && GLOBAL_V6.check(address, 'ipv6') && !SPECIAL_V6.check(address, 'ipv6')
}

/**
 * Downloads a file. Redirects are not followed, and the address that was checked is the one that is
 * connected to, so a name that changes its mind in between gains nothing.
 * @throws UnfetchableError `file_address_refused`, `file_too_large`, `file_gone`
 * @throws LiukeError `file_unreachable`, to be tried again
 */
export function download(address: string, options: DownloadOptions): Promise<Fetched> {
  const url = allowedUrl(address, options)
  const { headers, signal, maxBytes, allowLoopback = false, lookup = resolve } = options
  return new Promise((settle, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof LiukeError ? error : unreachable(signal.aborted ? 'in time' : 'at all'))
    const client = url.protocol === 'https:' ? https : http
    const request = client.get(
      url,
      // Connections are not shared: each is made to an address that was just checked.
      { agent: false, signal, lookup: publicOnly(lookup, allowLoopback), headers: { ...headers } },
      (response) => {
        const { statusCode = 0 } = response
        response.on('error', fail)
        const announced = Number(response.headers['content-length'] ?? 0)
        const refusal = statusCode === 200 ? null : refusedWith(statusCode)
        if (refusal || announced > maxBytes) {
          request.destroy()
          return reject(refusal ?? tooLarge(maxBytes))
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size <= maxBytes) return void chunks.push(chunk)
          request.destroy()
          reject(tooLarge(maxBytes))
        })
        response.on('end', () => {
          if (!response.complete) return fail(null)
          const mediaType = response.headers['content-type']
          settle({ bytes: Buffer.concat(chunks), ...(mediaType === undefined ? {} : { mediaType }) })
        })
      },
    )
    request.on('error', fail)
  })
}

function allowedUrl(address: string, { allowHost, allowLoopback = false }: DownloadOptions): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.username !== '' || url.password !== '') throw refused()
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (allowLoopback && isLoopbackName(host)) {
    if (/^https?:$/.test(url.protocol)) return url
    throw refused()
  }
  // For a literal address nothing is looked up, so it is checked here.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused()
  if (url.protocol !== 'https:' || url.port !== '' || !allowHost(host)) throw refused()
  return url
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Looks names up and gives only addresses that may be connected to. */
function publicOnly(lookup: typeof resolve, allowLoopback: boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '')
      const isAllowed = allowLoopback && isLoopbackName(host) ? () => true : isPublicAddress
      const [first, ...others] = found
      // One address inside is reason enough: nobody publishes such a name in good faith.
      if (!first || !found.every(({ address }) => isAllowed(address))) return done(refused(), '')
      if (options.all) done(null, [first, ...others])
      else done(null, first.address, first.family)
    })
  }
}

function refusedWith(status: number): LiukeError {
  if (status === 404 || status === 410)
    return new UnfetchableError(
      'file_gone',
      'The file is no longer there.',
      'Ask the customer to send it again.',
    )
  if (status >= 300 && status < 400) return refused()
  return new LiukeError('file_unreachable', `The file's server answered ${status}.`, 'It is tried again.')
}

function refused(): UnfetchableError {
  return new UnfetchableError(
    'file_address_refused',
    'The file is at an address from which no files are fetched.',
    'Ask the customer to send the file itself.',
  )
}

function tooLarge(maxBytes: number): UnfetchableError {
  return new UnfetchableError(
    'file_too_large',
    `The file is larger than ${maxBytes} bytes.`,
    'UPLOAD_MAX_MB sets the limit.',
  )
}

function unreachable(how: string): LiukeError {
  return new LiukeError(
    'file_unreachable',
    `The file's server could not be reached ${how}.`,
    'It is tried again.',
  )
}
