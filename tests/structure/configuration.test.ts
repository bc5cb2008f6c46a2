/** Settings are documented as they are, and wrong ones are told all at once. */

import { describe, expect, it } from 'vitest'
import { readConfig, settings } from '../../src/config.ts'
import { LiukeError } from '../../src/errors.ts'
import { textOf } from './sources.ts'

type Name = keyof typeof settings

// Object.keys gives strings; these are the keys of the table of settings.
const names = Object.keys(settings) as Name[]
/** What `serve` cannot do without. */
const SECRETS = { LIUKE_MASTER_KEY: '0'.repeat(64), DIRECTLINE_SECRET: 'sixteen-or-more-letters' }

/** What a setting is when nothing sets it; undefined for one that stays unset. */
function defaultOf(name: Name): string | undefined {
  const { [name]: setting } = settings
  if ('fallback' in setting) return setting.fallback
  const value = readConfig({}, 'demo')[name]
  return value === undefined ? undefined : String(value)
}

describe('docs/configuration.md', () => {
  const rows = new Map(
    [...textOf('docs/configuration.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)` \| ([^|]*) \| ([^|]+) \|$/gm)].map(
      ([, name = '', byDefault = '', meaning = '']) => [name, { byDefault, meaning }],
    ),
  )

  it('has every setting, and none that does not exist', () => {
    expect([...rows.keys()].sort()).toEqual([...names].sort())
  })

  it.each(names)('gives the default of %s, and says what it is for', (name) => {
    const { byDefault = '', meaning = '' } = rows.get(name) ?? {}
    const value = defaultOf(name)
    if (name in SECRETS) expect(byDefault).toBe('required by `serve`')
    else if (value === undefined) expect(byDefault).toBe('not set')
    else expect(byDefault).toBe(`\`${value}\``)
    expect(meaning.length).toBeGreaterThan(20)
  })
})

describe('.env.example', () => {
  const lines = textOf('.env.example').split('\n')
  const settingsIn = new Map(
    lines.flatMap((line) => {
      const match = /^# ?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line)
      return match ? [[match[1] ?? '', match[2] ?? ''] as const] : []
    }),
  )

  it('has every setting, and none that does not exist', () => {
    expect([...settingsIn.keys()].sort()).toEqual([...names].sort())
  })

  it('sets nothing: a copy of it changes nothing until a line is uncommented', () => {
    expect(lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))).toEqual([])
  })

  it.each(names)('shows the default of %s', (name) => {
    expect(settingsIn.get(name)).toBe(defaultOf(name) ?? '')
  })
})

describe('other documents', () => {
  const PAGES = [
    'README.md',
    'docs/operations.md',
    'docs/architecture.md',
    'docs/recipes.md',
    'docs/direct-line.md',
  ]
  /** Written like settings and not ours, or set by the makers of the container and the unit. */
  const FOREIGN = new Set(['NODE_ENV'])

  it.each([...PAGES, 'Dockerfile', 'packaging/liuke.service'])(
    '%s names only settings that exist',
    (page) => {
      const known = new Set<string>(names)
      const families = /\b(?:LIUKE|DIRECTLINE|WIDGET|RATE|QUEUE|BACKUP|SQLITE|TRUST|METRICS|MODEL)_[A-Z_]+\b/g
      const unknown = (textOf(page).match(families) ?? []).filter(
        (name) => !known.has(name) && !FOREIGN.has(name),
      )
      expect(unknown).toEqual([])
    },
  )
})

describe('readConfig', () => {
  /** The message of the refusal. */
  const refusal = (environment: Record<string, string>, mode: 'demo' | 'serve'): string => {
    try {
      readConfig(environment, mode)
    } catch (error) {
      if (error instanceof LiukeError && error.code === 'configuration_invalid') return error.message
      throw error
    }
    throw new Error('The configuration was accepted.')
  }

  it('needs nothing for the demo', () => {
    const config = readConfig({}, 'demo')
    expect(config).toMatchObject({ mode: 'demo', PORT: 3978, HOST: '127.0.0.1', LIUKE_TRACE: false })
    expect(config.DIRECTLINE_SECRET).toBeUndefined()
  })

  it('refuses production without its secrets, naming both', () => {
    const message = refusal({}, 'serve')
    for (const name of Object.keys(SECRETS)) expect(message).toContain(`${name} is not set`)
    expect(readConfig(SECRETS, 'serve').mode).toBe('serve')
  })

  it('tells all problems together, each with what the setting is for', () => {
    const wrong = {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: '-1',
      PUBLIC_URL: 'chat',
      BACKUP_HOUR: '25',
    }
    const message = refusal(wrong, 'serve')
    for (const name of [...Object.keys(wrong), ...Object.keys(SECRETS)]) {
      expect(message).toContain(`${name}`)
      expect(message).toContain(settings[name as Name].about)
    }
    expect(message).toContain('7 problems')
    expect(message.split('\n').filter((line) => line.startsWith('  - '))).toHaveLength(7)
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '3978.5'],
    ['TRUST_PROXY', 'yes'],
    ['SQLITE_SYNCHRONOUS', 'off'],
    ['DIRECTLINE_SECRET', 'short'],
    ['DIRECTLINE_TOKEN_MINUTES', '0'],
    ['RATE_MESSAGES_PER_MINUTE', '0'],
    ['BACKUP_HOUR', 'never'],
    ['LOG_LEVEL', 'INFO'],
    ['LIUKE_TRACE', 'yes'],
    ['MODEL_SEED', '1.5'],
  ])('knows no %s of %s', (name, value) => {
    expect(refusal({ [name]: value }, 'demo')).toContain(`${name}: `)
  })

  it('takes an empty setting for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', PUBLIC_URL: '' }, 'demo')).toEqual(
      readConfig({}, 'demo'),
    )
  })

  it('converts: numbers, flags and lists', () => {
    const origins = 'https://a.example, https://b.example,'
    const config = readConfig(
      { PORT: '0', LIUKE_TRACE: 'true', WIDGET_ORIGINS: origins, BACKUP_HOUR: '0' },
      'demo',
    )
    expect(config).toMatchObject({
      PORT: 0,
      LIUKE_TRACE: true,
      WIDGET_ORIGINS: ['https://a.example', 'https://b.example'],
      BACKUP_HOUR: 0,
    })
  })

  it('puts databases and backups into LIUKE_HOME unless told otherwise', () => {
    const config = readConfig({ LIUKE_HOME: '/srv/liuke', KEYSTORE_URL: 'postgres://keys/db' }, 'demo')
    expect(config).toMatchObject({
      DATABASE_URL: 'sqlite:/srv/liuke/liuke.sqlite',
      KEYSTORE_URL: 'postgres://keys/db',
      BACKUP_FOLDER: '/srv/liuke/backups',
    })
  })

  it('never repeats a secret in what it says', () => {
    const secret = 'fifteen-letters'
    expect(refusal({ DIRECTLINE_SECRET: secret }, 'demo')).not.toContain(secret)
  })
})
