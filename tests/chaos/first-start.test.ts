import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadSecrets } from '../../src/storage/secrets.ts'

it('processes that start for the first time at once agree on their secrets', async () => {
  for (let round = 0; round < 1500; round++) {
    const home = await mkdtemp(path.join(tmpdir(), 'liuke-test-'))
    const config = readConfig({ LIUKE_HOME: home }, 'demo')
    const loaded = await Promise.all(Array.from({ length: 12 }, () => loadSecrets(config)))
    const kept = JSON.parse(await readFile(path.join(home, 'secrets.json'), 'utf8'))
    for (const { masterKey, directLineSecret } of loaded) {
      expect(masterKey.toString('base64')).toBe(kept.LIUKE_MASTER_KEY)
      expect(directLineSecret).toBe(kept.DIRECTLINE_SECRET)
    }
    await rm(home, { recursive: true })
  }
})
