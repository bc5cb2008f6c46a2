/** Settings of the company's systems: what is refused, and that no token or customer travels in the clear. */

import { describe, expect, it } from 'vitest'
import { type Mode, readConfig } from '../../../src/config.ts'
import { LiukeError } from '../../../src/errors.ts'

const SERVE = { LIUKE_MASTER_KEY: '0'.repeat(64), DIRECTLINE_SECRET: 'sixteen-or-more-letters' }
const TOKEN = { COMPANY_SYSTEMS_TOKEN: 'sixteen-letters-and-more' }

function problemsOf(environment: Record<string, string>, mode: Mode = 'serve'): string {
  try {
    readConfig({ ...SERVE, ...environment }, mode)
    return ''
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'configuration_invalid') return error.message
    throw error
  }
}

describe('COMPANY_SYSTEMS_URL', () => {
  it.each([
    'https://crm.example.com/liuke',
    'http://localhost:4100',
    'http://127.0.0.1:4100/',
    'http://[::1]:4100',
  ])('%s is taken by serve', (url) => {
    expect(problemsOf({ ...TOKEN, COMPANY_SYSTEMS_URL: url })).toBe('')
  })

  it.each([
    ['http://crm.example.com/liuke', /in the clear/],
    ['http://localhost.example.com', /in the clear/],
    ['http://10.0.0.5:4100', /in the clear/],
    ['ftp://crm.example.com', /COMPANY_SYSTEMS_URL: /],
    ['crm.example.com', /COMPANY_SYSTEMS_URL: /],
    ['https://user:word@crm.example.com', /no user, password/],
    ['https://crm.example.com/?key=1', /no user, password/],
  ])('%s is refused', (url, message) => {
    const problems = problemsOf({ ...TOKEN, COMPANY_SYSTEMS_URL: url })
    expect(problems).toMatch(message)
    expect(problems).not.toContain('sixteen-letters')
  })

  it('may lead through a test network in the demo', () => {
    expect(problemsOf({ ...TOKEN, COMPANY_SYSTEMS_URL: 'http://10.0.0.5:4100' }, 'demo')).toBe('')
  })

  it('needs its token', () => {
    const url = { COMPANY_SYSTEMS_URL: 'https://crm.example.com' }
    expect(problemsOf(url)).toContain('COMPANY_SYSTEMS_TOKEN is not set')
    expect(problemsOf({ ...url, COMPANY_SYSTEMS_TOKEN: 'short' })).toContain('at least 16 characters')
  })
})
