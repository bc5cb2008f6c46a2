/** Import and export over real HTTP: every format there and back, limits, hostile files, who may, and who was faster. */

import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ExportAbout, ImportAnswer } from '../../src/console/corpus-exchange-types.ts'
import type { DifferenceAnswer, ItemAnswer } from '../../src/console/corpus-types.ts'
import { exchangeFormats } from '../../src/jobs/exchange/given.ts'
import type { Answer } from '../direct-line.ts'
import { shopFolders } from '../jobs/publish/shop-corpus.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/corpus'
let server: TestServer
let lead: Desk
/** The corpus with a phrase more, in each format. */
const changed = new Map<string, File>()

beforeAll(async () => {
  const { corpus, company } = await shopFolders()
  server = await testServer({ env: { LIUKE_CORPUS: corpus, LIUKE_COMPANY: company } })
  lead = await signedIn('lead')
  const item: ItemAnswer = (await lead.call('GET', `${BASE}/item?key=entry:plan.list`)).body
  const entry = await entryOf('plan.list')
  const phrases = { ...entry.phrases, en: [...entry.phrases.en, 'plans for two'] }
  const content = { kind: 'entry', entry: { ...entry, phrases } }
  await lead.call('PUT', `${BASE}/item`, { key: item.key, version: item.version, content })
  for (const format of exchangeFormats) changed.set(format, await exported(format, 'draft'))
  await lead.call('POST', `${BASE}/discard`, { keys: [item.key] })
})
afterAll(() => server.close())
afterEach(async () => {
  const keys = await changedKeys()
  if (keys.length > 0) await lead.call('POST', `${BASE}/discard`, { keys })
})

const signedIn = (name: string): Promise<Desk> =>
  Desk.signIn(server.url, server.accounts.find((account) => account.name === name)!)

async function changedKeys(): Promise<string[]> {
  const { items }: DifferenceAnswer = (await lead.call('GET', `${BASE}/difference`)).body
  return items.map(({ key }) => key)
}

async function entryOf(id: string) {
  const { body }: { body: ItemAnswer } = await lead.call('GET', `${BASE}/item?key=entry:${id}`)
  if (body.content?.kind !== 'entry') throw new Error(`${id} is no entry.`)
  return body.content.entry
}

interface File {
  readonly name: string
  readonly bytes: Uint8Array
}

async function exported(format: string, which: string): Promise<File> {
  const response = await fetch(`${server.url}${BASE}/export?format=${format}&which=${which}`, {
    headers: lead.headers,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return { name, bytes: await response.bytes() }
}

const text = (name: string, content: string): File => ({ name, bytes: strToU8(content) })

async function sent(
  how: string,
  body: RequestInit['body'],
  headers: Record<string, string> = {},
  who = lead,
): Promise<Answer> {
  const response = await fetch(`${server.url}${BASE}/import?${how}`, {
    method: 'POST',
    headers: { ...who.headers, ...headers },
    body: body ?? null,
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function imported(how: string, ...files: readonly File[]): Promise<Answer> {
  const form = new FormData()
  for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name)
  return sent(how, form)
}

async function done(how: string, ...files: readonly File[]): Promise<ImportAnswer> {
  const { status, body } = await imported(how, ...files)
  expect([status, body.error]).toEqual([200, undefined])
  return body
}

describe('there and back', () => {
  it.each(exchangeFormats)('%s: nothing changes, and a phrase more is one item', async (format) => {
    const file = await exported(format, 'live')
    const about: ExportAbout = (await lead.call('GET', `${BASE}/export/about?format=${format}&which=live`))
      .body
    expect(about.name).toBe(file.name)
    expect(file.name).toMatch(/^corpus-live(-[a-z]+\.zip|\.csv|\.xlsx)$/)
    expect(about.lost.length > 0).toBe(format !== 'yaml')
    const admin = await signedIn('admin')
    const { body: log } = await admin.call('GET', '/api/console/audit?action=corpus.export')
    expect(log.entries[0]).toMatchObject({
      actor: 'lead',
      target: 'live',
      detail: expect.stringContaining(format),
    })
    const same = await done(`format=${format}`, file)
    expect([same.items, same.lost]).toEqual([[], []])

    const more = changed.get(format)!
    const shown = await done(`format=${format}`, more)
    expect(shown).toMatchObject({ counts: { added: 0, changed: 1, removed: 0 }, applied: false, errors: 0 })
    expect(shown.items[0]?.after).toContain('plans for two')
    expect(await changedKeys()).toEqual([])
    const taken = await done(`format=${format}&dryRun=false&shown=${shown.fingerprint}`, more)
    expect(taken.applied).toBe(true)
    expect((await entryOf('plan.list')).phrases.en).toContain('plans for two')
    const { changes } = taken
    expect((await lead.call('POST', `${BASE}/undo`, { changes })).status).toBe(200)
    expect(await changedKeys()).toEqual([])
  })

  it('a revision has its number, and one that is not there is not found', async () => {
    const answer = await lead.call('GET', `${BASE}/export/about?format=csv&which=1`)
    expect(answer.body.name).toBe('corpus-revision-1.csv')
    expect((await lead.call('GET', `${BASE}/export?format=csv&which=99`)).status).toBe(404)
    for (const query of ['', 'format=pdf', 'format=csv&which=0', 'format=csv&which=../x', 'format=csv&x=1'])
      expect((await lead.call('GET', `${BASE}/export?${query}`)).status, query).toBe(400)
  })
})

describe('an import', () => {
  const csv = (answer: string) =>
    text(
      'new.csv',
      `id,title_zh,title_en,phrases_zh,phrases_en,answer_zh,answer_en\nshop.hours,营业时间,Opening hours,几点开门,when do you open,${answer},Nine.\n`,
    )

  it('makes entries, says what is wrong with them, and is one line of the audit log', async () => {
    const shown = await done('format=csv', csv('{no.such.value}'))
    expect(shown.counts).toEqual({ added: 1, changed: 0, removed: 0 })
    expect(shown.problems[0]).toMatchObject({ key: 'entry:shop.hours', code: 'variable_unknown' })
    expect(shown.problems.some(({ code }) => code === 'phrases_few')).toBe(true)
    const taken = await done(`format=csv&dryRun=false&shown=${shown.fingerprint}`, csv('{no.such.value}'))
    expect(taken.changes).toHaveLength(1)
    const admin = await signedIn('admin')
    const { body } = await admin.call('GET', '/api/console/audit?action=corpus.import')
    expect(body.entries[0]).toMatchObject({ actor: 'lead', target: 'draft' })
  })

  it('as one file in the body, with its name beside it', async () => {
    const { bytes } = csv('九点')
    const answer = await sent('format=csv&name=new.csv', new Uint8Array(bytes), {
      'content-type': 'application/octet-stream',
    })
    expect(answer.body).toMatchObject({ counts: { added: 1 }, applied: false })
  })

  it('tells an entry that stays when a phrase of it is brought again', async () => {
    const { phrases } = await entryOf('roam.abroad')
    const again = text('new.csv', `id,phrases_zh\nplan.list,${phrases.zh[0]}\n`)
    const shown = await done('format=csv', again)
    expect(shown.problems.map(({ code }) => code)).toContain('phrase_twice')
  })

  it('does nothing else than what was shown', async () => {
    const shown = await done('format=csv', csv('九点'))
    const other = await imported(`format=csv&dryRun=false&shown=${shown.fingerprint}`, csv('十点'))
    expect([other.status, other.body.error.code]).toEqual([409, 'ImportOutdated'])
    expect(await changedKeys()).toEqual([])
  })

  it('of two at once, one is done and the other told', async () => {
    const answers = await Promise.all(
      ['九点', '十点'].map(async (answer) => {
        const { fingerprint } = await done('format=csv', csv(answer))
        return imported(`format=csv&mode=replace&dryRun=false&shown=${fingerprint}`, csv(answer))
      }),
    )
    const codes = answers.map(({ status, body }) => (status === 200 ? 'taken' : body.error.code))
    expect(codes).toContain('taken')
    expect(codes.filter((code) => code !== 'taken')).toEqual([
      expect.stringMatching(/^(ImportOutdated|DraftConflict)$/),
    ])
  })

  it('in place of files takes out what they do not have', async () => {
    const file = await exported('yaml', 'live')
    const sample = unzipSync(file.bytes)['faq/sample.yaml']!
    const first = new TextDecoder().decode(sample).split('- id: bill.view')[0]!
    const merged = await done('format=yaml', text('sample.yaml', first))
    expect(merged.items).toEqual([])
    const { items } = await done('format=yaml&mode=replace', text('sample.yaml', first))
    expect(items.map(({ key, change }) => [key, change])).toEqual([
      ['entry:bill.view', 'removed'],
      ['entry:roam.abroad', 'removed'],
    ])
  })
})

describe('what is refused', () => {
  it.each([
    ['a format there is not', 'format=pdf', text('a.pdf', 'x'), 400, 'BadArgument'],
    ['another word for a mode', 'format=csv&mode=all', text('a.csv', 'id'), 400, 'BadArgument'],
    ['a file of another format', 'format=nlpjs', text('a.json', 'id,phrases'), 422, 'ImportUnreadable'],
    [
      'a damaged archive',
      'format=yaml',
      text('a.zip', 'PK\u0003\u0004 and nothing'),
      422,
      'ImportUnreadable',
    ],
    ['an archive without such files', 'format=csv', zip({ 'a.txt.png': 'x' }), 422, 'ImportUnreadable'],
    ['an archive in an archive', 'format=yaml', zip({ 'a.zip': 'x' }), 422, 'ImportUnreadable'],
    [
      'two files of one place',
      'format=yaml',
      zip({ 'a/faq/x.yaml': '- id: a.b\n', 'b/faq/x.yaml': '' }),
      422,
      'ImportUnreadable',
    ],
    ['too many files', 'format=yaml', zip(Object.fromEntries(numbered(201))), 413, 'ImportTooLarge'],
    [
      'a file larger than a corpus has',
      'format=yaml',
      zip({ 'faq/a.yaml': ' '.repeat(1 << 21) }),
      413,
      'ImportTooLarge',
    ],
    [
      'what unpacks to more than there may be',
      'format=csv',
      zip({ 'a.csv': '0'.repeat(51 << 20) }),
      413,
      'ImportTooLarge',
    ],
    [
      'the same in several files',
      'format=csv',
      zip(Object.fromEntries(numbered(60, '0'.repeat(1 << 20)))),
      413,
      'ImportTooLarge',
    ],
  ] as const)('%s', async (_what, how, file, status, code) => {
    const answer = await imported(how, file)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('a body without files, and one that is too large', async () => {
    expect((await sent('format=csv', '')).body.error.code).toBe('NoFiles')
    expect((await sent('format=csv', new FormData())).status).toBe(400)
    const large = text('a.csv', 'x'.repeat(10 * 1024 * 1024))
    const answer = await imported('format=csv', large)
    expect([answer.status, answer.body.error.code]).toEqual([413, 'ImportTooLarge'])
  })

  it.each(['../../faq/../../etc/x.yaml', 'C:\\faq\\x.yaml', '/faq/x.yaml', 'faq/__proto__/x.yaml'])(
    'a place outside of the corpus: %s',
    async (name) => {
      const { items } = await done('format=yaml', zip({ [name]: '- id: a.b\n  kind: faq\n' }))
      expect(items.map(({ key, file }) => [key, file])).toEqual([['entry:a.b', 'faq/x.yaml']])
      const strange = zip({ [name.replace('x.yaml', '.x.yaml')]: 'x', 'faq/y z.yaml': 'x', 'faq/y.yaml': '' })
      expect((await done('format=yaml', strange)).items.map(({ file }) => file)).toEqual(['faq/y.yaml'])
    },
  )

  it('whoever may not, and calls of other sites', async () => {
    const agent = await signedIn('agent')
    expect((await agent.call('GET', `${BASE}/export?format=csv`)).status).toBe(403)
    expect((await sent('format=csv', 'id', {}, agent)).status).toBe(403)
    expect((await sent('format=csv', 'id', {}, lead.with({ 'x-liuke-csrf': 'x' }))).status).toBe(403)
  })
})

function zip(files: Readonly<Record<string, string>>): File {
  return {
    name: 'a.zip',
    bytes: zipSync(
      Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])),
    ),
  }
}

function numbered(count: number, content = ''): [string, string][] {
  return Array.from({ length: count }, (_, at) => [`faq/a${at}.${content === '' ? 'yaml' : 'csv'}`, content])
}
