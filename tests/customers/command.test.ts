import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesOf } from '../../src/commands/customers-import.ts'
import { truth } from '../../src/customers/generate/truth.ts'
import { type Launched, launched } from '../commands/launched.ts'
import { type TestHome, testHome } from '../databases.ts'
import { textOf } from '../structure/sources.ts'
import { openedStore } from './opened-store.ts'

let home: TestHome
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  home = await testHome('sqlite')
  const key = randomBytes(32)
  // As a server leaves it behind.
  const { store, close } = await openedStore(home, 'sqlite', Date.now, key)
  await store.vault.checkMasterKey()
  await close()
  environment = {
    ...process.env,
    ...{ LIUKE_HOME: home.folder, DATABASE_URL: home.databaseUrl, KEYSTORE_URL: home.keystoreUrl },
    ...{ LIUKE_MASTER_KEY: key.toString('base64'), DIRECTLINE_SECRET: 'secret-of-the-customers-test' },
  }
})
afterAll(() => home.remove())

/** Runs `liuke customers …` as a process of its own. */
const customers = (...args: string[]): Promise<Launched> => launched(environment, 'customers', ...args)

const csv = async (lines: string[]): Promise<string> => {
  const file = path.join(home.folder, 'customers.csv')
  await writeFile(file, lines.join('\n'))
  return file
}

describe('liuke customers', () => {
  it('makes the sample once, and shows customers masked', async () => {
    expect(await customers('sample', '--count', '12')).toMatchObject({ code: 0 })
    expect((await customers('sample')).out).toMatch(/already/)
    const list = await customers('list', '--json')
    expect(JSON.parse(list.out)).toHaveLength(12)
    const show = await customers('show', '8000000029')
    expect(show.code).toBe(0)
    expect(show.out).toMatch(/O••••• B••••••/)
    expect(show.out).toMatch(/plus/)
    for (const { out, err } of [list, show])
      expect(out + err).not.toMatch(/Olivia|Bennett|8000000029|19000000002|Academy/)
  })

  it('imports a file, and says line and column of what is wrong, and nothing personal', async () => {
    const map = path.join(home.folder, 'map.yaml')
    const mapping = `
name: small
about: { zh: 小, en: small }
id: account
label: { column: left, churned: "Y", stayed: "N" }
columns: { account: { type: category }, who: { type: category }, mail: { type: category }, fee: { type: number }, left: { type: category } }
customers: { account: account, name: who, email: mail, monthly_charge: fee }
churn: { groups: { all: { zh: 全部, en: all } }, features: [{ group: all, number: fee }] }
`
    await writeFile(map, mapping)
    const wrong = await csv(['account,who,mail,fee,left', 'Q-1001,Zoe Secret,zoe-at-home,12,N'])
    const refused = await customers('import', wrong, '--map', map)
    expect(refused.code).toBe(1)
    expect(refused.out).toContain(`${wrong}:2: mail is no e-mail address.`)
    expect(refused.out + refused.err).not.toMatch(/Zoe|zoe-at-home|Q-1001/)
    const right = await csv(['account,who,mail,fee,left', 'Q-1001,Zoe Secret,zoe@example.com,12,N'])
    expect((await customers('import', right, '--map', map, '--dry-run')).out).toMatch(
      /1 added.*Nothing was written/,
    )
    expect((await customers('import', right, '--map', map)).out).toMatch(/1 added, 0 updated, 0 unchanged/)
    const again = await customers('import', right, '--map', map, '--json')
    expect(JSON.parse(again.out)).toMatchObject({ unchanged: 1, written: false })
  })

  it.each([
    [[]],
    [['import', 'x.csv']],
    [['show']],
    [['export']],
    [['list', '--last', '0']],
    [['sample', 'x']],
  ])('says how to call it after %j', async (args) => {
    const { code, err } = await customers(...args)
    expect(code).toBe(2)
    expect(err).toContain('liuke customers import FILE… --map')
  })

  it('says so when there is no such account', async () => {
    expect(await customers('show', '123')).toMatchObject({
      code: 1,
      err: expect.stringContaining('customer_unknown'),
    })
  })
})

describe('files and mappings of an import', () => {
  const words = (...all: string[]) =>
    all.map((value) => ({ kind: value.endsWith('.yaml') ? ('map' as const) : ('file' as const), value }))
  it.each([
    [
      ['a.csv', 'b.csv', 'm.yaml'],
      ['a.csv m.yaml', 'b.csv m.yaml'],
    ],
    [['m.yaml', 'a.csv'], ['a.csv m.yaml']],
    [
      ['a.csv', 'm.yaml', 'b.csv', 'c.csv', 'n.yaml'],
      ['a.csv m.yaml', 'b.csv n.yaml', 'c.csv n.yaml'],
    ],
  ])('%j belong together as %j', (call, pairs) => {
    const files = filesOf(words(...call))
    expect(Array.isArray(files) && files.map(({ file, map }) => `${file} ${map}`)).toEqual(pairs)
  })

  it.each([
    [['m.yaml']],
    [['a.csv']],
    [['a.csv', 'm.yaml', 'n.yaml']],
    [['a.csv', 'm.yaml', 'b.csv', 'n.yaml', 'c.csv']],
  ])('%j is called wrongly', (call) => expect(filesOf(words(...call))).toBeTypeOf('string'))
})

describe('docs/customers.md', () => {
  it('lists the coefficients labels were drawn with', () => {
    const table = textOf('docs/customers.md').match(/^\| .* \| [−\d., ]+ \|$/gm) ?? []
    const listed = table.flatMap((row) =>
      (row.split('|')[2] ?? '').split(',').map((n) => Number(n.trim().replace('−', '-'))),
    )
    expect(listed.toSorted()).toEqual(Object.values(truth).toSorted())
  })
})
