import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import restify from 'restify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mountPages } from '../../src/console/page-routes.ts'
import { createStaffPage } from '../../src/console/staff-page.ts'

describe('the page of the desk', () => {
  const server = restify.createServer()
  let home: string
  let url: string

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'liuke-desk-'))
    mountPages(server, await createStaffPage('desk', { home }))
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    url = `http://127.0.0.1:${server.address().port}`
  }, 120_000)
  afterAll(async () => {
    server.close()
    await rm(home, { recursive: true })
  })

  const nonceOf = (policy: string | null) => /style-src 'self' 'nonce-([^']+)'/.exec(policy ?? '')?.[1]

  it('lets styles through by a nonce that serves once, and no inline script at all', async () => {
    const [first, second] = [await fetch(`${url}/desk`), await fetch(`${url}/desk`)]
    const policy = first.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    // Files of customers are shown and played from here only.
    expect(policy).toContain("img-src 'self';")
    expect(policy).toContain("media-src 'self';")
    expect(policy).not.toMatch(/blob:|data:/)
    expect(nonceOf(policy)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(nonceOf(second.headers.get('content-security-policy'))).not.toBe(nonceOf(policy))
    expect(first.headers.get('cache-control')).toBe('no-store')
    const html = await first.text()
    expect(html).toContain(`nonce="${nonceOf(policy)}"`)
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/)
  })

  it('is in the language asked for, or the browser’s', async () => {
    const ask = async (query: string, language: string) =>
      (await fetch(`${url}/desk${query}`, { headers: { 'accept-language': language } })).text()
    expect(await ask('', 'en-GB')).toContain('<html lang="en">')
    expect(await ask('?lang=zh', 'en-GB')).toContain('<html lang="zh-CN">')
  })

  it('loads files whose names change with their content, to be kept for good', async () => {
    const html = await (await fetch(`${url}/desk`)).text()
    const files = [...html.matchAll(/"(desk\/desk-[0-9a-f]{16}\.(?:js|css))"/g)].map(([, file]) => file)
    expect(files).toHaveLength(2)
    for (const file of files) {
      const response = await fetch(`${url}/${file}`, { headers: { 'accept-encoding': 'br' } })
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toContain('immutable')
      expect(response.headers.get('content-encoding')).toBe('br')
      expect((await response.text()).length).toBeGreaterThan(5_000)
      const known = { 'if-none-match': response.headers.get('etag') ?? '', 'accept-encoding': 'br' }
      expect((await fetch(`${url}/${file}`, { headers: known })).status).toBe(304)
      const head = await fetch(`${url}/${file}`, { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([200, ''])
    }
  })

  it('is built once for each state of its sources', async () => {
    const cached = await readdir(path.join(home, 'cache'))
    expect(cached).toHaveLength(1)
    const again = await createStaffPage('desk', { home })
    const html = await (await fetch(`${url}/desk`)).text()
    // The page names its script and its styles; what they load later has names that follow from those.
    const named = again.paths.filter((file) => html.includes(`"${file.slice(1)}"`))
    expect(new Set(named.map((file) => path.extname(file)))).toEqual(new Set(['.css', '.js']))
    for (const file of again.paths.slice(1)) expect((await fetch(`${url}${file}`)).status, file).toBe(200)
    expect(await readdir(path.join(home, 'cache'))).toEqual(cached)
  })
})
