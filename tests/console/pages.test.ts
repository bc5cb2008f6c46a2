import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, loadCompany } from '../../src/company/load.ts'
import type { PageRequest, Pages } from '../../src/console/page-routes.ts'
import { createPages } from '../../src/console/pages.ts'
import { accepted, chooseEncoding, chooseLanguage } from '../../src/console/pages-negotiation.ts'
import { loadTexts, renderPage } from '../../src/console/pages-template.ts'

let home: string
let company: Company
let pages: Pages

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'liuke-pages-'))
  company = await loadCompany('data/company')
  pages = await createPages({ home, company })
})
afterAll(() => rm(home, { recursive: true, force: true }))

function get(request: PageRequest) {
  const answer = pages.answer(request)
  if (!answer) throw new Error(`nothing at ${request.path}`)
  return { ...answer, text: answer.body.toString() }
}

describe('the front page', () => {
  it('shows the prices of the company in both languages', () => {
    for (const [lang, name] of [
      ['zh', '晴川通信'],
      ['en', 'Qingchuan Telecom'],
    ] as const) {
      const { text, headers } = get({ path: '/', lang })
      expect(text).toContain(`<strong>${company.variables.get('plan.basic.price')}</strong>`)
      expect(text).toContain(name)
      expect(text).not.toMatch(/\{\{|\{[a-z]+\./)
      expect(headers['Content-Language']).toBe(lang === 'zh' ? 'zh-CN' : 'en')
    }
  })

  it('runs no inline script and stands in no frame', () => {
    const { headers, text } = get({ path: '/' })
    expect(headers['Content-Security-Policy']).toContain("default-src 'none'")
    expect(headers['Content-Security-Policy']).toContain("script-src 'self'")
    expect(headers['Content-Security-Policy']).toContain("frame-ancestors 'none'")
    expect(headers['X-Content-Type-Options']).toBe('nosniff')
    expect(text).not.toMatch(/<script(?![^>]* src=)|style="|onclick|https?:\/\//)
  })

  it('is a plain one for a company without those plans', async () => {
    const variables = new Map([['company.name', { zh: '<甲>', en: 'A & B' }]])
    const other = await createPages({ home, company: { ...company, variables } })
    const html = other.answer({ path: '/', lang: 'en' })?.body.toString() ?? ''
    expect(html).toContain('Contact A &amp; B')
    expect(html).toContain('widget.js')
    expect(other.answer({ path: '/', lang: 'zh' })?.body.toString()).toContain('&lt;甲&gt;')
  })

  it('says in both languages what is stored', () => {
    expect(get({ path: '/privacy', lang: 'zh' }).text).toContain('AES-256-GCM')
    expect(get({ path: '/privacy', lang: 'en' }).text).toContain('Erasing destroys your key')
  })

  it('names the text it misses', async () => {
    const texts = await loadTexts()
    expect(() => renderPage('{{no.such}}', 'zh', company, texts)).toThrow(/no\.such/)
  })
})

describe('the widget script', () => {
  it('may be loaded by other sites, and carries the titles without letting them out of their string', async () => {
    const { headers } = get({ path: '/widget.js' })
    expect(headers['Access-Control-Allow-Origin']).toBe('*')
    expect(headers['Cross-Origin-Resource-Policy']).toBe('cross-origin')
    const titled = await createPages({ home, company, titles: { en: '"});alert(1)//' } })
    const script = titled.answer({ path: '/widget.js' })?.body.toString() ?? ''
    expect(script).toContain('"en":"\\"});alert(1)//"')
    expect(script).toContain('"zh":"晴川通信"')
  })

  it('never parses a string as HTML or code', () => {
    const { text } = get({ path: '/widget.js' })
    expect(text).not.toMatch(/insertAdjacentHTML|document\.write|\beval\(|new Function/)
  })

  it('is small on the wire', () => {
    expect(get({ path: '/widget.js', acceptEncoding: 'br' }).body.length).toBeLessThan(30_000)
  })

  it('greets as the hours say, with the questions of entries, to readers of both scripts', async () => {
    const titleOf = (entry: string) => (entry === 'plan.list' ? { zh: '套餐价格', en: 'Plans' } : null)
    const at = async (time: string) => {
      const now = () => Date.parse(`2026-11-23T${time}+08:00`)
      const made = await createPages({ home, company, titleOf, now })
      const answer = made.answer({ path: '/widget/greetings' })
      expect(answer?.headers['Cache-Control']).toBe('no-store')
      expect(answer?.headers['Access-Control-Allow-Origin']).toBe('*')
      return JSON.parse(answer?.body.toString() ?? '')
    }
    const [day] = await at('10:00:00')
    expect(day).toMatchObject({ id: 'answers-now', pages: ['/'] })
    expect(day.starters).toEqual({ zh: ['套餐价格'], en: ['Plans'], hant: ['套餐價格'] })
    expect(day.text.hant).toContain('選套餐')
    expect((await at('23:30:00')).map(({ id }: { id: string }) => id)).toEqual(['after-hours'])
    const { text } = get({ path: '/widget.js' })
    const part = /"part":"(widget-greeting-[0-9a-f]{16}\.js)"/.exec(text)?.[1]
    expect(get({ path: `/${part}` }).text).toMatch(/export\s*\{[^}]*startGreeting/)
    const silent = await createPages({ home, company: { ...company, greetings: [] } })
    expect(silent.answer({ path: '/widget.js' })?.body.toString()).not.toContain('widget-greeting')
  })

  it('names the part that draws cards by what is in it, so that browsers may keep it for good', () => {
    const name = /"cards":"(widget-cards-[0-9a-f]{16}\.js)"/.exec(get({ path: '/widget.js' }).text)?.[1]
    const { text, headers } = get({ path: `/${name}` })
    expect(headers['Cache-Control']).toContain('immutable')
    expect(headers['Access-Control-Allow-Origin']).toBe('*')
    expect(headers['Cross-Origin-Resource-Policy']).toBe('cross-origin')
    expect(text).toMatch(/export\s*\{[^}]*drawCards/)
    expect(pages.answer({ path: '/widget-cards-0000000000000000.js' })).toBeUndefined()
  })

  it('leaves the Markdown library and the trusted types of the page around alone', () => {
    const path = pages.paths.find((other) => other.startsWith('/widget-cards-')) ?? ''
    const { text } = get({ path })
    const reached = /window\.(markdownit|trustedTypes)|document\.write|\beval\(|new Function/.exec(text)
    expect(reached?.[0]).toBeUndefined()
    expect(get({ path, acceptEncoding: 'br' }).body.length).toBeLessThan(45_000)
  })
})

describe('sending', () => {
  it('compresses as the browser likes, each with a tag of its own', () => {
    const plain = get({ path: '/widget.js' })
    const br = get({ path: '/widget.js', acceptEncoding: 'gzip, deflate, br' })
    const gzip = get({ path: '/widget.js', acceptEncoding: 'gzip;q=0.5, br;q=0' })
    expect(br.headers['Content-Encoding']).toBe('br')
    expect(brotliDecompressSync(br.body).toString()).toBe(plain.text)
    expect(gzip.headers['Content-Encoding']).toBe('gzip')
    expect(gunzipSync(gzip.body).toString()).toBe(plain.text)
    expect(new Set([plain, br, gzip].map(({ headers }) => headers['ETag'])).size).toBe(3)
  })

  it('answers 304 to who has it already', () => {
    for (const page of pages.paths) {
      const { headers } = get({ path: page })
      const known = get({ path: page, ifNoneMatch: `"other", W/${headers['ETag']}` })
      expect(known.status).toBe(304)
      expect(known.body).toHaveLength(0)
      expect(get({ path: page, ifNoneMatch: '"other"' }).status).toBe(200)
    }
  })

  it('knows only its own paths', () => {
    expect(pages.answer({ path: '/etc/passwd' })).toBeUndefined()
  })

  it.each([
    ['en', 'zh-CN', 'en'],
    [undefined, 'fr, en;q=0.8, zh;q=0.9', 'zh'],
    [undefined, 'en-GB,en;q=0.9', 'en'],
    ['xx', undefined, 'zh'],
    [undefined, 'zh;q=0, en;q=0.1', 'en'],
  ] as const)('with ?lang=%s and Accept-Language %s speaks %s', (lang, header, language) => {
    expect(chooseLanguage(lang, header)).toBe(language)
  })

  it('reads odd Accept headers calmly', () => {
    expect(accepted(',,;q=1, br;q=x')).toEqual([])
    expect(accepted('a'.repeat(1_000_000))).toHaveLength(1)
    expect(chooseEncoding('*')).toBe('identity')
  })
})

describe('the cache of bundles', () => {
  it('is used by the next start, and replaced when it cannot be read', async () => {
    const folder = path.join(home, 'cache')
    const [name, ...others] = await readdir(folder)
    expect(others).toEqual([])
    const file = path.join(folder, name!)
    await writeFile(file, JSON.stringify({ widget: 'kept', cards: '', demo: '', styles: '' }))
    const cached = await createPages({ home, company })
    expect(cached.answer({ path: '/widget.js' })?.body.toString()).toContain('kept')
    await writeFile(file, '{"widget":')
    const rebuilt = await createPages({ home, company })
    expect(rebuilt.answer({ path: '/widget.js' })?.body.equals(get({ path: '/widget.js' }).body)).toBe(true)
  })

  it('that cannot be written only warns', async () => {
    const blocked = path.join(home, 'file')
    await writeFile(blocked, '')
    const warnings: string[] = []
    const made = await createPages({ home: blocked, company, warn: (problem) => warnings.push(problem) })
    expect(made.paths).toContain('/widget.js')
    expect(warnings).toHaveLength(1)
  })
})
