/** `liuke api token`: makes, lists and revokes tokens of the public API. */

import { parseArgs } from 'node:util'
import { type Scope, scopes } from '../api/scopes.ts'
import { type ApiToken, createToken, listTokens, revokeToken } from '../api/tokens.ts'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'

/** A call that was read. */
export type TokenCall =
  | {
      readonly action: 'create'
      readonly name: string
      readonly scopes: readonly Scope[]
      /** What `--expires` says. */
      readonly expires: string | undefined
    }
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'revoke'; readonly name: string }

const DAY_MS = 24 * 60 * 60_000
const EXPIRY = /^(?:(\d{1,4})d|(\d{4}-\d\d-\d\d))$/

/** @returns the call, or what is wrong with it */
export function readTokenCall(args: string[]): TokenCall | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        scopes: { type: 'string' },
        expires: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, name, ...more] = positionals
    if (more.length > 0) return 'That is too much.'
    if (action === 'list' && name === undefined) return { action, json: values.json }
    if (action === 'revoke') return name === undefined ? 'Which token?' : { action, name }
    if (action !== 'create') return 'Say create, list or revoke.'
    if (values.name === undefined || name !== undefined) return 'Name the token with --name.'
    const named = (values.scopes ?? '').split(',').flatMap((scope) => scope.trim() || [])
    const unknown = named.find((scope) => !scopes.some((known) => known === scope))
    if (unknown !== undefined) return `There is no scope ${unknown}. Scopes are ${scopes.join(', ')}.`
    if (values.expires !== undefined && !EXPIRY.test(values.expires))
      return '--expires takes days as 90d, or a date as 2027-01-31.'
    return {
      action,
      name: values.name,
      scopes: scopes.filter((scope) => named.includes(scope)),
      expires: values.expires,
    }
  } catch (error) {
    return messageOf(error)
  }
}

/** Does it. @returns what to print */
export async function performToken(store: Store, actor: string, call: TokenCall): Promise<string> {
  switch (call.action) {
    case 'create': {
      const expiresAt = call.expires === undefined ? null : expiryOf(call.expires, store.now())
      const { token, secret } = await createToken(store, actor, { ...call, expiresAt })
      return `${secret}\n\nThis is shown once. ${token.name} may: ${token.scopes.join(', ')}; ${endOf(token)}.`
    }
    case 'list': {
      const tokens = await listTokens(store)
      if (call.json) return JSON.stringify(tokens)
      return tokens.map((token) => lineOf(token, store.now())).join('\n') || 'There are no tokens.'
    }
    case 'revoke':
      await revokeToken(store, actor, call.name)
      return `${call.name} is refused from now on.`
  }
}

/** @param text as checked by `readTokenCall` */
function expiryOf(text: string, now: number): number {
  const [, days, date] = EXPIRY.exec(text) ?? []
  // A date is given to its end.
  return days === undefined ? Date.parse(`${date}T00:00:00Z`) + DAY_MS : now + Number(days) * DAY_MS
}

function endOf({ expiresAt }: ApiToken): string {
  return expiresAt === null ? 'it does not expire' : `it expires on ${new Date(expiresAt).toISOString()}`
}

function lineOf(token: ApiToken, now: number): string {
  const { name, scopes: allowed, revokedAt, expiresAt, lastUsedAt } = token
  const isOver = expiresAt !== null && expiresAt <= now
  const state = revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'in force'
  const used = lastUsedAt === null ? 'never used' : `used ${new Date(lastUsedAt).toISOString().slice(0, 16)}Z`
  return `${name.padEnd(20)}  ${state.padEnd(8)}  ${used.padEnd(22)}  ${allowed.join(',')}`
}
