/** Where webhooks may be sent: to the public Internet over HTTPS, and inside our own network only where it was allowed. */

import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { LiukeError } from '../../errors.ts'
import { isPublicAddress } from '../files/safe-download.ts'

/** What besides the public Internet may be sent to. */
export interface AddressPolicy {
  /** Whether this very machine may be, over plain HTTP too: in the demo. */
  readonly allowLoopback: boolean
  /** Hosts inside our own network, in lower case. */
  readonly privateHosts: readonly string[]
}

const MAX_LENGTH = 2_000

/**
 * Checks the address of a webhook.
 * @returns it in one form
 * @throws LiukeError `webhook_url_refused`
 */
export function checkAddress(text: string, policy: AddressPolicy): URL {
  const url = text.length <= MAX_LENGTH && URL.canParse(text) ? new URL(text) : null
  if (!url) throw refused('It is not a web address.')
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw refused('It has a user, a password or a fragment in it.')
  const host = hostOf(url)
  if (isLoopback(host) && (policy.allowLoopback || policy.privateHosts.includes(host))) {
    if (/^https?:$/.test(url.protocol)) return url
    throw refused('It is neither http nor https.')
  }
  if (url.protocol !== 'https:') throw refused('It is not https.')
  const isPrivate = isLoopback(host) || (isIP(host) !== 0 && !isPublicAddress(host))
  if (isPrivate && !policy.privateHosts.includes(host)) throw refused('It is inside your own network.')
  return url
}

/** Looks names up and gives only addresses that may be connected to, so that what was checked is what is connected to. */
export function guardedLookup(policy: AddressPolicy, lookup: typeof resolve = resolve): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '')
      const name = host.toLowerCase()
      const isAllowed =
        policy.privateHosts.includes(name) || (policy.allowLoopback && isLoopback(name))
          ? () => true
          : isPublicAddress
      const [first, ...others] = found
      // One address inside is reason enough: nobody publishes such a name in good faith.
      if (!first || !found.every(({ address }) => isAllowed(address)))
        return done(refused('Its name leads into your own network.'), '')
      if (options.all) done(null, [first, ...others])
      else done(null, first.address, first.family)
    })
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function refused(why: string): LiukeError {
  return new LiukeError(
    'webhook_url_refused',
    `No webhooks are sent to this address. ${why}`,
    'Use a public https address, or name its host in WEBHOOK_PRIVATE_HOSTS.',
  )
}
