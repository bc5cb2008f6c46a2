/** `liuke privacy` as people call it, on an installation of its own. */

import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/privacy.ts'
import { customerAsPerson } from '../../src/jobs/erase/person.ts'
import { orderErasure } from '../../src/storage/erasure-orders.ts'
import { type TestHome, testHome } from '../databases.ts'
import { addChat, addCustomer, openHome, SECRETS } from '../jobs/erase/somebody.ts'

let home: TestHome
let former = randomBytes(32)

beforeAll(async () => {
  home = await testHome('sqlite')
  vi.stubEnv('LIUKE_HOME', home.folder)
  vi.stubEnv('DATABASE_URL', home.databaseUrl)
  vi.stubEnv('KEYSTORE_URL', home.keystoreUrl)
  vi.stubEnv('LIUKE_MASTER_KEY', '')
  const secrets = {
    LIUKE_MASTER_KEY: former.toString('base64'),
    DIRECTLINE_SECRET: 'sixteen-or-more-letters',
  }
  await writeFile(path.join(home.folder, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 })
  const { store, close } = await openHome(home, 'sqlite', former)
  const customer = await addCustomer(store, SECRETS)
  await addChat(store, { userId: 'u', customerId: customer.id, text: SECRETS.message })
  await close()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await home.remove()
})

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const complained = vi.spyOn(console, 'error').mockReturnValue()
  try {
    const code = await command.run(args)
    return { code, out: said.mock.calls.flat().join('\n'), err: complained.mock.calls.flat().join('\n') }
  } finally {
    said.mockRestore()
    complained.mockRestore()
  }
}

const json = async (...args: string[]) => {
  const { code, out } = await run(...args, '--json')
  return { ...(JSON.parse(out.split('\n').at(-1) ?? '') as Record<string, unknown>), exit: code }
}

describe('liuke privacy', () => {
  it('explains itself after a wrong call', async () => {
    for (const wrong of [
      [],
      ['eras'],
      ['erase'],
      ['scan', '--yes'],
      ['retention', 'x'],
      ['export', 'a', 'b'],
    ]) {
      const { code, err } = await run(...wrong)
      expect({ wrong, code }).toEqual({ wrong, code: 2 })
      expect(err).toContain('liuke privacy erase ID')
    }
  })

  it('writes a copy that only its owner may read, and never over another file', async () => {
    const file = path.join(home.folder, 'copy.json')
    expect(await run('export', SECRETS.account, '--out', file)).toMatchObject({ code: 0 })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain(SECRETS.address)
    expect(await run('export', SECRETS.account, '--out', file)).toMatchObject({ code: 1 })
    expect(await run('export', 'nobody')).toMatchObject({ code: 1 })
  })

  it('finds the copy, which lies where it should not, and nothing else', async () => {
    const file = path.join(home.folder, 'copy.json')
    const report = await json('scan', SECRETS.account)
    expect(report).toMatchObject({ exit: 1, ok: false, leftovers: 0 })
    const { findings } = report['scan' as keyof typeof report] as unknown as { findings: { place: string }[] }
    expect(new Set(findings.map(({ place }) => place))).toEqual(new Set([file]))
  })

  it('changes the master key of the demo in its file', async () => {
    const changed = await json('rotate-key')
    expect(changed).toMatchObject({ exit: 0, ok: true, rewrapped: 2, closed: 0 })
    // Backups made before need it.
    const kept = String(changed['formerKey' as keyof typeof changed])
    expect(path.basename(kept)).toMatch(/^secrets\.former-\d{17}\.json$/)
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual({ LIUKE_MASTER_KEY: former.toString('base64') })
    const secrets = JSON.parse(await readFile(path.join(home.folder, 'secrets.json'), 'utf8')) as Record<
      string,
      string
    >
    expect(secrets['DIRECTLINE_SECRET']).toBe('sixteen-or-more-letters')
    expect(secrets['LIUKE_MASTER_KEY']).not.toBe(former.toString('base64'))
    await expect(openHome(home, 'sqlite', former)).rejects.toMatchObject({ code: 'master_key_former' })
    former = Buffer.from(secrets['LIUKE_MASTER_KEY'] ?? '', 'base64')
  })

  it('erases only when told so twice, fails while a copy lies about, and then proves it', async () => {
    const file = path.join(home.folder, 'copy.json')
    expect(await json('erase', SECRETS.account)).toMatchObject({ exit: 1, rows: { messages: 1 } })
    expect(await json('erase', SECRETS.account, '--yes')).toMatchObject({ exit: 1, ok: false })
    const done = await json('erase', SECRETS.account, '--yes', '--force')
    expect(done).toMatchObject({ exit: 1, keys: 2, scan: { ok: false, rows: {} } })
    expect(await json('erase', SECRETS.account, '--yes')).toMatchObject({
      exit: 1,
      ok: false,
      code: 'erasure_unproven',
    })
    await writeFile(file, '')
    await writeFile(path.join(home.folder, 'needles'), Object.values(SECRETS).join('\n'))
    const found = await json('scan', '--needle-file', path.join(home.folder, 'needles'))
    expect(found['scan' as keyof typeof found]).toMatchObject({ needles: 6 })
  })

  it('finishes an erasure that was cut short, says that it is not proved, and proves nothing by itself', async () => {
    const { store, close } = await openHome(home, 'sqlite', former)
    const customer = await addCustomer(store, { account: 'QX-4' })
    const person = await customerAsPerson(store, customer.id)
    const order = { id: 'cut', scope: 'customer', actor: 'test', orderedAt: 1, accountHashes: [] } as const
    await orderErasure(store.vault.keystore, { ...order, ...person })
    await close()
    expect(await json('erase', 'QX-4', '--yes')).toMatchObject({
      exit: 1,
      code: 'erasure_unproven',
      resumed: 1,
    })
    expect(await json('scan')).toMatchObject({ exit: 1, ok: false, leftovers: 0 })
  })

  it('says what the periods would take away', async () => {
    expect(await json('retention', '--dry-run')).toMatchObject({ exit: 0, rows: {}, missing: [] })
    expect((await run('requests')).out).toBe('Nobody has asked for anything.')
  })
})
