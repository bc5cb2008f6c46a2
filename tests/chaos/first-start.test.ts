import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadSecrets } from '../../src/storage/secrets.ts'

it('the secrets of a first start are there whole or not at all, whenever it is killed or another one looks', async () => {
  for (let round = 0; round < 30; round++) {
    const home = await mkdtemp(path.join(tmpdir(), 'liuke-test-'))
    const file = path.join(home, 'secrets.json')
    const config = readConfig({ LIUKE_HOME: home }, 'demo')
    let done = false
    const loading = Promise.all([1, 2, 3].map(() => loadSecrets(config))).finally(() => {
      done = true
    })
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve))
      if (existsSync(file)) expect(readFileSync(file, 'utf8')).toMatch(/^\{[\s\S]*\}\n$/)
    }
    const [first, ...others] = await loading
    for (const other of others) expect(other).toEqual(first)
    await rm(home, { recursive: true })
  }
})
