import { describe, expect, it } from 'vitest'
import { loadCompany } from '../../../src/company/load.ts'
import { folderFiles } from '../../../src/corpus/revisions/live.ts'
import { CorpusChecker } from '../../../src/jobs/publish/check-in-thread.ts'
import { problemsIn } from '../../../src/jobs/publish/problems-in.ts'
import { shopFolders } from './shop-corpus.ts'

describe('checking in a thread', () => {
  it('finds what checking here finds, of several at once each its own, and leaves this thread free', async () => {
    const folders = await shopFolders()
    const company = await loadCompany(folders.company)
    const files = await folderFiles({ corpusFolder: folders.corpus })
    const broken = files.map((file) =>
      file.path === 'faq/sample.yaml' ? { ...file, text: file.text.replace('plan.basic', 'no.such') } : file,
    )
    const noRules = files.map((file) =>
      file.path === 'handoff.yaml' ? { ...file, text: 'rules: 5\n' } : file,
    )
    const checker = new CorpusChecker()
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const found = await Promise.all([files, broken, noRules].map((each) => checker.check(each, company)))
    clearInterval(timer)
    expect(found).toEqual([files, broken, noRules].map((each) => problemsIn(each, company)))
    expect(found[1]?.map(({ code }) => code)).toContain('variable_unknown')
    expect(found[2]?.some(({ file }) => file === 'corpus/handoff.yaml')).toBe(true)
    expect(ticks).toBeGreaterThan(3)
  })
})
