/** The draft over real HTTP: list, search, changes, conflicts of two leads, checks, bulk edits, presence. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../src/accounts/accounts.ts'
import type {
  BulkAnswer,
  CheckAnswer,
  ChoicesAnswer,
  DraftAnswer,
  EntryContent,
  ItemAnswer,
  ItemContent,
  ItemsAnswer,
  PresenceAnswer,
} from '../../src/console/corpus-types.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/corpus'
const KEY = 'entry:bill.due-date'
const PASSWORD = 'kuzo-mira-tepa-lodu'

let server: TestServer
let lead: Desk
let second: Desk
let supervisor: Desk
beforeAll(async () => {
  server = await testServer()
  const { store } = server.open
  for (const [name, role] of [
    ['second', 'lead'],
    ['sup', 'supervisor'],
  ] as const)
    await addAccount(store, 'test', { name, role, password: PASSWORD })
  const signIn = (name: string) => Desk.signIn(server.url, { name, password: PASSWORD })
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
  second = await signIn('second')
  supervisor = await signIn('sup')
})
afterAll(() => server.close())

async function get<Answer>(path: string, who = lead): Promise<Answer> {
  const { status, body } = await who.call('GET', `${BASE}/${path}`)
  expect([path, status, body?.error]).toEqual([path, 200, undefined])
  return body
}
const items = (query: string) => get<ItemsAnswer>(`items?${query}`)
const item = (key = KEY, who = lead) => get<ItemAnswer>(`item?key=${encodeURIComponent(key)}`, who)
const put = (body: object, who = lead) => who.call('PUT', `${BASE}/item`, body)
const post = (path: string, body: object, who = lead) => who.call('POST', `${BASE}/${path}`, body)
const entryOf = ({ content }: ItemAnswer): EntryContent => {
  if (content?.kind !== 'entry') throw new Error('It is no entry.')
  return content.entry
}
const asContent = (entry: EntryContent): ItemContent => ({ kind: 'entry', entry })

describe('the draft', () => {
  it('begins as what is live, and is searched in both languages whatever the script', async () => {
    const all = await items('')
    expect(all.items.length).toBe(200)
    expect(all.next).toBe('200')
    const rest = await items('cursor=200')
    expect(rest.items[0]?.key).not.toBe(all.items[0]?.key)
    const kinds = await Promise.all(['entry', 'wording', 'test', 'file'].map((kind) => items(`kind=${kind}`)))
    expect(kinds.every(({ total }) => total > 5)).toBe(true)
    for (const q of [
      'bill.due-date',
      '繳費截止日',
      'WHEN payment is due',
      'ｗｈｅｎ ｉｓ ｍｙ ｂｉｌｌ ｄｕｅ',
    ]) {
      const { items: found } = await items(`kind=entry&q=${encodeURIComponent(q)}`)
      expect([q, found.map(({ key }) => key)]).toEqual([q, expect.arrayContaining([KEY])])
    }
    const draft = await get<DraftAnswer>('draft')
    expect(draft).toMatchObject({ live: null, changes: [], folder: null, fourEyes: false })
    expect(draft.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const choices = await get<ChoicesAnswer>('choices')
    expect(choices.variables.find(({ name }) => name === 'bill.due_day')).toBeDefined()
    expect(choices.files).toContain('faq/bill.yaml')
  })

  it('takes a change, tells a second lead what stands, and gives it back', async () => {
    const before = await item()
    expect(before.version).toBeLessThan(0)
    const theirs = await item(KEY, second)
    const mine = { ...entryOf(before), tags: ['sale'], valid: { until: '2020-01-01' } }
    const saved = await put({ key: KEY, version: before.version, content: asContent(mine) })
    expect(saved.status).toBe(200)
    const after: ItemAnswer = saved.body
    expect(entryOf(after)).toEqual(mine)
    expect(after).toMatchObject({ updatedBy: 'lead', isStale: false })
    expect((await items('state=expired')).items.map(({ key }) => key)).toEqual([KEY])
    expect((await items('tag=sale')).items[0]).toMatchObject({ key: KEY, change: 'changed', tags: ['sale'] })

    const phrases = { zh: [...entryOf(theirs).phrases.zh, '第二位主管写的'], en: entryOf(theirs).phrases.en }
    const late = asContent({ ...entryOf(theirs), phrases })
    const refused = await put({ key: KEY, version: theirs.version, content: late }, second)
    expect(refused.status).toBe(409)
    expect(refused.body.error.code).toBe('DraftConflict')
    expect(entryOf(refused.body.current)).toEqual(mine)

    // Adding phrases overwrites nothing, and needs no version.
    const added = await post('item/phrases', { key: KEY, zh: ['第二位主管写的'], en: [] }, second)
    expect(entryOf(added.body)).toMatchObject({ tags: ['sale'] })
    expect(entryOf(added.body).phrases.zh.at(-1)).toBe('第二位主管写的')

    const { history } = await item()
    expect(history.filter(({ change }) => change !== null).map(({ by }) => by)).toEqual(['second', 'lead'])
    expect((await post('undo', { change: history[0]?.change }, second)).status).toBe(200)
    expect(entryOf(await item())).toEqual(mine)
    expect((await post('discard', { keys: [KEY] })).status).toBe(200)
    expect((await item()).content).toEqual(before.content)
    expect((await get<DraftAnswer>('draft')).changes).toEqual([])
  })

  it('checks what is being written, against the other entries and by the live model', async () => {
    const entry = entryOf(await item())
    const other = entryOf(await item('entry:pay.late-fee'))
    const phrase = other.phrases.en[0] ?? ''
    const written = {
      ...entry,
      answer: { zh: ['{no.such_value} 与 {bill.due_day}'], en: ['Due on day {bill.due_day}.'] },
      phrases: { zh: entry.phrases.zh, en: [...entry.phrases.en, phrase.toUpperCase()] },
      related: ['bill.nothing'],
      tags: ['Not A Tag'],
    }
    const { body }: { body: CheckAnswer } = await post('check', { key: KEY, content: asContent(written) })
    expect(body.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['variable_unknown', 'phrase_twice', 'related_unknown', 'entry_tag']),
    )
    expect(body.near).toEqual([
      { text: phrase.toUpperCase(), entry: 'pay.late-fee', share: expect.any(Number) },
    ])
    expect(body.preview.map(({ language, channel }) => `${language} ${channel}`)).toHaveLength(6)
    const english = body.preview.find(({ language, channel }) => language === 'en' && channel === 'wechat')
    expect(english?.text).toMatch(/^Due on day \d+\.$/)
    const clean: { body: CheckAnswer } = await post('check', { key: KEY, content: asContent(entry) })
    expect(clean.body).toMatchObject({ problems: [], near: [] })

    const rules = await item('file:handoff.yaml')
    if (rules.content?.kind !== 'file') throw new Error('It is no file.')
    const misspelt = { kind: 'file', text: rules.content.text.replace('mood: {', 'mod: {') }
    const wrong: { body: CheckAnswer } = await post('check', { key: 'file:handoff.yaml', content: misspelt })
    expect(wrong.body.problems).toEqual([
      expect.objectContaining({ key: 'file:handoff.yaml', file: 'handoff.yaml', severity: 'error' }),
    ])
    const content = { kind: 'file', text: `- a: [\n${rules.content.text}` }
    const broken: { body: CheckAnswer } = await post('check', { key: 'file:handoff.yaml', content })
    expect(broken.body.problems.map(({ code }) => code)).toContain('yaml_syntax')
  })

  it('changes many at once, and takes that back', async () => {
    const keys = ['entry:bill.due-date', 'entry:pay.late-fee', 'file:handoff.yaml']
    const tagged: BulkAnswer = (await post('bulk', { keys, deed: 'tag', tag: 'winter' })).body
    expect(tagged.changed).toBe(2)
    expect((await items('tag=winter')).total).toBe(2)
    const days: BulkAnswer = (await post('bulk', { keys, deed: 'validity', from: '2099-01-01' })).body
    expect(days.changed).toBe(2)
    expect((await items('tag=winter')).items.map(({ validity }) => validity)).toEqual(['coming', 'coming'])
    expect((await post('undo', { changes: days.changes })).status).toBe(200)
    // All or none: the second was taken back already.
    expect((await post('undo', { changes: [...tagged.changes, ...days.changes] })).status).toBe(409)
    expect((await items('tag=winter')).total).toBe(2)
    expect((await items('tag=winter')).items.map(({ validity }) => validity)).toEqual(['always', 'always'])
    expect((await post('bulk', { keys, deed: 'discard' })).status).toBe(200)
    expect((await get<DraftAnswer>('draft')).changes).toEqual([])
    const nothing: BulkAnswer = (await post('bulk', { keys, deed: 'untag', tag: 'winter' })).body
    expect(nothing.changed).toBe(0)
    const replaced: BulkAnswer = (
      await post('bulk', { keys, deed: 'replace', find: 'payment', replace: 'paying', language: 'en' })
    ).body
    expect(replaced.changed).toBeGreaterThan(0)
    expect((await post('bulk', { keys, deed: 'discard' })).status).toBe(200)
    const removed: BulkAnswer = (await post('bulk', { keys, deed: 'remove' })).body
    expect(removed.changed).toBe(2)
    const { changes } = await get<DraftAnswer>('draft')
    expect(changes.map(({ change }) => change)).toEqual(['removed', 'removed'])
    await post('discard', { keys })
  })

  it('takes a new entry, which is gone again when it is taken out', async () => {
    const entry = { ...entryOf(await item()), id: 'bill.brand-new', title: { zh: '全新', en: '' } }
    const key = 'entry:bill.brand-new'
    const made = await put({ key, version: 0, file: 'faq/bill.yaml', content: asContent(entry) })
    expect([made.status, made.body.error]).toEqual([200, undefined])
    expect((await items('state=untranslated')).items.map((one) => one.key)).toContain(key)
    expect((await items('state=errors')).items.map((one) => one.key)).toContain(key)
    const gone = await put({ key, version: made.body.version, content: null })
    expect(gone.body).toEqual({ key, gone: true, change: expect.any(String) })
    await post('undo', { change: gone.body.change })
    expect((await item(key)).content).not.toBeNull()
    await post('discard', { keys: [key] })
  })

  it('shows who else has an item open', async () => {
    const tell = (editing: boolean, who: Desk) => post('presence', { key: KEY, editing }, who)
    await tell(true, second)
    const answer: PresenceAnswer = (await tell(false, lead)).body
    expect(answer.open).toEqual([{ account: 'second', editing: true }])
    expect((await item()).open).toEqual(answer.open)
    expect((await items('q=bill.due-date')).items[0]?.open).toEqual(answer.open)
  })

  it('is read, and not changed, by supervisors', async () => {
    const read = await item(KEY, supervisor)
    expect(read.content).not.toBeNull()
    const change = { key: KEY, version: read.version, content: read.content }
    expect((await put(change, supervisor)).status).toBe(403)
    expect((await post('bulk', { keys: [KEY], deed: 'remove' }, supervisor)).status).toBe(403)
  })

  it.each([
    [{ key: KEY, version: 0, content: { kind: 'entry' } }, 400],
    [{ key: 'entry:no.such', version: 3, content: null }, 409],
    [{ key: 'entry:../x', version: 0, file: '../../x.yaml', content: { kind: 'file', text: '' } }, 400],
  ])('refuses %j with %i', async (body, status) => {
    expect((await put(body)).status).toBe(status)
  })

  it('knows nothing of what is not there', async () => {
    expect((await lead.call('GET', `${BASE}/item?key=entry:none`)).status).toBe(404)
    expect((await lead.call('GET', `${BASE}/items?kind=nothing`)).status).toBe(400)
    expect((await post('undo', { change: 'nothing' })).status).toBe(404)
  })
})
