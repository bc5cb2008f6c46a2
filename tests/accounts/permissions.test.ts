import { describe, expect, it } from 'vitest'
import { may, type Permission, permissionsOf, roles } from '../../src/accounts/permissions.ts'
import { textOf } from '../structure/sources.ts'

describe('roles', () => {
  it.each([
    ['agent', 'conversation.answer', true],
    ['agent', 'customer.reveal', true],
    ['agent', 'conversation.assign', false],
    ['agent', 'corpus.read', false],
    ['supervisor', 'conversation.assign', true],
    ['supervisor', 'corpus.edit', false],
    ['lead', 'rules.edit', true],
    ['lead', 'corpus.publish', true],
    ['lead', 'accounts.manage', false],
    ['lead', 'audit.read', false],
    ['lead', 'customer.erase', false],
    ['admin', 'accounts.manage', true],
    ['admin', 'audit.read', true],
  ] as const)('%s and %s: %s', (role, permission, allowed) => {
    expect(may(role, permission)).toBe(allowed)
    expect(permissionsOf(role).includes(permission)).toBe(allowed)
  })

  it('may do all that the role before them may', () => {
    for (const [at, role] of roles.entries()) {
      const before = roles[at - 1]
      if (!before) continue
      expect(permissionsOf(role)).toEqual(expect.arrayContaining(permissionsOf(before)))
      expect(permissionsOf(role).length).toBeGreaterThan(permissionsOf(before).length)
    }
  })

  it('are documented as they are', () => {
    const rows = [...textOf('docs/accounts.md').matchAll(/^\| `([a-z.-]+)` \|.*\| (.+) \|$/gm)]
    const documented = new Map(rows.map(([, permission = '', who = '']) => [permission, who]))
    const all = permissionsOf('admin')
    expect([...documented.keys()].sort()).toEqual([...all].sort())
    const described = (permission: Permission) => roles.filter((role) => may(role, permission)).join(', ')
    for (const permission of all)
      expect([permission, documented.get(permission)]).toEqual([permission, described(permission)])
  })
})
